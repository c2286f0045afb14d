// Fields as people write them in a list, `due date, price, kind (garden, wood)`, in the grammar of fields.
import {
  camelCase,
  singularOf,
  withoutAccents,
  wordsOf,
} from "@groundwork/plop-engine/names/words";
import { parseField } from "../../fields/parse.ts";

/** What the last words of a name say of its type. The first that fits counts. */
const guesses: readonly [RegExp, string][] = [
  [/^(is|has|can) /, "bool=false"],
  [/\b(e-?mail|mail)$/, "email"],
  [/\b(url|link|website|homepage)$/, "url"],
  [/\b(price|amount|cost|fee|deposit|total|salary|budget)$/, "money(EUR)"],
  [/ at$/, "date"],
  [/\b(date|day|birthday|deadline)$| on$/, "day"],
  [/\b(time)$/, "time"],
  [/\b(duration|length)$/, "duration"],
  [/\b(count|quantity|number|stars|rating|age|year|seats|stock|points|score)$/, "int"],
  [/\b(photo|image|picture|file|attachment|document|logo|avatar)s?$/, "file?"],
  [/\b(body|notes?|description|text|about|comment|message|reason|summary|content)$/, "text"],
];

/** Words for the person to whom a row belongs. */
const owners = /^(owner|author|creator|borrower|customer|buyer|requester|member|user)$/;

/**
 * Writes a field in the grammar of fields.
 * @param text as a person wrote it: `title`, `kind (a, b)`, `due on`, `tool`, or in the grammar already
 * @param tables one row, as a name → its table: a field of such a name refers to it
 * @returns null where no name is left
 */
export function guessField(text: string, tables: Readonly<Record<string, string>>): string | null {
  const trimmed = text.trim().replace(/[.;]$/, "");
  if (parseField(trimmed).field !== null) return trimmed;
  const [, words = "", options] = /^(.*?)(?:\s*\(([^)]*)\))?$/s.exec(trimmed) ?? [];
  const isOptional = /\boptional\b|\?$/i.test(`${words} ${options ?? ""}`);
  const parts = wordsOf(
    withoutAccents(words.replace(/\boptional\b/gi, "")).replace(/[^\w -]/g, ""),
  );
  const name = camelCase(parts.map((part) => part.replace(/[^a-z0-9]/g, "")));
  if (!/^[a-z]/.test(name)) return null;
  const list = (options ?? "")
    .split(/[,/|]/)
    .map(optionOf)
    .filter((option) => option !== "");
  const type = typeOf(name, parts.join(" "), list.length > 1 ? list : [], tables);
  if (type.startsWith("ref(users)")) return `${name}Id:${type}`;
  const full = type.startsWith("ref(")
    ? `${name}Id:${optionalIn(type, isOptional)}`
    : `${name}:${type}`;
  return isOptional && !/[?=]|^ref/.test(type) ? `${full}?` : full;
}

function optionalIn(type: string, isOptional: boolean): string {
  return isOptional ? type.replace("+restrict", "?+clear") : type;
}

function optionOf(text: string): string {
  return camelCase(wordsOf(text.replace(/[^\w -]/g, ""))).replace(/^optional$/, "");
}

function typeOf(
  name: string,
  words: string,
  options: readonly string[],
  tables: Readonly<Record<string, string>>,
): string {
  if (options.length > 0) return `enum(${options.join(",")})=${options[0]}`;
  const table = tables[name] ?? tables[singularOf(name)];
  if (table !== undefined) return `ref(${table})+restrict`;
  if (owners.test(words)) return "ref(users)+owner";
  return guesses.find(([pattern]) => pattern.test(words))?.[1] ?? "string(1..120)";
}
