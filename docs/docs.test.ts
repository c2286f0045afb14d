// Prose is tested: what README, AGENTS and docs name exists, and the commands they give run.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const run = promisify(execFile);
const scripts = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  }
).scripts;

const pages = [
  "README.md",
  "AGENTS.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];
/** Commands that are fixed by pnpm itself, not by a script of ours. */
const ofPnpm = new Set(["install", "add", "exec", "run"]);
/** Places that a command makes, or that a name stands in for. */
const madeLater = /<|\*|^\.groundwork|^generators\/runs|^node_modules|\.env|\.gen\.ts$/;

function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Everything between backticks or in a fenced block, line by line. */
function codeIn(text: string): string[] {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    (block ?? "").split("\n"),
  );
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, code]) => code ?? "",
  );
  return [...fenced, ...inline].map((line) => line.trim()).filter((line) => line !== "");
}

function pnpmScripts(text: string): string[] {
  return codeIn(text).flatMap((line) => {
    const call = /^(?:npx --yes -p node@24 -p pnpm@12\.21\.0 )?pnpm (?!--)([\w:]+)/.exec(line);
    return call?.[1] !== undefined && !ofPnpm.has(call[1]) ? [call[1]] : [];
  });
}

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  test("stays within its budget of lines", () => {
    expect(text.split("\n").length).toBeLessThanOrEqual(page === "README.md" ? 85 : 150);
  });

  test("links only to what exists", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target!);
    expect(links.filter((link) => !existsSync(resolve(root, dirname(page), link)))).toEqual([]);
  });

  test("names only files and folders that exist", () => {
    const paths = codeIn(text).filter((code) =>
      /^(apps|packages|generators|docs|\.github|\.ci)\/[\w./-]*$/.test(code),
    );
    const missing = paths.filter((path) => !madeLater.test(path) && !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test("gives only commands that the workspace has", () => {
    expect(pnpmScripts(text).filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

/** Folders of the workspace's packages: `apps/web`, `packages/backend`, …. */
function packageFolders(): string[] {
  const nested = ["apps", "packages"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return [...nested, "generators"].filter((folder) =>
    existsSync(join(root, folder, "package.json")),
  );
}

test("the map of packages in the README is complete", () => {
  const text = textOf("README.md");
  const names = packageFolders().map((folder) => folder.split("/").at(-1)!);
  expect(names.filter((name) => !new RegExp(`^ *${name}/ `, "m").test(text))).toEqual([]);
});

test("a decision says of every dependency why it is there", () => {
  const decisions = pages.filter((page) => page.startsWith("docs/decisions/")).map(textOf);
  const manifests = ["package.json", ...packageFolders().map((folder) => `${folder}/package.json`)];
  const names = manifests.flatMap((manifest) => {
    const { dependencies, devDependencies } = JSON.parse(textOf(manifest)) as Record<
      string,
      Record<string, string> | undefined
    >;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const words = new Set(decisions.join(" ").match(/[@\w/.-]*\w/g));
  const unexplained = names.filter((name) => !name.startsWith("@repo/") && !words.has(name));
  expect([...new Set(unexplained)]).toEqual([]);
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
