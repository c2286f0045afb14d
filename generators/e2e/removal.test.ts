// A copy works without a feature: `pnpm check` finds no dead code, no type that is wrong and no page that is stale, and
// the tests of what is left pass. It takes minutes for each, so only E2E_FULL asks for it, as the nightly run does.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Copy, type Ended, PNPM, installedCopy } from "./copy.ts";

const features = ["assistant", "demo", "knowledge"];
const isFull = process.env.E2E_FULL !== undefined;

function ok({ code, output }: Ended): string {
  expect(code, output.slice(-6000)).toBe(0);
  return output;
}

describe.runIf(isFull).each(features)("without the feature %s", (name) => {
  let copy: Copy;

  beforeAll(async () => {
    copy = await installedCopy();
    ok(await copy.plop("remove", name, "--yes", "--no-checks"));
    ok(await copy.run([...PNPM, "install", "--no-frozen-lockfile", "--prefer-offline"]));
    for (const script of ["reference", "snapshot"]) {
      ok(await copy.run([...PNPM, "--filter", "@repo/backend", script]));
    }
  });
  afterAll(() => copy?.remove());

  test("all checks pass, that for dead code among them", async () => {
    ok(await copy.run([...PNPM, "check"]));
  });

  test("the tests of the app pass", async () => {
    const packages = ["@repo/validators", "@repo/backend"].flatMap((each) => ["--filter", each]);
    const output = ok(await copy.run([...PNPM, ...packages, "run", "test"]));
    expect(output).toMatch(/Tests +\d+ passed/);
  });
});
