// Makes one JavaScript file of the generators and keeps it, so that a run starts in a tenth of a second.
// The file is named after its contents: a change to any source makes another one.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const home = import.meta.dirname;
const cache = join(home, "node_modules", ".cache", "generators");
const engine = fileURLToPath(import.meta.resolve("@groundwork/plop-engine/cli/main"));
/** Folders here that the bundle has nothing of. */
const ASIDE = ["bench", "e2e", "node_modules", "runs", "test"];
/** The folders whose files may be part of the bundle; the engine's are source or built. */
const sources = [
  ...foldersIn(home).filter((name) => !ASIDE.includes(name)),
  dirname(dirname(engine)),
];

/**
 * Loads the generators.
 * @returns {Promise<typeof import("./main.ts")>} the exports of `main.ts`
 */
export async function loadGenerators() {
  const folder = join(cache, keyOf(sourceFiles()));
  if (!existsSync(folder)) await build(folder);
  return await import(pathToFileURL(join(folder, "main.js")).href);
}

/** Every file that may be part of the bundle, and what decides how it is made. */
function sourceFiles() {
  const own = ["package.json", "bundle.mjs", "main.ts", "project.ts", "explanations.ts"];
  const files = own.map((name) => join(home, name));
  for (const folder of sources) {
    for (const entry of readdirSync(resolve(home, folder), { recursive: true })) {
      const isSource = /(?<!\.test|\.d)\.[jt]s$/.test(entry);
      if (isSource) files.push(resolve(home, folder, entry));
    }
  }
  return files.sort();
}

function foldersIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function keyOf(files) {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) {
    const text = readFileSync(file);
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 24);
}

/** Two runs may build at once: each in a folder of its own, and the first to be done is kept. */
async function build(folder) {
  const { build } = await import("esbuild");
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, "building-"));
  try {
    await build({
      absWorkingDir: home,
      entryPoints: [join(home, "main.ts")],
      outdir: staging,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      // Native code, and what only few runs need.
      external: ["oxc-parser", "prettier", "node-plop", "esbuild"],
      // Some of what is bundled is CommonJS and asks for Node's own modules.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      logLevel: "silent",
    });
    try {
      renameSync(staging, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    removeOthers(folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const AN_HOUR = 3_600_000;

/** Old bundles go; not at once, as another run may be reading one. */
function removeOthers(kept) {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (folder === kept) continue;
    try {
      if (Date.now() - statSync(folder).mtimeMs > AN_HOUR) {
        rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // Another run was faster.
    }
  }
}
