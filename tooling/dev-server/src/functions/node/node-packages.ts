// Packages that "use node" modules import but do not bring along (`node.externalPackages` of
// convex.json): taken from the project's node_modules, or installed once beside the data.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { BackendError } from "../../kernel/errors.ts";

/** As the CLI sends it: the exact version that is installed where it runs. */
export interface NodeDependency {
  name: string;
  version: string;
}

/** The folder of each package, by name. */
export type NodePackages = Record<string, string>;

export interface NodePackageParts {
  dataDirectory: string;
  /** Folders whose node_modules, and those above them, are searched first. */
  projectDirectories: string[];
  /** Receives a line about each step that takes a while. */
  progress: (line: string) => void;
}

const INSTALL_MS = 120_000;
const NAME = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;
const VERSION = /^[\w.+-]+$/;

/**
 * Finds or installs packages.
 * @throws BackendError 400 ExternalPackageMissing, naming the packages and the reason
 */
export async function findNodePackages(
  parts: NodePackageParts,
  dependencies: NodeDependency[],
): Promise<NodePackages> {
  const packages: NodePackages = {};
  const missing: NodeDependency[] = [];
  for (const dependency of dependencies) {
    checkSpelling(dependency);
    const folder = await inProjects(parts.projectDirectories, dependency);
    if (folder === null) missing.push(dependency);
    else packages[dependency.name] = folder;
  }
  if (missing.length === 0) return packages;
  const installed = await install(parts, missing);
  for (const { name } of missing) packages[name] = path.join(installed, "node_modules", name);
  return packages;
}

/** They become part of paths and of a command. */
function checkSpelling({ name, version }: NodeDependency): void {
  if (NAME.test(name) && VERSION.test(version)) return;
  throw missingPackages([{ name, version }], "that is not the name and version of a package");
}

async function inProjects(projects: string[], wanted: NodeDependency): Promise<string | null> {
  for (const project of projects) {
    for (let at = path.resolve(project); ; at = path.dirname(at)) {
      const folder = path.join(at, "node_modules", wanted.name);
      if ((await versionIn(folder)) === wanted.version) return folder;
      if (at === path.dirname(at)) break;
    }
  }
  return null;
}

async function versionIn(folder: string): Promise<string | null> {
  try {
    const text = await readFile(path.join(folder, "package.json"), "utf8");
    return (JSON.parse(text) as { version?: string }).version ?? null;
  } catch {
    return null;
  }
}

const installing = new Map<string, Promise<string>>();

/** Installs packages together, once for each set of them. @returns the folder with node_modules */
async function install(parts: NodePackageParts, wanted: NodeDependency[]): Promise<string> {
  const specifiers = wanted.map(({ name, version }) => `${name}@${version}`).sort();
  const hash = createHash("sha256").update(specifiers.join("\n")).digest("hex").slice(0, 16);
  const folder = path.join(parts.dataDirectory, "node-packages", hash);
  if (existsSync(folder)) return folder;
  const known = installing.get(folder);
  if (known !== undefined) return known;
  parts.progress(`Installing ${specifiers.join(", ")} for Node.js actions`);
  const running = installInto(folder, specifiers)
    .catch((error: unknown) => {
      throw missingPackages(wanted, reasonOf(error));
    })
    .finally(() => installing.delete(folder));
  installing.set(folder, running);
  return running;
}

/** A folder that has its final name is complete. */
async function installInto(folder: string, specifiers: string[]): Promise<string> {
  await mkdir(path.dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}-`);
  try {
    await writeFile(path.join(temporary, "package.json"), '{"private":true}');
    const options = ["--no-save", "--ignore-scripts", "--no-package-lock", "--no-audit"];
    await promisify(execFile)("npm", ["install", ...options, "--no-fund", ...specifiers], {
      cwd: temporary,
      timeout: INSTALL_MS,
      // On Windows npm is a script, which only a shell starts.
      shell: process.platform === "win32",
    });
    await rename(temporary, folder);
    return folder;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The relevant lines of npm's output, without those about its log file. */
function reasonOf(error: unknown): string {
  const { stderr, code, killed } = error as { stderr?: string; code?: string; killed?: boolean };
  if (code === "ENOENT") return "npm could not be started; is it on the PATH?";
  if (killed === true) return `npm took longer than ${INSTALL_MS / 1000} seconds`;
  const lines = (stderr ?? "")
    .split("\n")
    .flatMap((line) => /^npm (?:error|ERR!) (?!code|A complete log)(.+)$/.exec(line)?.[1] ?? [])
    .filter((line) => line.trim() !== "");
  return lines.slice(0, 3).join(" ") || String(error);
}

function missingPackages(wanted: NodeDependency[], reason: string): BackendError {
  const names = wanted.map(({ name, version }) => `${name}@${version}`).join(", ");
  return new BackendError(
    "ExternalPackageMissing",
    `The external package ${names} could not be installed: ${reason}\n` +
      "Install it where the backend's package.json names it, or remove it from " +
      "node.externalPackages in convex.json, so that it is bundled.",
  );
}
