import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { benchmarkPage } from "./page.ts";

test("a run is described as tables of sizes and ratios, with the machine", () => {
  const page = benchmarkPage(
    "two cores",
    [{ page: "landing page", bytes: 90_000, budget: 100_000 }],
    [{ what: "frame", unit: "ms", app: 17.25, bare: 16 }],
  );
  expect(page).toContain("Measured on two cores.");
  expect(page).toContain("| landing page | 90.0 kB | 0.90          |");
  expect(page).toContain("| frame | 17.3 ms | 16 ms     | 1.08       |");
});

test("the page of the documentation is one that the command has written", async () => {
  const path = join(import.meta.dirname, "..", "..", "..", "docs", "benchmarks.md");
  // A project of your own has none until it measures.
  const written = await readFile(path, "utf8").catch(() => null);
  if (written === null) return;
  const machine = /^Measured on ([^]+?)\.$/m.exec(written)?.[1] ?? "";
  const [head] = benchmarkPage(machine, [], []).split("\n## JavaScript");
  expect(written.startsWith(`${head}\n## JavaScript`)).toBe(true);
});
