// External packages of "use node" modules, through a push and a restart.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { ServerOptions } from "../server-options.ts";
import { startServer } from "../server.ts";
import { push, run, type Files } from "../testing/push-fixture.ts";

async function temporary(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "node-packages-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(options: ServerOptions) {
  const lines: string[] = [];
  const progress = (line: string) => void lines.push(line);
  const server = await startServer({ port: 0, sitePort: 0, progress, ...options });
  onTestFinished(() => server.close());
  return { server, lines };
}

/** A package with a dependency of its own, in the node_modules of `folder`. */
async function writePackage(folder: string, name: string, version: string, source: string) {
  const at = path.join(folder, "node_modules", name);
  await mkdir(at, { recursive: true });
  await writeFile(
    path.join(at, "package.json"),
    JSON.stringify({ name, version, type: "module", exports: "./main.js" }),
  );
  await writeFile(path.join(at, "main.js"), source);
}

/** An action that imports a package in a way no bundler follows. */
const importing = (name: string, expression: string): Files => ({
  "acts.ts": `"use node";
    import { actionGeneric as action } from "convex/server";
    const name = ${JSON.stringify(name)};
    const imported = await import(name);
    export const use = action(async () => ${expression});
  `,
});

test("come from the node_modules of the project or of a folder above it", async () => {
  const root = await temporary();
  await writePackage(
    root,
    "@scope/tiny",
    "1.2.3",
    `import { n } from "inner"; export const m = n;`,
  );
  await writePackage(root, "inner", "1.0.0", "export const n = 42;");
  const project = path.join(root, "packages", "backend");
  await mkdir(project, { recursive: true });
  const dataDirectory = await temporary();
  const options = { dataDirectory, projectDirectories: [project] };
  const { server, lines } = await start(options);
  const nodeDependencies = [{ name: "@scope/tiny", version: "1.2.3" }];
  const files = importing("@scope/tiny", "imported.m");
  expect(await push(server, files, { nodeDependencies })).toMatchObject({ status: 200 });
  expect(await run(server, "acts:use")).toBe(42);
  expect(lines).toEqual([]);

  await server.close();
  const { server: again } = await start(options);
  expect(await run(again, "acts:use")).toBe(42);
});

test("may be required", async () => {
  const project = await temporary();
  const at = path.join(project, "node_modules", "old");
  await mkdir(at, { recursive: true });
  await writeFile(path.join(at, "package.json"), '{"name":"old","version":"1.0.0"}');
  await writeFile(path.join(at, "index.js"), "exports.n = 7;");
  const { server } = await start({
    dataDirectory: await temporary(),
    projectDirectories: [project],
  });
  const source = `"use node";
    import { actionGeneric as action } from "convex/server";
    const name = "old";
    const { n } = require(name);
    export const use = action(async () => n);`;
  const nodeDependencies = [{ name: "old", version: "1.0.0" }];
  const pushed = await push(server, { "acts.ts": source }, { nodeDependencies });
  expect(pushed).toMatchObject({ status: 200 });
  expect(await run(server, "acts:use")).toBe(7);
});

test("that can be had nowhere fail the push, which names them", async () => {
  const { server } = await start({
    dataDirectory: await temporary(),
    projectDirectories: [await temporary()],
  });
  for (const [name, version] of [
    ["../escape", "1.0.0"],
    ["tiny", "1.0.0; touch x"],
  ] as const) {
    const answer = await push(server, {}, { nodeDependencies: [{ name, version }] });
    expect(answer).toMatchObject({ status: 400, body: { code: "ExternalPackageMissing" } });
    expect(answer.body.message).toContain(`${name}@${version}`);
  }
});

test("are installed once when the project has them in no such version", async (context) => {
  const quick = ["--fetch-timeout=10000", "--fetch-retries=0"];
  const view = promisify(execFile)("npm", ["view", "is-number@7.0.0", "version", ...quick], {
    shell: process.platform === "win32",
  });
  if (!(await view.catch(() => null))) return context.skip("the npm registry does not answer");
  const project = await temporary();
  await writePackage(project, "is-number", "6.0.0", "export default () => 'another version';");
  const dataDirectory = await temporary();
  const { server, lines } = await start({ dataDirectory, projectDirectories: [project] });
  const nodeDependencies = [{ name: "is-number", version: "7.0.0" }];
  const files = importing("is-number", `[imported.default(5), imported.default("x")]`);
  expect(await push(server, files, { nodeDependencies })).toMatchObject({ status: 200 });
  expect(await run(server, "acts:use")).toEqual([true, false]);
  expect(await push(server, files, { nodeDependencies })).toMatchObject({ status: 200 });
  expect(lines).toEqual(["Installing is-number@7.0.0 for Node.js actions"]);
  expect(await readdir(path.join(dataDirectory, "node-packages"))).toHaveLength(1);

  const missing = [{ name: "is-number", version: "7.0.99" }];
  const answer = await push(server, files, { nodeDependencies: missing });
  expect(answer).toMatchObject({ status: 400, body: { code: "ExternalPackageMissing" } });
  expect(answer.body.message).toMatch(/is-number@7\.0\.99 could not be installed: .*No matching/s);
  expect(await readdir(path.join(dataDirectory, "node-packages"))).toHaveLength(1);
});
