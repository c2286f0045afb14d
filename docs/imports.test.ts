// What `pnpm imports` and `pnpm boundaries` refuse, seen in small workspaces with the rules of this one.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderCircles } from "./folders.ts";
import { root } from "./pages.ts";

const run = promisify(execFile);
const config = join(root, ".dependency-cruiser.mjs");

/** The circles of folders below `cwd`, a folder and its parent included, which the rule of the tool leaves out. */
async function circlesIn(cwd: string, folders: readonly string[]): Promise<string[]> {
  const args = ["--config", config, "--output-type", "json", ...folders];
  const options = { cwd, maxBuffer: 2 ** 28 };
  const { stdout } = await run(join(root, "node_modules/.bin/depcruise"), args, options);
  return folderCircles(JSON.parse(stdout).modules);
}

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

const imports = async (folder = "apps") =>
  await check("depcruise", ["--config", join(root, ".dependency-cruiser.mjs"), folder]);

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

test("a folder and its parent that import from each other are a circle, too", async () => {
  write({
    "apps/web/src/main.ts": `import { b } from "./two/b.ts";\nexport const main = b;\n`,
    "apps/web/src/names.ts": `export const name = 1;\n`,
    "apps/web/src/two/b.ts": `import { name } from "../names.ts";\nexport const b = name;\n`,
  });
  expect(await circlesIn(workspace, ["apps"])).toContain(
    "apps/web/src -> apps/web/src/two -> apps/web/src",
  );
});

/** The web app, where `@/` is its source. */
const webConfig = {
  "apps/web/tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
};
const notesPage = { "apps/web/src/features/notes/page.ts": `export const page = 1;\n` };

test("a feature of the web app that imports another is refused", async () => {
  write({
    ...webConfig,
    ...notesPage,
    "apps/web/src/features/files/list.ts": `export const list = 1;\n`,
    "apps/web/src/features/files/page.ts": `import { list } from "./list.ts";\nimport { page } from "@/features/notes/page";\nexport const both = [list, page];\n`,
  });
  const { code, output } = await imports();
  expect(code).toBe(1);
  expect(output).toContain("page-to-page: apps/web/src/features/files/page.ts");
});

test("routes alone name what a feature of the web app has", async () => {
  const use = `import { page } from "@/features/notes/page";\nexport const used = page;\n`;
  write({ ...webConfig, ...notesPage, "apps/web/src/routes/notes.ts": use });
  expect(await imports()).toMatchObject({ code: 0 });
  write({ "apps/web/src/shell/navigation.ts": use });
  const { code, output } = await imports();
  expect(code).toBe(1);
  expect(output).toContain("shell-to-feature: apps/web/src/shell/navigation.ts");
});

test("no folders of the workspace import from each other", async () => {
  expect(await circlesIn(root, ["apps", "packages", "tooling", "generators", "docs"])).toEqual([]);
});

/** The public API of the backend is one module per table. */
const larger: Readonly<Record<string, number>> = {
  "packages/backend/convex": 45,
};

/** The folders with too many files. An entity adds a file to several folders, which is no reason to regroup them. */
function fullFolders(files: readonly string[]): string[] {
  const entities = files.flatMap((file) => /\/entities\/(\w+)\.md$/.exec(file)?.[1] ?? []);
  const code = files.filter(
    (file) =>
      /^\.[cm]?[jt]sx?$/.test(extname(file)) && !entities.includes(basename(file).split(".")[0]!),
  );
  return [...Map.groupBy(code, dirname)]
    .filter(([folder, inFolder]) => inFolder.length > (larger[folder] ?? 25))
    .map(([folder, inFolder]) => `${folder}: ${inFolder.length}`);
}

test("no folder has more than 25 files of code", async () => {
  const { stdout } = await run("git", ["ls-files"], { cwd: root });
  const files = stdout.split("\n");
  expect(files.length).toBeGreaterThan(1000);
  expect(fullFolders(files)).toEqual([]);
});

test("a folder with one file too many is refused, unless the file is an entity's", () => {
  const modules = Array.from({ length: 26 }, (_, index) => `packages/a/src/m${index}.ts`);
  expect(fullFolders(modules)).toEqual(["packages/a/src: 26"]);
  expect(fullFolders([...modules, "docs/reference/entities/m0.md"])).toEqual([]);
});

test("a file of the core that uses a feature is refused, and so is a feature that uses one it does not name", async () => {
  const convex = "packages/backend/convex";
  write({
    [`${convex}/notes.ts`]: `import { find } from "./model/knowledge/find.ts";\nexport const a = find;\n`,
    [`${convex}/schema.ts`]: `import { find } from "./model/knowledge/find.ts";\nexport const b = find;\n`,
    [`${convex}/threads.ts`]: `import { find } from "./model/knowledge/find.ts";\nexport const c = find;\n`,
    [`${convex}/model/knowledge/find.ts`]: `export const find = 1;\n`,
  });
  const { code, output } = await imports("packages");
  expect(code).not.toBe(0);
  expect(output).toContain(`core-to-feature: ${convex}/notes.ts`);
  expect(output).toContain(`feature-assistant: ${convex}/threads.ts`);
  expect(output).not.toContain(`${convex}/schema.ts`);
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
