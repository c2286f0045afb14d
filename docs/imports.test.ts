// What `pnpm imports` and `pnpm boundaries` refuse, seen in small workspaces with the rules of this one.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "./pages.ts";

const run = promisify(execFile);
let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "imports-"));
});
afterEach(() => rmSync(workspace, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
}

/** Runs a program of the workspace in the small one. Resolves with its exit code and what it printed. */
async function check(program: string, args: string[]) {
  const options = { cwd: workspace, env: { ...process.env, NO_COLOR: "1" } };
  return await run(join(root, "node_modules/.bin", program), args, options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code: code as number, output: `${stdout}${stderr}` }),
  );
}

const imports = async () =>
  await check("depcruise", ["--config", join(root, ".dependency-cruiser.mjs"), "apps"]);

test("imports that go one way pass", async () => {
  write({
    "apps/web/src/one/a.ts": `import { b } from "../two/b.ts";\nexport const a = b;\n`,
    "apps/web/src/two/b.ts": `export const b = 1;\n`,
  });
  expect(await imports()).toMatchObject({ code: 0 });
});

test("two files that import each other are refused, also where one imports a type alone", async () => {
  write({
    "apps/web/src/a.ts": `import { b } from "./b.ts";\nexport const a = b;\nexport type A = 1;\n`,
    "apps/web/src/b.ts": `import type { A } from "./a.ts";\nexport const b: A = 1;\n`,
  });
  const { code, output } = await imports();
  expect(code).not.toBe(0);
  expect(output).toContain("circle-of-files: apps/web/src/a.ts");
});

test("two folders that import from each other are refused, though no two files do", async () => {
  write({
    "apps/web/src/one/a.ts": `import { b } from "../two/b.ts";\nexport const a = b;\n`,
    "apps/web/src/one/c.ts": `export const c = 1;\n`,
    "apps/web/src/two/b.ts": `export const b = 1;\n`,
    "apps/web/src/two/d.ts": `import { c } from "../one/c.ts";\nexport const d = c;\n`,
  });
  const { code, output } = await imports();
  expect(code).not.toBe(0);
  expect(output).toContain("circle-of-folders: apps/web/src/one");
});

test("a package of tooling/ that depends on one of packages/ is refused", async () => {
  const manifest = (name: string, dependencies = {}) =>
    JSON.stringify({ name, version: "1.0.0", dependencies });
  write({
    "package.json": JSON.stringify({ name: "small", packageManager: "pnpm@12.0.0" }),
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - tooling/*\n",
    "packages/app/package.json": manifest("app"),
    "packages/app/index.ts": "export const app = 1;\n",
    "tooling/dev/package.json": manifest("dev", { app: "workspace:*" }),
    "tooling/dev/index.ts": `export { app } from "app";\n`,
  });
  for (const file of ["turbo.json", "tooling/dev/turbo.json"]) {
    cpSync(join(root, file), join(workspace, file));
  }
  await run("git", ["init", "--quiet"], { cwd: workspace });
  const { code, output } = await check("turbo", ["boundaries"]);
  expect(code).not.toBe(0);
  expect(output).toContain("tooling");
  writeFileSync(join(workspace, "tooling/dev/package.json"), manifest("dev"));
  writeFileSync(join(workspace, "tooling/dev/index.ts"), "export const dev = 1;\n");
  expect(await check("turbo", ["boundaries"])).toMatchObject({ code: 0 });
});
