// A Convex project in a temporary folder, made from a fixture, and the official CLI run in it.
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Backend } from "./backend.ts";
import { cleanEnv, plainText, startProcess, type RunningProcess } from "./processes.ts";

export const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
export const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

export interface Project {
  directory: string;
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** Replaces the first occurrence; throws when there is none. */
  edit(path: string, from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Packages that hold a version of convex: the current one, and earlier ones under other names. */
export type ConvexPackage = "convex" | "earlier-convex-1.36" | "earlier-convex-1.48";

/** The version of convex in one of its packages. */
export function convexVersion(name: ConvexPackage = "convex"): string {
  const manifest = readFileSync(join(nodeModules, name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * Copies `fixtures/<name>`, or the `convex` folder of a package given by its absolute path (or starts
 * empty), to a temporary folder with its node_modules. Paths of `files` are relative to it. With an
 * earlier `convex` the project has no other package.
 */
export async function createProject(
  fixture: string | null,
  files: Record<string, string> = {},
  convex: ConvexPackage = "convex",
): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), "groundwork-test-app-"));
  const isPackage = fixture !== null && isAbsolute(fixture);
  if (isPackage) await cp(join(fixture, "convex"), join(directory, "convex"), { recursive: true });
  else if (fixture) await cp(join(fixtures, fixture), directory, { recursive: true });
  if (convex === "convex") {
    const installed = isPackage ? join(fixture, "node_modules") : nodeModules;
    await symlink(installed, join(directory, "node_modules"));
  } else {
    await mkdir(join(directory, "node_modules"));
    const installed = await realpath(join(nodeModules, convex));
    await symlink(installed, join(directory, "node_modules/convex"));
  }
  const at = (path: string) => join(directory, path);
  const project: Project = {
    directory,
    read: (path) => readFile(at(path), "utf8"),
    async write(path, text) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    },
    async edit(path, from, to) {
      const text = await project.read(path);
      if (!text.includes(from)) throw new Error(`no "${from}" in ${path}`);
      await writeFile(
        at(path),
        text.replace(from, () => to),
      );
    },
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
  const manifest = {
    name: "app",
    version: "0.0.0",
    private: true,
    type: "module",
    dependencies: { convex: convexVersion(convex) },
  };
  await project.write("package.json", JSON.stringify(manifest));
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  return project;
}

export interface CliResult {
  code: number;
  stdout: string;
  /** stdout and stderr, without colours. */
  output: string;
}

/** Starts `convex <args>` in the project against the backend and leaves it running. */
export function startCli(
  project: Project,
  backend: Pick<Backend, "url" | "adminKey">,
  args: string[],
): RunningProcess {
  const convexCli = join(project.directory, "node_modules/convex/bin/main.js");
  return startProcess(process.execPath, [convexCli, ...args], {
    cwd: project.directory,
    env: {
      ...cleanEnv(),
      CONVEX_SELF_HOSTED_URL: backend.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: backend.adminKey,
      FORCE_COLOR: "0",
      // Keeps the CLI from reporting to Sentry, which ends it where there is no network.
      CI: "1",
    },
  });
}

/** Runs `convex <args>` to its end. A run longer than `timeout` ms is killed and throws with its output. */
export async function cli(
  project: Project,
  backend: Pick<Backend, "url" | "adminKey">,
  args: string[],
  { timeout = 120_000 } = {},
): Promise<CliResult> {
  const running = startCli(project, backend, args);
  const timer = setTimeout(() => void running.kill("SIGKILL"), timeout);
  const code = await running.exited;
  clearTimeout(timer);
  const output = plainText(running.output());
  if (code === 137)
    throw new Error(`convex ${args.join(" ")} did not end in ${timeout} ms:\n${output}`);
  return { code, stdout: plainText(running.stdout()), output };
}

/** `convex dev --once` without the type check; throws with the output unless it succeeds. */
export async function push(
  project: Project,
  backend: Pick<Backend, "url" | "adminKey">,
): Promise<CliResult> {
  const result = await pushAnyway(project, backend);
  if (result.code !== 0) throw new Error(`the push failed with ${result.code}:\n${result.output}`);
  return result;
}

/** The same push, whatever comes of it. */
export const pushAnyway = (
  project: Project,
  backend: Pick<Backend, "url" | "adminKey">,
): Promise<CliResult> =>
  cli(project, backend, ["dev", "--once", "--typecheck", "disable", "--tail-logs", "disable"], {
    timeout: 120_000,
  });

/** Sets variables of the deployment through the CLI's own route, in one call. */
export async function setEnv(
  backend: Backend,
  variables: Record<string, string | null>,
): Promise<void> {
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const response = await fetch(`${backend.url}/api/update_environment_variables`, {
    method: "POST",
    headers: { Authorization: `Convex ${backend.adminKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ changes }),
  });
  if (!response.ok)
    throw new Error(`update_environment_variables: ${response.status} ${await response.text()}`);
}
