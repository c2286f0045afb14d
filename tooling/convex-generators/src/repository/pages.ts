// What the backend writes from its code: the reference pages, and the snapshot of what it promises. Nobody
// edits them and no run owns them: they are written again after each run and each undo.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "@groundwork/plop-engine/checks/tool";
import { layout } from "./layout.ts";
import { packageName } from "./settings.ts";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import type { Pages, PagesWriter, RefreshedPages } from "@groundwork/plop-engine/pages";

/** What runs their writers. */
const LOADER = `${layout.backend}/node_modules/tsx/dist/cli.mjs`;

/** The commands by which a person writes them. */
export const referenceCommand = () => `pnpm --filter ${packageName("backend")} reference`;
export const snapshotCommand = () => `pnpm --filter ${packageName("backend")} snapshot`;

/**
 * The command by which a person runs the official CLI for the backend, from the root of the repository.
 * @param line its command with all arguments, such as `run migrations:runAll`
 */
export const convexCommand = (line: string) =>
  `pnpm --filter ${packageName("backend")} convex ${line}`;

/** What each page says of itself. Others stand in the same folder. */
const written = () => `<!-- Written by \`${referenceCommand()}\``;

/**
 * Writes the reference pages and the snapshot again, from the code as it is. The caller has the pages in
 * the journal, so that they are restored when the run is rolled back.
 * @param root the repository's absolute path
 * @param isUndo whether the run is undone, so that missing files are no loss
 * @returns what changed; nothing where the backend has no such files
 * @throws PAGES_FAILED (5)
 */
export async function refreshPages(root: string, isUndo = false): Promise<RefreshedPages> {
  const before = readPages(root);
  const left: string[] = [];
  const writers = [
    { script: layout.referenceWriter, args: [], target: layout.reference, fix: referenceCommand() },
    {
      script: layout.snapshotWriter,
      args: isUndo ? ["--undone"] : [],
      target: layout.snapshot,
      fix: snapshotCommand(),
    },
  ].filter(({ script }) => [script, LOADER].every((path) => existsSync(join(root, path))));
  const write = async ({ script, args }: (typeof writers)[number]) =>
    await runTool({
      script: join(root, LOADER),
      args: [join(root, script), ...args],
      folder: join(root, layout.backend),
      signal: new AbortController().signal,
    });
  const results = await Promise.all(
    writers.map(async (writer) => ({ ...writer, ...(await write(writer)) })),
  );
  for (const { script, target, fix, ok, output } of results) {
    if (ok) continue;
    // What it refuses is older than the run, which only adds: no reason to roll the run back.
    if (script === layout.snapshotWriter) {
      left.push(fix);
      continue;
    }
    const message = `${target} cannot be written from the code:\n${output}`;
    throw new GeneratorError(5, { code: "PAGES_FAILED", arg: target, message, fix });
  }
  return { changed: changedNames(before, readPages(root)), left };
}

/** Reads what the writers write. */
export function readPages(root: string): Pages {
  const folder = join(root, layout.reference);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const read = (path: string) => [path, readFileSync(join(root, path), "utf8")] as const;
  const pages = names
    .filter((name) => name.endsWith(".md"))
    .map((name) => read(`${layout.reference}/${name}`))
    .filter(([, text]) => text.includes(written()));
  const snapshot = existsSync(join(root, layout.snapshot)) ? [read(layout.snapshot)] : [];
  return Object.fromEntries([...pages, ...snapshot]);
}

function changedNames(before: Pages, after: Pages): string[] {
  return Object.keys({ ...before, ...after })
    .filter((path) => before[path] !== after[path])
    .sort();
}

export const pages = (): PagesWriter => ({
  commands: [referenceCommand(), snapshotCommand()],
  read: readPages,
  refresh: refreshPages,
});
