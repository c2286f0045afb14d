// Where a run may write: inside the repository, to files that are files, and under names that no
// other file system takes for another file's.
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { errorCode } from "./disk.ts";
import { type Exit, GeneratorError, type Problem } from "./plan.ts";

/** Folders that generators must not touch. */
const closed = /^(\.git|\.groundwork|node_modules)$/i;

/**
 * Checks the text of a path.
 * @param path relative to the repository, with "/"
 * @returns null when it is a plain path inside the repository
 */
export function pathProblem(path: string): Problem | null {
  const parts = path.split("/");
  const isPlain =
    path !== "" &&
    !/[\0\\]/.test(path) &&
    !/^[a-z]:/i.test(path) &&
    parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (isPlain && !parts.some((part) => closed.test(part))) return null;
  return {
    code: "PATH_OUTSIDE",
    arg: path,
    message: isPlain
      ? `${JSON.stringify(path)} is in a folder that is not for generated files.`
      : `${JSON.stringify(path)} is not a plain path inside the repository.`,
  };
}

/** The form of a path under which file systems that ignore letter case compare it. */
export function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/**
 * Checks on disk that files can be written.
 * @param root the repository's absolute path
 * @param paths relative to it, with "/"
 * @throws all problems at once: PATH_OUTSIDE (2), PATH_TWIN or PATH_TAKEN (3), PATH_LINK or
 *   FILE_READ_ONLY (4)
 */
export function checkPaths(root: string, paths: readonly string[]): void {
  const found = paths.flatMap((path) => problemOnDisk(root, path) ?? []);
  const first = found[0];
  if (first === undefined) return;
  throw new GeneratorError(
    first.exit,
    found.map(({ problem }) => problem),
  );
}

interface Found {
  exit: Exit;
  problem: Problem;
}

function problemOnDisk(root: string, path: string): Found | null {
  const outside = pathProblem(path);
  if (outside !== null) return { exit: 2, problem: outside };
  const parts = path.split("/");
  let folder = root;
  for (const [index, part] of parts.entries()) {
    const isTarget = index === parts.length - 1;
    const here = parts.slice(0, index + 1).join("/");
    const stat = lstat(join(folder, part));
    if (stat === null) return twinProblem(folder, part, here);
    folder = join(folder, part);
    if (isTarget) {
      if (stat.isSymbolicLink()) return found(4, "PATH_LINK", here, "is a symbolic link");
      if (!stat.isFile()) return found(3, "PATH_TAKEN", here, "already exists and is not a file");
      if ((stat.mode & 0o200) === 0) {
        const readOnly = found(4, "FILE_READ_ONLY", here, "is read-only");
        return { ...readOnly, problem: { ...readOnly.problem, fix: `chmod u+w ${here}` } };
      }
      return twinProblem(dirname(folder), part, here);
    }
    if (!isFolder(folder))
      return found(3, "PATH_TAKEN", here, "already exists and is not a folder");
    if (!isInside(root, folder)) {
      return found(4, "PATH_LINK", here, "points outside the repository");
    }
    const twin = twinProblem(dirname(folder), part, here);
    if (twin !== null) return twin;
  }
  return null;
}

function found(exit: Exit, code: string, path: string, what: string): Found {
  return { exit, problem: { code, arg: path, message: `${path} ${what}.` } };
}

/** A name that differs from another one in its letter case only: one file on macOS and Windows. */
function twinProblem(folder: string, name: string, path: string): Found | null {
  const twin = names(folder).find(
    (other) => other !== name && foldedPath(other) === foldedPath(name),
  );
  if (twin === undefined) return null;
  const message = `${path} and the existing "${twin}" differ in letter case only, so they are one file on macOS and Windows.`;
  return { exit: 3, problem: { code: "PATH_TWIN", arg: path, message } };
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function lstat(path: string) {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isInside(root: string, folder: string): boolean {
  const real = realpathSync(root);
  return (realpathSync(folder) + sep).startsWith(real + sep);
}
