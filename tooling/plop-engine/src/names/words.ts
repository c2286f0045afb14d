// The words of a name: how code spells them, and how a sentence does.
import pluralize from "pluralize";

/** Plurals that the rules of `pluralize` get wrong. */
const plurals: Readonly<Record<string, string>> = {
  agenda: "agendas",
  cache: "caches",
  calorie: "calories",
  canvas: "canvases",
  cookie: "cookies",
  excuse: "excuses",
  leave: "leaves",
  lens: "lenses",
  neurosis: "neuroses",
  oasis: "oases",
  ruse: "ruses",
  selfie: "selfies",
};
for (const [one, many] of Object.entries(plurals)) pluralize.addIrregularRule(one, many);

/** Words that a sentence has in capitals. */
const acronyms: ReadonlySet<string> = new Set(
  `ai api bic cpu crm csv css cv dns dob ean erp eta eur faq gbp gdp gps gpu gtin html http https iban id ip isbn
  issn jpg json jwt kpi kyc mfa nda nfc nps ocr pdf png po qa qr ram rfid roi rss sdk seo sku sla sms sql ssl sso ssn
  svg tls tv ui uri url usd utc uuid ux vat vin vpn xml zip`.split(/\s+/),
);

/** Letters without their accents, as a name in code has them: `añejo` gives `anejo`. */
export function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * Splits a name into its words.
 * @param name letters and digits in any case, words joined by "-", "_" or a capital
 * @returns the words in lower case: `TicketItem` and `ticket_item` give `ticket`, `item`
 */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_-]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** Joins words as the name of a variable: `ticketItem`. */
export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : capital(word))).join("");
}

/** Capitalizes the first letter and leaves the rest. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The plural of a word in lower case. */
export function pluralOf(word: string): string {
  return pluralize.plural(word);
}

/** The singular of a word in lower case; a singular stays as it is. */
export function singularOf(word: string): string {
  return pluralize.singular(word);
}

/** Whether a word is the plural of another one. */
export function isPlural(word: string): boolean {
  return pluralize.isPlural(word) && singularOf(word) !== word;
}

/**
 * Names one of many: `openTickets` gives `openTicket`, `people` gives `person`.
 * @param name a plural in camelCase
 */
export function singularName(name: string): string {
  const words = wordsOf(name);
  return camelCase([...words.slice(0, -1), singularOf(words.at(-1)!)]);
}

/**
 * Writes words as a sentence does: `line1` is `line 1`, `api` is `API`, `urls` is `URLs`.
 * @param words in lower case
 */
export function spoken(words: readonly string[]): string {
  return words
    .flatMap((word) => word.split(/(?<=[a-z])(?=\d)/))
    .map(spokenWord)
    .join(" ");
}

function spokenWord(word: string): string {
  if (acronyms.has(word)) return word.toUpperCase();
  const one = word.replace(/s$/, "");
  return acronyms.has(one) ? `${one.toUpperCase()}s` : word;
}

/**
 * Writes a name as a label: `dueAt` is `Due at`, `siteUrl` is `Site URL`.
 * @param name in camelCase
 */
export function labelOf(name: string): string {
  return capital(spoken(wordsOf(name)));
}

/**
 * The article of a word.
 * @param word in lower case
 * @returns `an` where the word starts with the sound of a vowel, as far as its letters tell
 */
export function articleOf(word: string): "a" | "an" {
  const [first = ""] = wordsOf(word);
  if (acronyms.has(first)) return /^[aefhilmnorsx]/.test(first) ? "an" : "a";
  if (/^(hour|honou?r|honest|heir)/.test(word)) return "an";
  if (/^(uni([^nm]|$)|use|usa|usu|uti|euro|eu|one|ufo|ubi)/.test(word)) return "a";
  return /^[aeiou]/.test(word) ? "an" : "a";
}
