// Real input on a copy of the repository: five entities and some functions, each checked as it is made;
// then everything that holds for the repository holds for the copy, the pages work, and all of it can be
// taken back. The tests tell one story in order.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Copy, PNPM } from "./copy.ts";
import { entities, functions } from "./input.ts";

let copy: Copy;

beforeAll(async () => {
  copy = new Copy();
  const { code, output } = await copy.run([...PNPM, "install", "--frozen-lockfile"]);
  expect(code, output).toBe(0);
});
afterAll(() => copy?.remove());

describe("making", () => {
  test.each(entities)("%s, with its page, passes its checks", async (name, argv) => {
    const { code, output } = await copy.plop("entity", name, ...argv, "--web");
    expect(code, output).toBe(0);
    for (const check of ["types", "tests", "lint"]) {
      expect(output).toContain(`✓ ${check} of packages/backend`);
    }
    expect(output).toContain("✓ types of apps/web");
  });

  test.each(functions)("the function %s passes its checks", async (name, argv) => {
    const { code, output } = await copy.plop("function", name, ...argv);
    expect(code, output).toBe(0);
    expect(output).toContain("✓ tests of packages/backend");
  });

  test("a second time does nothing", async () => {
    const before = copy.changes();
    const [name, argv] = entities[0]!;
    const { code, output } = await copy.plop("entity", name, ...argv, "--web");
    expect(code, output).toBe(0);
    expect(output).toContain("Nothing to do");
    expect(copy.changes()).toBe(before);
  });
});

describe("a check that fails", () => {
  const breaking = ["function", "notes.broken", "--kind", "query", "--access", "notes.read"];

  test("takes everything back, and ends with 5", async () => {
    copy.git("add", "--all");
    copy.git("commit", "--quiet", "--message", "generated");
    copy.write("packages/backend/convex/mistake.ts", "export const wrong: number = 'text';\n");
    const before = copy.changes();
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--json");
    expect(code).toBe(5);
    expect(JSON.parse(output.trim().split("\n").at(-1)!)).toMatchObject({
      exit: 5,
      errors: [{ code: "CHECK_FAILED" }],
      checks: [{ ok: false, output: expect.stringContaining("mistake.ts") }],
    });
    expect(copy.changes()).toBe(before);
  });

  test("can leave the files to be looked at", async () => {
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--keep-failed");
    expect(code, output).toBe(5);
    expect(copy.changes()).toContain("packages/backend/convex/notes.ts");
    expect((await copy.plop("undo", "--no-checks")).code).toBe(0);
    copy.delete("packages/backend/convex/mistake.ts");
    expect(copy.changes()).toBe("");
  });
});

describe("the whole repository", () => {
  test("passes its checks: pnpm check", async () => {
    const { code, output } = await copy.run([...PNPM, "check"]);
    expect(code, output.slice(-6000)).toBe(0);
  });

  // The tests of the embedded backend, half of `pnpm test`, read nothing that is generated.
  test("passes its tests", async () => {
    const { code, output } = await copy.run([...PNPM, "test", "--filter=!@repo/dev-server"]);
    expect(code, output.slice(-6000)).toBe(0);
  });
});

describe("taking back", () => {
  test("one entity after the other leaves the tree as it was", async () => {
    const count = entities.length + functions.length;
    for (let left = count; left > 0; left--) {
      // The pages of reference follow the code; writing them once at the end is enough.
      const { code, output } = await copy.plop("undo", ...(left > 1 ? ["--no-checks"] : []));
      expect(code, output).toBe(0);
    }
    expect((await copy.plop("undo")).output).toContain("RUN_UNKNOWN");
    copy.git("add", "--all");
    const first = copy.git("rev-list", "--max-parents=0", "HEAD").trim();
    expect(copy.git("diff", "--cached", "--name-status", first)).toBe("");
  });
});
