// Plain JavaScript, because the official CLI's process loads it bare (`preload.js`).
import { readdirSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, resolve, sep } from "node:path";

/**
 * @typedef {import("esbuild").BuildOptions} BuildOptions
 * @typedef {import("esbuild").BuildResult<{ metafile: true }>} BuildResult
 * @typedef {(options: any) => Promise<any>} Build
 * @typedef {{ options: BuildOptions, inputs: string[], result: BuildResult, files: Map<string, string>, ahead?: Promise<void> | undefined }} Remembered
 */

/** The plugins of the builds that bundle functions. What other plugins do beside the result would be missed. */
const PLUGINS = new Set([
  "convex-async-hooks-shim",
  "convex-server-only",
  "convex-node-externals",
  "convex-wasm",
]);

/** How far the times of files may be behind the clock: Linux takes them from its last tick. */
const TICK_MS = 20;

/** Inputs that are no files, and always the same. */
const CONSTANT_INPUT = /^(async-hooks-shim|server-only-stub|\(disabled\)):/;

/**
 * Builds that are done again only when a file they depend on has changed. The official CLI bundles the app, its
 * schema and every component on every save; nearly all of that gives what it gave before.
 */
export class RememberedBuilds {
  /** @type {Build} */
  #build;
  /** @type {Map<string, Remembered>} */
  #known = new Map();

  /** @param {Build} build `build` of esbuild */
  constructor(build) {
    this.#build = build;
  }

  /**
   * Takes the place of esbuild's `build`.
   * @param {BuildOptions} options what esbuild takes
   * @returns {Promise<any>} what esbuild returns, or has returned for the same files
   * @throws what esbuild throws; a failure is not remembered
   */
  async build(options) {
    if (!isOfFunctions(options)) return await this.#build(options);
    const key = keyOf(options);
    await this.#known.get(key)?.ahead;
    const known = this.#known.get(key);
    if (known !== undefined && isCurrent(known)) return known.result;
    return await this.#buildAndRemember(key, options);
  }

  /** The folders of the own files that the builds depend on. What is installed changes rarely. */
  folders() {
    return ownFolders([...this.#known.values()].flatMap(({ inputs }) => inputs));
  }

  /**
   * Starts the builds that a saved file has made stale, before the CLI asks for them: it waits half a second for
   * more changes first. Failures are left to the CLI's own build, which prints them.
   */
  buildAhead() {
    for (const [key, known] of this.#known) {
      if (known.ahead !== undefined || isCurrent(known)) continue;
      const silent = /** @type {BuildOptions} */ ({ ...known.options, logLevel: "silent" });
      known.ahead = this.#buildAndRemember(key, known.options, silent).then(
        () => undefined,
        () => (known.ahead = undefined),
      );
    }
  }

  /**
   * @param {string} key
   * @param {BuildOptions} options
   * @param {BuildOptions} [used] the same, but for what is printed
   */
  async #buildAndRemember(key, options, used = options) {
    const startedAt = Date.now();
    const result = await this.#build(used);
    const inputs = inputsOf(result, options.absWorkingDir);
    if (inputs === null || !isComplete(result) || inputs.some((file) => isNewer(file, startedAt))) {
      this.#known.delete(key);
    } else {
      const files = new Map([...placesOf(inputs)].map((path) => [path, stateOf(path)]));
      this.#known.set(key, { options, inputs, result, files });
    }
    return result;
  }
}

/** @param {BuildOptions} options */
function isOfFunctions({ plugins = [], metafile, write }) {
  return metafile === true && write === false && plugins.every(({ name }) => PLUGINS.has(name));
}

/** @param {BuildOptions} options */
function keyOf(options) {
  return JSON.stringify({ ...options, plugins: options.plugins?.map(({ name }) => name) });
}

/** @param {Remembered} known */
function isCurrent({ files }) {
  for (const [path, state] of files) if (stateOf(path) !== state) return false;
  return true;
}

/**
 * @param {BuildResult} result
 * @param {string} [home] what esbuild's relative paths start from
 * @returns {string[] | null} null when one of the inputs is no file
 */
function inputsOf({ metafile }, home = process.cwd()) {
  const files = Object.keys(metafile.inputs).filter((input) => !CONSTANT_INPUT.test(input));
  const paths = files.map((file) => resolve(home, file));
  return paths.every((path) => statOf(path)?.isFile()) ? paths : null;
}

/**
 * Whether a result holds all that it depends on. A package that is left to the server stands in a list of the
 * CLI's plugin instead.
 * @param {BuildResult} result
 */
function isComplete({ errors, metafile }) {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const isForeign = imports.some(({ external, path }) => external === true && !isBuiltin(path));
  return errors.length === 0 && !isForeign;
}

/**
 * Whether a file was written at a time or later, so that nobody knows which text esbuild has read.
 * @param {string} file
 * @param {number} time milliseconds since 1970
 */
function isNewer(file, time) {
  return (statOf(file)?.mtimeMs ?? Infinity) >= time - TICK_MS;
}

/** @param {string[]} inputs */
function ownFolders(inputs) {
  const own = inputs.filter((file) => !file.includes(`${sep}node_modules${sep}`));
  return new Set(own.map((file) => dirname(file)));
}

/**
 * The files; their folders, since a new file can take the place of another; and for each package of the workspace
 * what says where its imports lead. What is installed is replaced as a whole, under other paths.
 * @param {string[]} inputs
 */
function placesOf(inputs) {
  const folders = ownFolders(inputs);
  const places = new Set([...inputs, ...folders]);
  for (const folder of folders) {
    const home = packageOf(folder);
    const modules = join(home, "node_modules");
    const scopes = namesIn(modules).filter((name) => name.startsWith("@"));
    for (const name of ["package.json", "tsconfig.json"]) places.add(join(home, name));
    for (const place of [modules, ...scopes.map((name) => join(modules, name))]) places.add(place);
  }
  return places;
}

/** @param {string} folder */
function packageOf(folder) {
  const parent = dirname(folder);
  /** @type {string} */
  const home =
    statOf(join(folder, "package.json")) || parent === folder ? folder : packageOf(parent);
  return home;
}

/**
 * What changes when a file, or the list of a folder, changes.
 * @param {string} path
 */
function stateOf(path) {
  const stat = statOf(path);
  if (stat === undefined) return "missing";
  if (!stat.isDirectory()) return `${stat.size} ${stat.mtimeMs}`;
  // Links to packages are replaced under their old names; editors write files beside those that they save.
  return isOfPackages(path) ? `${stat.mtimeMs}` : namesIn(path).join("\n");
}

/** @param {string} path */
function isOfPackages(path) {
  return basename(path) === "node_modules" || basename(path).startsWith("@");
}

/** @param {string} path */
function statOf(path) {
  return statSync(path, { throwIfNoEntry: false });
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
