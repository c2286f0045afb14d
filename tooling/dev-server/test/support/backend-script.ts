// The server's command, compiled into one script before the tests start: it comes up in half the time that
// Node needs to compile each source file by itself.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Absolute path of the script. */
    backendScript: string;
  }
}

const packageFolder = join(import.meta.dirname, "../..");

/** Global setup of the tests that start servers. */
export default async function setup(project: TestProject): Promise<void> {
  const path = join(packageFolder, "node_modules/.cache/backend/cli.mjs");
  await compile(path);
  project.provide("backendScript", path);
}

async function compile(path: string): Promise<void> {
  const result = await build({
    absWorkingDir: packageFolder,
    entryPoints: ["src/cli.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node22",
    packages: "external",
    sourcemap: "inline",
    define: { "import.meta.url": "moduleUrl" },
    plugins: [sourceUrls],
  });
  await mkdir(dirname(path), { recursive: true });
  // Another run may be starting servers from the script at this moment.
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, result.outputFiles[0]!.contents);
  await rename(temporary, path);
}

/** Modules find files beside them, such as the workers' code: each keeps the URL of its source. */
const sourceUrls: Plugin = {
  name: "source-urls",
  setup(plugin) {
    plugin.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      const isUsed = text.includes("import.meta.url");
      return { loader: "ts", contents: isUsed ? `const moduleUrl = ${url};\n${text}` : text };
    });
  },
};
