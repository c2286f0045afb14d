#!/usr/bin/env node
// `pnpm plop`: checks the machine, loads the generators, and hands them the command line.
import { readFileSync } from "node:fs";
import module from "node:module";
import { dirname } from "node:path";

const [major, minor] = process.version.slice(1).split(".").map(Number);
const floor = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  .engines.node.replace(/^\D+/, "")
  .split(".")
  .map(Number);

if (major < floor[0] || (major === floor[0] && minor < floor[1])) {
  console.error(
    `NODE_TOO_OLD: this is Node ${process.version}, and it needs ${floor.join(".")} or newer.`,
  );
  process.exitCode = 1;
} else {
  await run();
}

async function run() {
  // Newer Nodes keep compiled code between runs.
  module.enableCompileCache?.();
  let generators;
  try {
    const { loadGenerators } = await import("./bundle.mjs");
    generators = await loadGenerators();
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    console.error(`NOT_INSTALLED: ${error.message.split("\n")[0]}\nRun: pnpm install`);
    process.exitCode = 1;
    return;
  }
  const home = import.meta.dirname;
  const io = generators.processIo(dirname(home), home);
  process.exitCode = await generators.main(process.argv.slice(2), io);
}
