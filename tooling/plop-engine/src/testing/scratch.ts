// A repository of a test's own on disk, for tests of the engine and of generators.
import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { diskTree } from "../tree.ts";

/**
 * Makes a temporary folder with files.
 * @param files texts by path
 * @returns the folder with ways to read, write and commit; call `remove` at the end
 */
export function scratch(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "generators-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: root,
      stdio: "ignore",
    });
  return {
    root,
    tree: diskTree(root),
    write,
    read: (path: string) => readFileSync(join(root, path), "utf8"),
    snapshot: () => snapshot(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
    git,
    /** Makes it a git repository with everything committed. */
    commit: () => {
      git("init", "-q");
      git("add", "-A");
      git("commit", "-q", "-m", "start");
    },
  };
}

/**
 * Everything in a folder: names, rights and bytes, folders too.
 * The state of the generators is left out: it is no part of the tree that they write.
 */
export function snapshot(root: string, folder = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (path === ".groundwork" || path === ".git") continue;
    const stat = lstatSync(join(root, path));
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isDirectory()) Object.assign(found, { [`${path}/`]: mode }, snapshot(root, path));
    else found[path] = `${mode} ${readFileSync(join(root, path), "latin1")}`;
  }
  return found;
}
