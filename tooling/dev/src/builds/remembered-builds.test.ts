import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RememberedBuilds } from "./remembered-builds.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "builds-"));
  await mkdir(join(root, "lib"));
  await write("package.json", "{}");
  await write("main.ts", 'import { size } from "./lib/size";\nconsole.log(size);\n');
  await write("lib/size.ts", "export const size = 1;\n");
  await untilTheClockMoves();
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(root, path), text);

/** A file that is written in the tick in which a build starts may be of before or after. */
// eslint-disable-next-line no-restricted-syntax -- a file that shows the tick would change the folder that is built.
const untilTheClockMoves = () => new Promise((resolve) => setTimeout(resolve, 40));

const plugin = (name: string): Plugin => ({ name, setup: () => undefined });

function optionsOf(more: BuildOptions = {}): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [join(root, "main.ts")],
    bundle: true,
    format: "esm",
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [plugin("convex-node-externals"), plugin("convex-wasm")],
    ...more,
  };
}

function remembered() {
  const real = vi.fn(build as (options: BuildOptions) => ReturnType<typeof build>);
  const builds = new RememberedBuilds(real);
  return { real, builds, text: async () => textOf(await builds.build(optionsOf())) };
}

const textOf = (result: { outputFiles: { text: string }[] }) => result.outputFiles[0]!.text;

test("files that stay the same are built once, and a changed one is seen", async () => {
  const { real, text } = remembered();
  const first = await text();
  expect(await text()).toBe(first);
  expect(real).toHaveBeenCalledTimes(1);
  await write("lib/size.ts", "export const size = 22;\n");
  await untilTheClockMoves();
  expect(await text()).toContain("22");
  expect(real).toHaveBeenCalledTimes(2);
});

test("other options, and the plugins of other builds, are not mixed up with it", async () => {
  const { real, builds } = remembered();
  for (const options of [optionsOf(), optionsOf({ minify: true })]) await builds.build(options);
  expect(real).toHaveBeenCalledTimes(2);
  const foreign = optionsOf({ plugins: [plugin("convex-components")] });
  for (const options of [foreign, foreign]) await builds.build(options);
  expect(real).toHaveBeenCalledTimes(4);
});

test.each([
  [
    "a new file takes the place of another",
    () => write("lib/size.tsx", "export const size = 3;\n"),
  ],
  ["a file is gone", () => unlink(join(root, "lib/size.ts"))],
  ["a package is installed", () => mkdir(join(root, "node_modules"))],
  ["the manifest changes", () => write("package.json", '{ "type": "module" }')],
])("is built again when %s", async (_, change) => {
  const { real, builds } = remembered();
  for (let run = 1; run <= 2; run++) await builds.build(optionsOf());
  expect(real).toHaveBeenCalledTimes(1);
  await change();
  await builds.build(optionsOf()).catch(() => undefined);
  expect(real).toHaveBeenCalledTimes(2);
});

test("is built again when a package is replaced under its name", async () => {
  const version = async (number: number) => {
    const folder = join(root, "node_modules", ".store", `size@${number}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), '{ "name": "size", "main": "size.js" }');
    await writeFile(join(folder, "size.js"), `export const size = ${number};\n`);
    const link = join(root, "node_modules", "@acme", "size");
    await mkdir(join(root, "node_modules", "@acme"), { recursive: true });
    await rm(link, { force: true });
    await symlink(folder, link, "dir");
    await untilTheClockMoves();
  };
  const { real, text } = remembered();
  await write("main.ts", 'import { size } from "@acme/size";\nconsole.log(size);\n');
  await version(1);
  expect([await text(), await text()]).toEqual(Array(2).fill(expect.stringContaining("size = 1")));
  expect(real).toHaveBeenCalledTimes(1);
  await version(2);
  expect(await text()).toContain("size = 2");
});

test("what was written while it was built is not remembered, nor a failure, nor a package left out", async () => {
  const { real, builds } = remembered();
  const late: Plugin = {
    name: "convex-wasm",
    setup: (at) => at.onEnd(() => write("lib/size.ts", "export const size = 4;\n")),
  };
  for (let run = 1; run <= 2; run++) await builds.build(optionsOf({ plugins: [late] }));
  expect(real).toHaveBeenCalledTimes(2);
  await write("main.ts", "export const = ;\n");
  for (let run = 1; run <= 2; run++) await expect(builds.build(optionsOf())).rejects.toThrow();
  expect(real).toHaveBeenCalledTimes(4);
  await write("main.ts", 'import "left-out";\n');
  await untilTheClockMoves();
  const external = optionsOf({ external: ["left-out"] });
  for (let run = 1; run <= 2; run++) await builds.build(external);
  expect(real).toHaveBeenCalledTimes(6);
});

test("a stale build is done ahead, and its result is taken; a failure ahead is left to the next build", async () => {
  const { real, builds, text } = remembered();
  await text();
  expect([...builds.folders()].sort()).toEqual([root, join(root, "lib")]);
  builds.buildAhead();
  expect(real).toHaveBeenCalledTimes(1);
  await write("lib/size.ts", "export const size = 55;\n");
  await untilTheClockMoves();
  builds.buildAhead();
  builds.buildAhead();
  expect(await text()).toContain("55");
  expect(real).toHaveBeenCalledTimes(2);
  await write("lib/size.ts", "export const size = ;\n");
  await untilTheClockMoves();
  builds.buildAhead();
  await expect(text()).rejects.toThrow();
  await write("lib/size.ts", "export const size = 66;\n");
  await untilTheClockMoves();
  expect(await text()).toContain("66");
});
