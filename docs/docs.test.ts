// Prose is tested: what the pages name exists, and the commands that they give are there.
import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { codeIn, packageFolders, pages, root, textOf } from "./pages.ts";

const run = promisify(execFile);

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
}
const manifestOf = (folder: string) => JSON.parse(textOf(join(folder, "package.json"))) as Manifest;
const scriptsOf = (folder: string) => Object.keys(manifestOf(folder).scripts ?? {});
const packages = new Map(packageFolders().map((folder) => [manifestOf(folder).name, folder]));

/** Commands of pnpm itself. */
const ofPnpm = new Set(["install", "add", "exec", "run", "update"]);
/** Places that a command makes, or that a name stands in for. */
const madeLater =
  /<|^\.groundwork|^docs\/design|app\.design\.ts$|^generators\/runs|^node_modules|\.env|\.gen\.ts$|\/dist$/;
const withNode = /^npx --yes -p node@24 -p pnpm@[\d.]+ (?=pnpm )/;

/** The commands of a page: lines that start with the name of a program. */
const commandsIn = (text: string) => codeIn(text).map((line) => line.replace(withNode, ""));

/** A command whose script, or file of tests, does not exist. */
function missingScripts(command: string): string[] {
  const ofPackage =
    /^pnpm (?:-s )?--filter (\S+) (?:exec vitest run (\S+)|exec (\S+)|([\w:]+))/.exec(command);
  if (ofPackage) {
    const [, name, file, program, script] = ofPackage;
    const folder = packages.get(name!);
    if (folder === undefined) return [command];
    if (file !== undefined) return existsSync(join(root, folder, file)) ? [] : [command];
    if (program !== undefined) {
      return existsSync(join(root, folder, "node_modules/.bin", program)) ? [] : [command];
    }
    return scriptsOf(folder).includes(script!) ? [] : [command];
  }
  const script = /^pnpm (?:-s )?(?!-)([\w:]+)/.exec(command)?.[1];
  if (script === undefined || ofPnpm.has(script)) return [];
  // A page may say that its commands are run in a package.
  const known = [".", "packages/backend"].flatMap(scriptsOf);
  return known.includes(script) ? [] : [command];
}

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  test("links only to what exists", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)/g)].map(([, target]) => target!);
    const broken = links.filter((link) => {
      const [path = "", heading] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(resolve(root, target))) return true;
      return heading !== undefined && !anchorsOf(target).includes(heading);
    });
    expect(broken).toEqual([]);
  });

  test("names only files and folders that exist", () => {
    const paths = codeIn(text).filter((code) =>
      /^(apps|packages|tooling|generators|docs|\.github|\.ci|\.devcontainer)\/[\w./*-]*$/.test(
        code,
      ),
    );
    const isThere = (path: string) => globSync(path, { cwd: root }).length > 0;
    expect(paths.filter((path) => !madeLater.test(path) && !isThere(path))).toEqual([]);
  });

  test("names files of tests by their path", () => {
    expect(codeIn(text).filter((code) => /^[\w.-]+\.test\.tsx?$/.test(code))).toEqual([]);
  });

  test("quotes names of tests that are in the file that it names", () => {
    const flat = text.replaceAll(/\s+/g, " ");
    const before = [...flat.matchAll(/"([^"|]+)" in `([\w./-]+\.test\.ts)`/g)].map(
      ([, name, file]) => [file!, name!] as const,
    );
    const after = [...flat.matchAll(/`([\w./-]+\.test\.ts)`,? "([^"|]+)"(?! in `)/g)].map(
      ([, file, name]) => [file!, name!] as const,
    );
    const missing = [...before, ...after].filter(([file, name]) => !textOf(file).includes(name));
    expect(missing).toEqual([]);
  });

  test("gives only commands that the workspace has", () => {
    expect(commandsIn(text).flatMap(missingScripts)).toEqual([]);
  });
});

test("commands that do not exist are found", () => {
  expect(
    [
      "pnpm dev",
      "pnpm nope",
      "pnpm --filter @repo/backend flows",
      "pnpm --filter @repo/backend nope",
      "pnpm --filter @repo/nope test",
      "pnpm --filter @repo/backend exec vitest run tests/notes.test.ts",
      "pnpm --filter @repo/backend exec vitest run tests/nope.test.ts",
      "pnpm --filter @repo/backend exec groundwork-dev-server --help",
      "pnpm --filter @repo/backend exec nope",
    ].flatMap(missingScripts),
  ).toEqual([
    "pnpm nope",
    "pnpm --filter @repo/backend nope",
    "pnpm --filter @repo/nope test",
    "pnpm --filter @repo/backend exec vitest run tests/nope.test.ts",
    "pnpm --filter @repo/backend exec nope",
  ]);
});

/** What headings of a page are linked by, as hosts make it. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("the map of packages in the README is complete", () => {
  const text = textOf("README.md");
  const names = packageFolders().map((folder) => folder.split("/").at(-1)!);
  expect(names.filter((name) => !new RegExp(`^ *${name}/ `, "m").test(text))).toEqual([]);
});

test("the index leads to every page that people write", () => {
  const index = textOf("docs/README.md");
  const written = pages
    .filter((page) => /^docs\/(guides|patterns|decisions)\//.test(page))
    .map((page) => page.slice("docs/".length));
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((page) => !index.includes(`](${page})`))).toEqual([]);
});

test("the deployment guide has every environment variable of the backend", () => {
  const declared = textOf("packages/backend/convex/convex.config.ts").matchAll(
    /^ +([A-Z_]+): v\./gm,
  );
  const names = [...declared].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(2);
  const guide = codeIn(textOf("docs/guides/deploy.md"));
  expect(names.filter((name) => !guide.includes(name))).toEqual([]);
});

test("the newest version of the changelog is the one of the workspace", () => {
  const { version } = JSON.parse(textOf("package.json")) as { version: string };
  expect(/^## (\S+)/m.exec(textOf("CHANGELOG.md"))?.[1]).toBe(version);
});

test("the help commands that the docs give print a help text", async () => {
  const helps = new Set(
    pages
      .flatMap((page) => codeIn(textOf(page)))
      .filter((line) => / --help$/.test(line) && /^(node|pnpm) /.test(line)),
  );
  expect(helps.size).toBeGreaterThan(0);
  for (const help of helps) {
    const [command, ...args] = help.split(" ") as [string, ...string[]];
    const { stdout } = await run(command, args, { cwd: root });
    expect(stdout, help).toMatch(/usage/i);
  }
});
