// Finds files with uncommitted changes. An edit on top of them could not be distinguished later.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashOf } from "./history.ts";
import { places } from "../places.ts";
import { GeneratorError } from "../plan.ts";

/** Path → hash of the text that the last run wrote. Changes made by runs are allowed. */
type Written = Record<string, string>;

/**
 * Refuses files with uncommitted changes that no run made.
 * Without git or outside a git repository, nothing is refused.
 * @param root the repository's absolute path
 * @param files the files that are going to be edited, as they are now
 * @throws DIRTY (7) naming all of them
 */
export function assertCommitted(
  root: string,
  files: readonly { path: string; before: string | null }[],
): void {
  const dirty = uncommitted(root, files);
  if (dirty.length === 0) return;
  throw new GeneratorError(
    7,
    dirty.map((path) => ({
      code: "DIRTY",
      arg: path,
      message: `${path} has uncommitted changes.`,
      fix: "Commit them, or pass --allow-dirty.",
    })),
  );
}

/**
 * Finds files with uncommitted changes that no run made. Without git, there are none.
 * @param root the repository's absolute path
 * @param files the files that are going to be edited, as they are now
 * @returns their paths
 */
export function uncommitted(
  root: string,
  files: readonly { path: string; before: string | null }[],
): string[] {
  const edited = files.filter(({ before }) => before !== null);
  if (edited.length === 0) return [];
  const written = readWritten(root);
  const changed = changedPaths(
    root,
    edited.map(({ path }) => path),
  );
  return edited
    .filter(({ path, before }) => changed.has(path) && written[path] !== hashOf(before!))
    .map(({ path }) => path);
}

/** Records the files after a run, so that the next run can edit them before a commit. */
export function noteWritten(
  root: string,
  files: readonly { path: string; after: string | null }[],
): void {
  const written = readWritten(root);
  for (const { path, after } of files) {
    if (after === null) delete written[path];
    else written[path] = hashOf(after);
  }
  try {
    mkdirSync(join(root, places.state), { recursive: true });
    writeFileSync(writtenPath(root), JSON.stringify(written, null, 2));
  } catch {
    // The run is done. Without the record, the next run only asks for a commit.
  }
}

function changedPaths(root: string, paths: readonly string[]): Set<string> {
  if (!isInRepository(root)) return new Set();
  try {
    const output = execFileSync(
      "git",
      ["diff", "--name-only", "-z", "--relative", "--no-ext-diff", "HEAD", "--", ...paths],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env: gitEnvironment() },
    );
    return new Set(output.split("\0"));
  } catch {
    return new Set();
  }
}

/** Whether there is a repository of git around a folder: git need not be started to find none. */
function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInRepository(parent);
}

/** In a git hook, the environment names the folders of git; this is about the repository at `root`. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...rest } = process.env;
  return { ...rest, GIT_OPTIONAL_LOCKS: "0" };
}

function readWritten(root: string): Written {
  try {
    return JSON.parse(readFileSync(writtenPath(root), "utf8")) as Written;
  } catch {
    return {};
  }
}

function writtenPath(root: string): string {
  return join(root, places.state, "written.json");
}
