// The reference pages, which the backend writes from its code. They are nobody's to edit and of no run:
// after each run and each undo they are written anew.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./checks-tool.ts";
import { layout } from "./layout.ts";
import { GeneratorError } from "./model.ts";

/** What writes the pages, relative to the repository. */
const WRITER = "packages/backend/reference/write.ts";
const FOLDER = "packages/backend";
const LOADER = `${FOLDER}/node_modules/tsx/dist/cli.mjs`;

/** The pages that it writes. Others stand in the same folder. */
const written = /^(functions|access|schema)(-.+)?\.md$/;

/** The command by which a person writes the pages. */
export const REFERENCE_COMMAND = "pnpm --filter @repo/backend reference";

export interface RefreshedPages {
  /** The pages that changed, relative to the repository. */
  changed: string[];
  /** Puts every page back as it was. */
  restore: () => void;
}

/**
 * Writes the reference pages anew, from the code as it is.
 * @param root the repository's absolute path
 * @returns what changed; nothing where the backend has no such pages
 * @throws PAGES_FAILED (5), with the pages as they were
 */
export async function refreshPages(root: string): Promise<RefreshedPages> {
  const before = readPages(root);
  const restore = () => writePages(root, before);
  if (![WRITER, LOADER].every((path) => existsSync(join(root, path)))) {
    return { changed: [], restore };
  }
  process.once("exit", restore);
  try {
    const { ok, output } = await runTool({
      script: join(root, LOADER),
      args: [join(root, WRITER)],
      folder: join(root, FOLDER),
      signal: new AbortController().signal,
    });
    if (ok) return { changed: changedNames(before, readPages(root)), restore };
    restore();
    throw new GeneratorError(5, {
      code: "PAGES_FAILED",
      arg: layout.reference,
      message: `the reference pages cannot be written from the code:\n${output}`,
      fix: REFERENCE_COMMAND,
    });
  } finally {
    process.off("exit", restore);
  }
}

function readPages(root: string): Map<string, string> {
  const folder = join(root, layout.reference);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const pages = names.filter((name) => written.test(name));
  return new Map(pages.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function writePages(root: string, pages: ReadonlyMap<string, string>): void {
  const folder = join(root, layout.reference);
  mkdirSync(folder, { recursive: true });
  for (const name of readPages(root).keys()) {
    if (!pages.has(name)) rmSync(join(folder, name));
  }
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
}

function changedNames(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${layout.reference}/${name}`)
    .sort();
}
