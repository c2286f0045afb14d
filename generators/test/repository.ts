// The files of the template that generators read and edit, as it ships: tests start from these, so that
// they say the same in a repository that has grown.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "@groundwork/plop-engine/model";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { scratch } from "@groundwork/plop-engine/testing/scratch";

const fixtures = join(import.meta.dirname, "fixtures", "repository");

/** No tool takes the files for sources, as each has an extension more. */
const EXTENSION = ".txt";

/** Its texts by path. */
export const templateFiles: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(fixtures, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [
      file.slice(fixtures.length + 1, -EXTENSION.length).replaceAll("\\", "/"),
      readFileSync(file, "utf8"),
    ]),
);

/** The template in memory. */
export function templateTree(): Tree {
  return memoryTree(templateFiles);
}

/**
 * Makes a copy of the template on disk, without tools: runs in it leave the checks out.
 * @returns the copy, to be removed
 */
export function copyRepository() {
  return scratch(templateFiles);
}
