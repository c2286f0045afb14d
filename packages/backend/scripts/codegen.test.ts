// @vitest-environment node
// What `codegen` says when the functions cannot be pushed: the error, first, and nothing of its own.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const home = join(import.meta.dirname, "..");
let root: string;
let copy: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "codegen-test-"));
  copy = join(root, "packages", "backend");
  await mkdir(copy, { recursive: true });
  await cp(join(home, "..", "..", "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  const embedded = ["admin", "auth-keys", "backend"].map((name) => `embedded/${name}.ts`);
  const files = ["scripts/codegen.ts", ...embedded, "convex.json", "package.json", "tsconfig.json"];
  for (const name of files) await cp(join(home, name), join(copy, name));
  await symlink(join(home, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the script on an app of these files; without CI set, as on a developer's machine. */
async function generate(files: Record<string, string>) {
  await rm(join(copy, "convex"), { recursive: true, force: true });
  await mkdir(join(copy, "convex", "_generated"), { recursive: true });
  const tsconfig = { extends: "../../../tsconfig.base.json" };
  await writeFile(join(copy, "convex", "tsconfig.json"), JSON.stringify(tsconfig));
  for (const [name, text] of Object.entries(files))
    await writeFile(join(copy, "convex", name), text);
  const { CI: _, ...env } = process.env;
  const args = [join(home, "node_modules/tsx/dist/cli.mjs"), "scripts/codegen.ts"];
  return new Promise<{ code: number; errors: string }>((resolve) => {
    const options = { cwd: copy, env, timeout: 120_000 };
    execFile(process.execPath, args, options, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), errors: stderr });
    });
  });
}

test.each([
  ["does not parse", "export const broken: number = ;", /^✘ \[ERROR\] Unexpected ";"/],
  [
    "throws",
    'export const a = 1; throw new Error("on the way up");',
    /^Failed to analyze notes\.js: Uncaught Error: on the way up/,
  ],
])("a module that %s", async (_what, source, first) => {
  const { code, errors } = await generate({ "notes.ts": source });
  expect(code).toBe(1);
  expect(errors).toMatch(first);
  expect(errors).not.toMatch(/base config file|sentry|embedded\.ts|codegen\.ts/i);
  expect(errors.trim().split("\n").at(-1)).toBe("(from: convex codegen --typecheck disable)");
});

test("variables that the app asks for, and that convex.config.ts requires, are not missed: nothing runs here", async () => {
  const signIn = `if (!process.env.ASKED_FOR) throw new Error("no ASKED_FOR");
    export default { providers: [{ domain: process.env.ASKED_FOR, applicationID: "a" }] };`;
  const env = "ONE: v.string(), TWO: v.string(), OTHER: v.string().optional()";
  const config = `import { defineApp } from "convex/server";
    import { v } from "convex/values";
    export default defineApp({ env: { ${env} } });`;
  const files = { "auth.config.ts": signIn, "convex.config.ts": config };
  expect(await generate(files)).toMatchObject({ code: 0 });
});
