// What `pnpm imports` and `pnpm boundaries` refuse, seen in small workspaces with the rules of this one.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
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

/** Runs a command of a shell in the small workspace. Resolves with its exit code and what it printed. */
async function check(command: string) {
  const PATH = `${join(root, "node_modules/.bin")}:${process.env.PATH}`;
  const options = { cwd: workspace, env: { ...process.env, NO_COLOR: "1", PATH } };
  return await run("sh", ["-c", command], options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code: code as number, output: `${stdout}${stderr}` }),
  );
}

/** Runs the script `imports` of this workspace in the small one, over two of its folders. */
const imports = async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const own = (scripts.imports as string)
    .replace(/(?<= json) .* \|/, " apps packages |")
    .replace(/(?<= )(docs\/|\.dependency)/g, `${root}/$1`);
  return await check(own);
};

/** The web app, where `@/` is its source. */
const web = {
  "apps/web/tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
  "apps/web/src/features/notes/page.ts": `export const page = 1;\n`,
};
const usesPage = `import { page } from "@/features/notes/page";\nexport const used = page;\n`;
const knowledge = "packages/backend/convex/model/knowledge/find.ts";
const usesKnowledge = `import { find } from "./model/knowledge/find.ts";\nexport const found = find;\n`;

test("imports that go one way pass, and routes name what a feature of the web app has", async () => {
  write({
    ...web,
    "apps/web/src/one/a.ts": `import { b } from "../two/b.ts";\nexport const a = b;\n`,
    "apps/web/src/two/b.ts": `export const b = 1;\n`,
    "apps/web/src/routes/notes.ts": usesPage,
    [knowledge]: `export const find = 1;\n`,
    "packages/backend/convex/schema.ts": usesKnowledge,
  });
  expect(await imports()).toMatchObject({ code: 0 });
});

test("imports that go back, or from a feature to another, are refused", async () => {
  write({
    ...web,
    "apps/web/src/files/a.ts": `import { b } from "./b.ts";\nexport const a = b;\nexport type A = 1;\n`,
    "apps/web/src/files/b.ts": `import type { A } from "./a.ts";\nexport const b: A = 1;\n`,
    "apps/web/src/one/a.ts": `import { b } from "../two/b.ts";\nexport const a = b;\n`,
    "apps/web/src/one/c.ts": `export const c = 1;\n`,
    "apps/web/src/two/b.ts": `export const b = 1;\n`,
    "apps/web/src/two/d.ts": `import { c } from "../one/c.ts";\nexport const d = c;\n`,
    "apps/web/src/parent/main.ts": `import { b } from "./child/b.ts";\nexport const main = b;\n`,
    "apps/web/src/parent/names.ts": `export const name = 1;\n`,
    "apps/web/src/parent/child/b.ts": `import { name } from "../names.ts";\nexport const b = name;\n`,
    "apps/web/src/features/files/page.ts": usesPage,
    "apps/web/src/shell/navigation.ts": usesPage,
    [knowledge]: `export const find = 1;\n`,
    "packages/backend/convex/schema.ts": usesKnowledge,
    "packages/backend/convex/notes.ts": usesKnowledge,
    "packages/backend/convex/threads.ts": usesKnowledge,
  });
  const { code, output } = await imports();
  expect(code).toBe(1);
  const refused = output.match(/(?<=error )[\w-]+: \S+/g)!;
  expect(refused.toSorted()).toEqual([
    "circle-of-files: apps/web/src/files/a.ts",
    "circle-of-files: apps/web/src/files/b.ts",
    "circle-of-folders: apps/web/src/one",
    "circle-of-folders: apps/web/src/parent",
    "circle-of-folders: apps/web/src/parent/child",
    "circle-of-folders: apps/web/src/two",
    "core-to-feature: packages/backend/convex/notes.ts",
    "feature-assistant: packages/backend/convex/threads.ts",
    "page-to-page: apps/web/src/features/files/page.ts",
    "shell-to-feature: apps/web/src/shell/navigation.ts",
  ]);
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
  const { code, output } = await check("turbo boundaries");
  expect(code).not.toBe(0);
  expect(output).toContain("tooling");
  writeFileSync(join(workspace, "tooling/dev/package.json"), manifest("dev"));
  writeFileSync(join(workspace, "tooling/dev/index.ts"), "export const dev = 1;\n");
  expect(await check("turbo boundaries")).toMatchObject({ code: 0 });
});
