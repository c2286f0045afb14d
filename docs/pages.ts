// The pages that the tests of this folder read.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Folders of the workspace that hold packages. */
const PARENTS = ["apps", "packages", "tooling"].filter((parent) => existsSync(join(root, parent)));

/** Pages of Markdown that people write or read, as paths from the root. */
export const pages: readonly string[] = [
  ...markdownIn("."),
  ...packageFolders().flatMap(markdownIn),
  ...skills(),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

/** Methods that agents follow, in the open form of agent skills: a folder each. */
function skills(): string[] {
  const folder = ".agents/skills";
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).flatMap((name) => markdownIn(join(folder, name)));
}

/** Folders of the workspace's packages: `apps/web`, `packages/backend`, …. */
export function packageFolders(): string[] {
  const nested = PARENTS.flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return [...nested, "generators"].filter((folder) =>
    existsSync(join(root, folder, "package.json")),
  );
}

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Everything between backticks or in a fenced block, line by line. */
export function codeIn(text: string): string[] {
  return [...fencedIn(text), ...inlineIn(text)]
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The lines of fenced blocks. */
export function fencedIn(text: string): string[] {
  return [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```/gm)].flatMap(([, block]) =>
    (block ?? "").split("\n"),
  );
}

function inlineIn(text: string): string[] {
  const withoutBlocks = text.replace(/^ *```[\s\S]*?^ *```/gm, "");
  return [...withoutBlocks.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? "");
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));
}
