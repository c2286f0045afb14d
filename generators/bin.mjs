#!/usr/bin/env node
// `pnpm plop`: loads the generators, and hands them the command line.
import module from "node:module";
import { dirname } from "node:path";

await run();

async function run() {
  // Newer Nodes keep compiled code between runs.
  module.enableCompileCache?.();
  let generators;
  try {
    const { loadGenerators } = await import("./load.mjs");
    generators = await loadGenerators();
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(error.code)) throw error;
    console.error(`NOT_INSTALLED: ${error.message.split("\n")[0]}\nRun: pnpm install`);
    process.exitCode = 1;
    return;
  }
  const home = import.meta.dirname;
  const io = generators.processIo(dirname(home), home);
  process.exitCode = await generators.main(process.argv.slice(2), io);
}
