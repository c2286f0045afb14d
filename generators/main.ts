// What `bin.mjs` and `plopfile.mjs` run: the engine's command line, and the generators of this repository.
export { main, plopGenerators, processIo } from "@groundwork/plop-engine/cli/main";
export { useGenerators } from "./project.ts";
