// What generators wrote into a copy passes all that it can break: types, lint, layout and the tests that see it. Nightly
// runs pass everything instead.
import { beforeAll, describe, expect, test } from "vitest";
import { checkSteps } from "@groundwork/convex-generators/repository/checks";
import { titlesAtRisk, walkingTests } from "@groundwork/convex-generators/repository/walking-tests";
import { runChecks } from "@groundwork/plop-engine/checks/run-checks";
import type { PlannedFile } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { type Copy, PNPM, succeeded } from "./copy.ts";

/**
 * Declares the tests.
 * @param copyOf the copy, once the tests run
 * @param commitOf its commit before anything was generated
 * @param tests how many files of tests of the backend were generated at least
 */
export function checkWhatWasMade(copyOf: () => Copy, commitOf: () => string, tests: number): void {
  const passes = async (...args: string[]) => succeeded(await copyOf().run([...PNPM, ...args]));

  describe("passes what was made can break:", () => {
    let files: PlannedFile[];
    beforeAll(() => void (files = copyOf().changedSince(commitOf())));

    test("the checks of the generators", async () => {
      const { root } = copyOf();
      const tree = diskTree(root);
      const own = files.filter(({ path }) => /^packages\/backend\/tests\/.*\.test\.ts$/.test(path));
      expect(own.length).toBeGreaterThanOrEqual(tests);
      const steps = checkSteps(files, walkingTests(tree), titlesAtRisk(files, tree));
      const results = await runChecks({ root, steps });
      const failed = results.filter(({ ok }) => !ok);
      expect(failed.map(({ name, output }) => `${name}\n${output}`)).toEqual([]);
      expect(results).toHaveLength(steps.length);
    });

    test("layout, dead code, circles, and what is written from the code", async () => {
      const paths = files.filter(({ after }) => after !== "").map(({ path }) => path);
      await passes("exec", "prettier", "--check", ...paths);
      const written = ["codegen:check", "reference:check", "snapshot:check"];
      await passes("exec", "turbo", "run", "imports", "knip", ...written);
    });

    test("tests of pages, and of what the web app finds by itself", async () => {
      const patient = ["--no-isolate", "--testTimeout", "60000"];
      await passes(
        "exec",
        "vitest",
        "run",
        "--root",
        "docs",
        ...patient,
        "docs.test",
        "house.test",
      );
      const walking = ["src/testing", "src/lib/language", "src/shell", "bundle", "e2e/checks"];
      await passes("--filter=@repo/web", "exec", "vitest", "run", ...walking);
    });
  });
}
