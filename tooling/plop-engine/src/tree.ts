// The two kinds of tree that a plan is made from: the repository on disk, and texts in memory.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "./disk.ts";
import { type Encoding, GeneratorError, type Tree } from "./plan.ts";

/**
 * Reads a repository on disk.
 * @param root its absolute path
 * @returns a tree that throws FILE_NOT_TEXT (4) for a file that is read as text and is not UTF-8
 */
export function diskTree(root: string): Tree {
  return {
    read: (path, encoding) => readContents(join(root, path), path, encoding),
    list: (folder) => {
      const entries = ifThere(() => readdirSync(join(root, folder), { withFileTypes: true }));
      return (entries ?? [])
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
    },
  };
}

/**
 * Reads texts in memory, so that a plan can be tested without a disk.
 * @param files path → text
 */
export function memoryTree(files: Readonly<Record<string, string>>): Tree {
  return {
    read: (path) => (Object.hasOwn(files, path) ? files[path]! : null),
    list: (folder) => {
      const prefix = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
      const names = Object.keys(files)
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).replace(/\/.*$/s, "/"));
      return [...new Set(names)].sort();
    },
  };
}

/**
 * Reads a file of the repository, a byte order mark included.
 * @param file its absolute path
 * @param path how to name it in an error
 * @param encoding how the string stands for the file; default: its text
 * @returns the contents, or null when there is no such file
 * @throws PATH_TAKEN (3) for a folder, FILE_NOT_TEXT (4) when the bytes of a text are not UTF-8: writing it again would
 *   change them
 */
export function readContents(
  file: string,
  path: string,
  encoding: Encoding = "utf8",
): string | null {
  const bytes = ifThere(() => readBytes(file, path));
  if (bytes === null) return null;
  if (encoding === "base64") return bytes.toString("base64");
  const text = bytes.toString("utf8");
  if (Buffer.from(text, "utf8").equals(bytes)) return text;
  throw new GeneratorError(4, {
    code: "FILE_NOT_TEXT",
    arg: path,
    message: `${path} is not UTF-8, so it cannot be edited without changing other bytes.`,
    fix: "Save it as UTF-8 and run the command again.",
  });
}

function readBytes(file: string, path: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) !== "EISDIR") throw error;
    throw pathTaken(path, "file");
  }
}

/** A folder where there has to be a file, or the other way round. */
export function pathTaken(path: string, wanted: "file" | "folder"): GeneratorError {
  return new GeneratorError(3, {
    code: "PATH_TAKEN",
    arg: path,
    message: `${path} already exists and is not a ${wanted}.`,
    fix: "Move it away and run the command again.",
  });
}

/** The outcome of a read, or null when there is nothing at that path. */
function ifThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}
