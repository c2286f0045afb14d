// English as names need it, in one table: one and many, what is spoken letter by letter, which article.
import pluralize from "pluralize";
import { wordsOf } from "./identifiers.ts";

/** One and many, where the rules of English lead elsewhere. */
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

/** Words that are written in capitals. */
const acronyms: ReadonlySet<string> = new Set(
  `ai api bic cpu crm csv css cv dns dob ean erp eta eur faq gbp gdp gps gpu gtin html http https iban id ip isbn
  issn jpg json jwt kpi kyc mfa nda nfc nps ocr pdf png po qa qr ram rfid roi rss sdk seo sku sla sms sql ssl sso ssn
  svg tls tv ui uri url usd utc uuid ux vat vin vpn xml zip`.split(/\s+/),
);

/** Many of a word. */
export function pluralOf(word: string): string {
  return pluralize.plural(word);
}

/** One of a word: the word itself where it is one already. */
export function singularWord(word: string): string {
  return pluralize.singular(word);
}

/** Whether a word reads as many of another one. */
export function isPluralWord(word: string): boolean {
  return pluralize.isPlural(word) && singularWord(word) !== word;
}

/**
 * Writes words as one says them: `line1` is `line 1`, `api` is `API`, `urls` is `URLs`.
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
 * Gives a word its article.
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
