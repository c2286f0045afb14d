// A copy works without a feature: `pnpm check` finds no dead code, no type that is wrong and no page that is stale, and
// the tests of what is left pass. It takes minutes for each, so only E2E_FULL asks for it, as the nightly run does.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Copy, PNPM, installedCopy, succeeded } from "./copy.ts";

const removals = [
  ["assistant"],
  ["knowledge"],
  ["demo"],
  ["assistant", "knowledge", "models", "demo"],
];
const isFull = process.env.E2E_FULL !== undefined;

describe.runIf(isFull).each(removals.map((names) => ({ names })))("without $names", ({ names }) => {
  let copy: Copy;

  beforeAll(async () => {
    copy = await installedCopy();
    succeeded(await copy.plop("remove", ...names, "--yes", "--no-checks"));
    succeeded(await copy.run([...PNPM, "install", "--no-frozen-lockfile", "--prefer-offline"]));
  });
  afterAll(() => copy?.remove());

  test("all checks pass, that for dead code among them", async () => {
    succeeded(await copy.run([...PNPM, "check"]));
  });

  test.each(["@repo/validators", "@repo/backend", "@repo/web"])(
    "the tests of %s pass",
    async (name) => {
      const output = succeeded(await copy.run([...PNPM, "--filter", name, "run", "test"]));
      expect(output).toMatch(/Tests +\d+ passed/);
    },
  );

  test("the web app is built", async () => {
    succeeded(await copy.run([...PNPM, "--filter", "@repo/web", "build"]));
  });

  test("undo brings it back, byte for byte", async () => {
    expect(succeeded(await copy.plop("undo"))).toContain("pnpm install");
    succeeded(await copy.run([...PNPM, "install", "--no-frozen-lockfile", "--prefer-offline"]));
    for (const script of ["reference", "snapshot", "codegen:check"]) {
      succeeded(await copy.run([...PNPM, "--filter", "@repo/backend", script]));
    }
    expect(copy.changes()).toBe("");
  });
});
