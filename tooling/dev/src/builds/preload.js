// Loaded into the official CLI before its own code: gives it an esbuild that remembers what it has built. Without
// it the CLI works the same, but for the time: where it loads esbuild in another way, nothing happens here.
import { realpathSync, watch } from "node:fs";
import { createRequire } from "node:module";
import { RememberedBuilds } from "./remembered-builds.js";

/** A save is often more than one event. Longer than the times of files may be behind the clock. */
const SETTLE_MS = 40;

const script = process.argv[1];
if (script !== undefined) rememberBuildsOf(realpathSync(script));

/** @param {string} cli */
function rememberBuildsOf(cli) {
  const require = createRequire(cli);
  /** @type {string} */
  let path;
  /** @type {typeof import("esbuild")} */
  let esbuild;
  try {
    path = require.resolve("esbuild");
    esbuild = require(path);
  } catch {
    return;
  }
  const module = require.cache[path];
  if (module === undefined) return;
  const builds = new RememberedBuilds((options) => esbuild.build(options));
  const settle = followFolders(builds);
  /** @param {import("esbuild").BuildOptions} options */
  const build = async (options) => {
    const result = await builds.build(options);
    settle();
    return result;
  };
  module.exports = { ...esbuild, build };
}

/**
 * Returns what has to run after a build, which may have brought new folders.
 * @param {RememberedBuilds} builds
 */
function followFolders(builds) {
  const watched = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(() => builds.buildAhead(), SETTLE_MS).unref();
  };
  return () => {
    for (const folder of builds.folders()) {
      if (watched.has(folder)) continue;
      watched.add(folder);
      // The CLI watches, too, and tells what is wrong with that.
      watch(folder, { persistent: false }, onChange).on("error", () => undefined);
    }
  };
}
