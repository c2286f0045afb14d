// Small pieces of code that views hold: expressions, never statements.
import type { EntityField } from "../model.ts";

/** A text as code. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A number as code: thousands are separated from five digits on. */
export function numeral(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  if (!/^-?\d+$/.test(whole)) return String(value);
  const grouped =
    whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "_") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** What `create` puts in for a field that is left out, as code; null when it has to be given. */
export function defaultCode({ default: value }: EntityField): string | null {
  if (value === null) return null;
  if (value.kind === "me") return "ctx.user._id";
  if (value.kind === "now") return "Date.now()";
  if (typeof value.value === "number") return numeral(value.value);
  return Array.isArray(value.value) ? "[]" : JSON.stringify(value.value);
}
