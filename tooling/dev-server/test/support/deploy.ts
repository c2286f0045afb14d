// Deploys a fixture with the push that the official CLI made of it. The CLI makes it once; it is kept until
// the fixture, convex or a component changes, and sent again as the CLI would send it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Backend } from "./backend.ts";
import { post } from "./call.ts";
import { createProject, fixtures, nodeModules, push } from "./project.ts";
import { startRecorder, type StartPush } from "./recorder.ts";

export interface Deployment {
  /** The last push that was sent. */
  push: StartPush;
  /**
   * Pushes again with `from` replaced in one module, as after an edit of its source.
   * @param path of the module in the push: `http.js`; the CLI has shortened its variables
   * @param to as of `String.replace`: `$1` is the first group of `from`
   */
  edit(path: string, from: string | RegExp, to: string): Promise<void>;
}

/** Deploys `fixtures/<name>` without a run of the CLI where one has been recorded. */
export async function deploy(fixture: string, backend: Backend): Promise<Deployment> {
  const path = join(nodeModules, ".cache/pushes", `${fixture}-${fingerprint(fixture)}.json`);
  const known = await readFile(path, "utf8").catch(() => null);
  const deployment: Deployment = {
    push: known === null ? await record(fixture, backend, path) : (JSON.parse(known) as StartPush),
    async edit(module, from, to) {
      const edited = structuredClone(deployment.push);
      const found = edited.appDefinition.changedModules.find((one) => one.path === module);
      const source = found?.source.replace(from, to);
      if (found === undefined || source === undefined || source === found.source) {
        throw new Error(`no "${String(from)}" in ${module}`);
      }
      found.source = source;
      await send(edited, backend);
      deployment.push = edited;
    },
  };
  if (known !== null) await send(deployment.push, backend);
  return deployment;
}

/** Changes with the fixture, and with the version of any package that may be bundled. */
function fingerprint(fixture: string): string {
  const hash = createHash("sha256");
  const folder = join(fixtures, fixture);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    hash
      .update(`${path.slice(folder.length)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  const manifest = readFileSync(join(nodeModules, "../package.json"), "utf8");
  const { devDependencies = {}, dependencies = {} } = JSON.parse(manifest) as Record<
    string,
    object
  >;
  for (const name of Object.keys({ ...dependencies, ...devDependencies }).toSorted()) {
    // pnpm's folder names the version of the package and of its peers.
    hash.update(realpathSync(join(nodeModules, name)).split("node_modules/.pnpm/")[1] ?? "");
  }
  return hash.digest("hex").slice(0, 16);
}

/** Pushes with the CLI and keeps what it sent. */
async function record(fixture: string, backend: Backend, path: string): Promise<StartPush> {
  const recorder = await startRecorder(backend);
  const project = await createProject(fixture);
  try {
    await push(project, recorder);
  } finally {
    await Promise.all([recorder.close(), project.dispose()]);
  }
  const recorded = recorder.pushes[0]!;
  await mkdir(dirname(path), { recursive: true });
  // Two test files may record at once.
  await writeFile(`${path}.${process.pid}`, JSON.stringify(recorded));
  await rename(`${path}.${process.pid}`, path);
  return recorded;
}

/** The steps of the CLI. @throws Error with the answer of the step that fails */
async function send(body: StartPush, backend: Backend): Promise<void> {
  const step = async (name: string, content: object) => {
    const request = { ...content, adminKey: backend.adminKey, dryRun: false };
    const response = await post(backend, `/api/deploy2/${name}`, request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const startPush = await step("start_push", body);
  const { type } = await step("wait_for_schema", { schemaChange: startPush["schemaChange"] });
  if (type !== "complete") throw new Error(`wait_for_schema: ${String(type)}`);
  await step("finish_push", { startPush });
}
