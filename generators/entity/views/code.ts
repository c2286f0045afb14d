// The default of a field as code.
import { numeral } from "@groundwork/plop-engine/templates/code";
import type { EntityField } from "../model.ts";

/** What `create` puts in for a field that is left out, as code; null when it has to be given. */
export function defaultCode({ default: value }: EntityField): string | null {
  if (value === null) return null;
  if (value.kind === "me") return "ctx.user._id";
  if (value.kind === "now") return "Date.now()";
  if (typeof value.value === "number") return numeral(value.value);
  return Array.isArray(value.value) ? "[]" : JSON.stringify(value.value);
}
