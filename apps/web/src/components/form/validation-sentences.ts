// What a person reads when a value breaks a rule of a shared shape. A shape's own message goes first.
import type { Unit } from "@repo/validators/fields";
import type { z } from "zod";

import { minorDigits, moneyText, numberText } from "@/lib/language";
import { durationText } from "@/lib/moments";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** A sentence for one finding of zod, or undefined to keep zod's own text. */
export function validationSentence(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum));
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum));
    case "invalid_type":
      if (issue.input === undefined) return "This field is required.";
      return ["int", "bigint"].includes(issue.expected) ? "Use a whole number." : "Use a number.";
    case "invalid_value":
      return "Choose an option.";
    case "custom":
      // A row or a file, of which nothing is typed.
      return issue.input === undefined ? "Choose an option." : undefined;
    default:
      return undefined;
  }
}

function tooSmall(origin: string, minimum: number): string {
  const least = numberText(minimum);
  if (origin === "array") return `Add at least ${least}.`;
  if (origin !== "string") return `Use at least ${least}.`;
  return minimum <= 1 ? "This field is required." : `Use at least ${least} characters.`;
}

function tooBig(origin: string, maximum: number): string {
  const most = numberText(maximum);
  if (origin === "array") return `Add at most ${most}.`;
  return origin === "string" ? `Use at most ${most} characters.` : `Use at most ${most}.`;
}

/** A sentence for one finding of zod about a number of a unit. */
export function unitSentence(unit: Unit, issue: RawIssue): string | undefined {
  const shown = (count: unknown) =>
    unit.kind === "money" ? moneyText(Number(count), unit.currency) : durationText(Number(count));
  if (issue.code === "too_small" && issue.origin !== "array")
    return `Use at least ${shown(issue.minimum)}.`;
  if (issue.code === "too_big" && issue.origin !== "array")
    return `Use at most ${shown(issue.maximum)}.`;
  if (issue.code !== "invalid_type" || issue.input === undefined) return validationSentence(issue);
  if (unit.kind === "seconds") return "Enter hours and minutes, such as 1:30.";
  const digits = minorDigits(unit.currency);
  if (issue.expected !== "int" || digits === 0) return validationSentence(issue);
  return `Use at most ${digits} decimals.`;
}
