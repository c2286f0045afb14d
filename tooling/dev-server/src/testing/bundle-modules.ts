// For tests: bundles source files the way the official CLI does before it pushes them.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { PushedModule } from "../kernel/function-types.ts";

const packageModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/**
 * Bundles files of a `convex/` folder; those that start with "use node" become node modules.
 * @param files text by path, for example `{ "tasks.ts": "export const …" }`
 */
export async function bundleModules(files: Record<string, string>): Promise<PushedModule[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), "convex-fixture-"));
  try {
    symlinkSync(packageModules, path.join(root, "node_modules"));
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, "convex", name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const isNode = (name: string) => /^\s*["']use node["']/.test(files[name] ?? "");
    const names = Object.keys(files).filter((name) => !name.startsWith("lib/"));
    return [
      ...(await bundle(
        root,
        names.filter((name) => !isNode(name)),
        "isolate",
      )),
      ...(await bundle(root, names.filter(isNode), "node")),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function bundle(
  root: string,
  names: string[],
  environment: PushedModule["environment"],
): Promise<PushedModule[]> {
  if (names.length === 0) return [];
  const outdir = path.join(root, "out");
  const result = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => path.join("convex", name)),
    outbase: path.join(root, "convex"),
    outdir,
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    splitting: true,
    sourcemap: true,
    platform: environment === "node" ? "node" : "browser",
    conditions: ["convex", "module"],
    chunkNames: environment === "node" ? "_deps/node/[hash]" : "_deps/[hash]",
    plugins: environment === "node" ? [] : [asyncHooks],
    preserveSymlinks: false,
    logLevel: "silent",
  });
  const text = new Map(
    result.outputFiles.map((file) => [path.relative(outdir, file.path), file.text]),
  );
  return [...text.keys()]
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({
      path: name,
      source: text.get(name) ?? "",
      sourceMap: text.get(`${name}.map`),
      environment,
    }));
}

/** The CLI turns this one import into globals of the runtime. */
const asyncHooks: Plugin = {
  name: "async-hooks",
  setup(plugin) {
    plugin.onResolve({ filter: /^(node:)?async_hooks$/ }, () => ({
      path: "async_hooks",
      namespace: "async-hooks",
    }));
    plugin.onLoad({ filter: /.*/, namespace: "async-hooks" }, () => ({
      contents: "export const { AsyncLocalStorage, AsyncResource } = globalThis;",
    }));
  },
};
