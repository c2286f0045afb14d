// A repository of a test's own on disk, for tests of the engine and of generators.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { places } from "../places.ts";
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
    /** Makes it as it was at the start, which takes less than another one. */
    restore: () => {
      rmSync(join(root, places.state), { recursive: true, force: true });
      const found = readdirSync(root, { recursive: true, withFileTypes: true });
      const there = found.filter((entry) => entry.isFile());
      const paths = there.map(({ parentPath, name }) => relative(root, join(parentPath, name)));
      for (const path of paths) if (!Object.hasOwn(files, path)) rmSync(join(root, path));
      for (const [path, text] of Object.entries(files)) {
        if (!existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text) {
          write(path, text);
        }
      }
    },
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
