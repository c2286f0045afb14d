// The error codes that sources use, for tests that hold them to be explained.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Collects the words in capitals that stand as texts in the sources of a folder; one that ends in "_" starts codes.
 * @param folder an absolute path; tests and files named `explanations.ts` are left out
 */
export function codesIn(folder: string): Set<string> {
  const codes = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".ts") || /\.test\.ts$|explanations\.ts$/.test(entry)) continue;
    const source = readFileSync(join(folder, entry), "utf8");
    for (const [, code = ""] of source.matchAll(/"([A-Z][A-Z_]{2,}[A-Z])"/g)) {
      // Errors of the machine, and signals.
      if (!/^(E[A-Z]+|SIG[A-Z]+)$/.test(code)) codes.add(code);
    }
  }
  return codes;
}
