// From a design to a running backend, on a copy: applied with pages and all default checks, pushed to an embedded
// backend, its flows driven by the official client, and undone. It takes minutes, so only E2E_FULL asks for it, as the
// nightly run does.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Copy, PNPM, installedCopy, succeeded } from "./copy.ts";

const designs = join(import.meta.dirname, "../test/designs");
const path = "packages/backend/app.design.ts";
const isFull = process.env.E2E_FULL !== undefined;

describe.runIf(isFull).each(readdirSync(designs))("%s", (name) => {
  let copy: Copy;

  beforeAll(async () => {
    copy = await installedCopy();
    copy.write(path, readFileSync(join(designs, name), "utf8"));
    copy.git("commit", "--quiet", "--all", "--message", "the design");
  });
  afterAll(() => copy?.remove());

  test("is applied with pages: types, tests and lint pass", async () => {
    expect(succeeded(await copy.plop("design", "apply", "--web", "--yes"))).toContain("✓");
  });

  test("is what the code says then, and applied again changes nothing", async () => {
    succeeded(await copy.plop("design", "check"));
    succeeded(await copy.plop("design", "apply", "--check"));
  });

  test("is pushed, and its flows are green", async () => {
    const output = succeeded(await copy.run([...PNPM, "--filter", "@repo/backend", "flows"]));
    for (const title of titlesOf(copy)) expect(output).toContain(title);
  });

  test("undo takes all of it away", async () => {
    succeeded(await copy.plop("undo"));
    for (const script of ["reference", "snapshot", "codegen:check"]) {
      succeeded(await copy.run([...PNPM, "--filter", "@repo/backend", script]));
    }
    expect(copy.changes()).toBe("");
  });
});

/** What people do in the flows that the design has. */
function titlesOf({ root }: Copy): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/does: "([^"]+)"/g)].map(([, does = ""]) => does);
}
