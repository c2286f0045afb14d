// What a person reads when a value breaks a rule of a shared shape. A shape's own message goes first.
import type { z } from "zod";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** A sentence for one finding of zod, or undefined to keep zod's own text. */
export function validationSentence(issue: RawIssue): string | undefined {
  if (issue.code === "too_small" && issue.origin === "string") {
    const minimum = Number(issue.minimum);
    return minimum <= 1 ? "Fill this in." : `Use at least ${minimum} characters.`;
  }
  if (issue.code === "too_big" && issue.origin === "string") {
    return `Use at most ${Number(issue.maximum).toLocaleString("en")} characters.`;
  }
  return undefined;
}
