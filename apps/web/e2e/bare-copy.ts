// A copy of the workspace as somebody gets it who has just downloaded it, on a machine with Node
// and npm: no node_modules, no git history, an empty home folder, no pnpm on the path.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const workspace = fileURLToPath(new URL("../../..", import.meta.url));

/** Never part of a copy: made by tools, or secrets of this machine. */
const LEFT_OUT = new Set([
  "node_modules",
  ".git",
  ".turbo",
  ".groundwork",
  ".tmp",
  "dist",
  "coverage",
  ".env",
  ".env.local",
]);

/** Variables that a machine may need to reach the registry at all. */
const PASSED_ON =
  /^(lang|lc_all|tz|tmpdir|(http|https|no|all)_proxy|npm_config_registry|node_extra_ca_certs|ssl_cert_(file|dir))$/i;

export interface BareCopy {
  /** The root of the copied workspace. */
  root: string;
  env: NodeJS.ProcessEnv;
  remove: () => void;
}

export function makeBareCopy(): BareCopy {
  // Real path, because the processes of the copy are found by it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "first-run-")));
  const root = join(folder, "copy");
  for (const file of listFiles()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(workspace, file), join(root, file));
  }
  const home = join(folder, "home");
  mkdirSync(home);
  const inherited = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  return {
    root,
    env: { ...Object.fromEntries(inherited), HOME: home, PATH: makePath(join(folder, "bin")) },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function listFiles(): string[] {
  try {
    const output = execFileSync(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      {
        cwd: workspace,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    return output.split("\0").filter((file) => file && existsSync(join(workspace, file)));
  } catch {
    return walk(workspace).map((file) => relative(workspace, file));
  }
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !LEFT_OUT.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
}

/**
 * A folder with the machine's own node, npm, npx and a shell, and nothing else that may be installed here. That
 * node may be an old one: the command of the README brings another.
 */
function makePath(bin: string): string {
  mkdirSync(bin);
  for (const name of ["node", "npm", "npx", "sh"]) {
    symlinkSync(realpathSync(findOnPath(name)), join(bin, name));
  }
  return bin;
}

function findOnPath(name: string): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  // npx and pnpm, which run this test, put folders of their own first; those hold other versions.
  const found = folders
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is not on the path.`);
  return found;
}
