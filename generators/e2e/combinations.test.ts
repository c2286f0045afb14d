// Entities and functions that nobody thought of, on a copy of the repository. Types, tests and lint run once over all of
// them. By day `real-input.test.ts` has a few of them among its own; E2E_FULL asks for all, as the nightly run does.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functionKinds } from "@groundwork/convex-generators/function/input";
import { runChecks } from "@groundwork/plop-engine/checks/run-checks";
import { referenceCommand, snapshotCommand } from "@groundwork/convex-generators/repository/pages";
import { diskTree } from "@groundwork/plop-engine/tree";
import { checkSteps } from "@groundwork/convex-generators/repository/checks";
import { walkingTests } from "@groundwork/convex-generators/repository/walking-tests";
import { type Copy, PNPM, installedCopy } from "./copy.ts";
import { makeRandom, names, seed } from "./random-input.ts";

const isFull = process.env.E2E_FULL !== undefined;

describe.runIf(isFull)(`what the seed ${seed} stands for`, () => {
  let copy: Copy;
  let start: string;

  beforeAll(async () => {
    copy = await installedCopy();
    start = copy.git("rev-parse", "HEAD").trim();
  });
  afterAll(() => copy?.remove());

  makeRandom(
    () => copy,
    names,
    functionKinds.flatMap((kind) => [kind, kind]),
  );

  test("leaves types, tests and lint green", async () => {
    for (const command of [referenceCommand(), snapshotCommand()]) {
      const { code, output } = await copy.run([...PNPM, ...command.split(" ").slice(1)]);
      expect(code, output).toBe(0);
    }
    const files = copy.changedSince(start);
    const steps = checkSteps(files, walkingTests(diskTree(copy.root)));
    expect(steps.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["types", "tests", "lint"]),
    );
    const results = await runChecks({ root: copy.root, steps });
    const failed = results.filter(({ ok }) => !ok);
    expect(failed.map(({ name, output }) => `${name}\n${output.slice(-6000)}`)).toEqual([]);
    expect(results).toHaveLength(steps.length);
  });
});
