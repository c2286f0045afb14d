// Where the result of the type check stands in the output of `pnpm dev`.

import type { Parts } from "./processes/parts.ts";
import type { Report } from "./settings/report.ts";
import { startTypes } from "./types.ts";

/**
 * Starts the type check of the functions, and reports its errors and their repair.
 * @param root the workspace
 * @param parts takes charge of the check
 */
export function checkTypes(root: string, parts: Parts, report: Report): void {
  const types = startTypes({
    root,
    onLine: (line) => report.line("types", line),
    onErrors: (count) =>
      report.problem(
        `Type check: ${count} ${count === 1 ? "error" : "errors"}, see above. Pushes do not wait for types.`,
      ),
    onRepaired: () => report.step("Type check: no errors"),
  });
  if (types !== null) parts.add(types);
  else report.problem("Types are not checked: packages/backend does not depend on typescript.");
}
