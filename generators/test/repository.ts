// A copy of what generators read and write of this repository, to be written to.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { scratch } from "./scratch.ts";

const root = dirname(dirname(import.meta.dirname));

const FOLDERS = [
  "packages/backend/convex",
  "packages/validators/src",
  "apps/web/src",
  "docs/reference",
];
const FILES = [".gitignore", ".prettierrc.json"];

const files = Object.fromEntries(
  [...FILES, ...FOLDERS.flatMap(filesIn)].map((path) => [
    path,
    readFileSync(join(root, path), "utf8"),
  ]),
);

/**
 * Makes a copy on disk, without tools: runs in it leave the checks out.
 * @returns the copy, to be removed
 */
export function copyRepository() {
  return scratch(files);
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => path.replaceAll("\\", "/"));
}
