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
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Folders beside the entry that the bundle has nothing of. */
const ASIDE = ["bench", "e2e", "node_modules", "runs", "test"];

/** What is bundled. */
export interface Bundle {
  /** The absolute path of the folder with the entry, its `package.json` and its `node_modules`. */
  home: string;
  /** The file in it that exports what is loaded: `main.ts`. */
  entry: string;
  /** Modules at the top of other packages that the bundle takes in, such as `@scope/generators/project`. */
  packages: readonly string[];
}

/**
 * Loads the bundle, and makes it first where a source has changed.
 * @returns the exports of the entry
 */
export async function loadBundle<Exports>(bundle: Bundle): Promise<Exports> {
  const cache = join(bundle.home, "node_modules", ".cache", "generators");
  const folder = join(cache, keyOf(sourceFiles(bundle)));
  if (!existsSync(folder)) await make(bundle, cache, folder);
  const file = bundle.entry.replace(/\.ts$/, ".js");
  return (await import(pathToFileURL(join(folder, file)).href)) as Exports;
}

/** Every file that may be part of the bundle, and what decides how it is made. */
function sourceFiles({ home, packages }: Bundle): string[] {
  const { resolve } = createRequire(join(home, "package.json"));
  const top = readdirSync(home).filter((name) => isSource(name) || name === "package.json");
  const folders = [
    ...foldersIn(home)
      .filter((name) => !ASIDE.includes(name))
      .map((name) => join(home, name)),
    dirname(import.meta.dirname),
    ...packages.map((name) => dirname(resolve(name))),
  ];
  const nested = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(isSource)
      .map((entry) => join(folder, entry)),
  );
  return [...top.map((name) => join(home, name)), ...nested].sort();
}

/** Source or built, but neither a test nor a declaration. */
function isSource(name: string): boolean {
  return /(?<!\.test|\.d)\.[jt]s$/.test(name);
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function keyOf(files: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) {
    const text = readFileSync(file);
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 24);
}

/** Two runs may build at once: each in a folder of its own, and the first to be done is kept. */
async function make({ home, entry }: Bundle, cache: string, folder: string): Promise<void> {
  const { build } = await import("esbuild");
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, "building-"));
  try {
    await build({
      absWorkingDir: home,
      entryPoints: [join(home, entry)],
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
    removeOthers(cache, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const AN_HOUR = 3_600_000;

/** Old bundles go; not at once, as another run may be reading one. */
function removeOthers(cache: string, kept: string): void {
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
