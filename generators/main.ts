// What `bin.mjs` and `plopfile.mjs` run: the engine's command line with the generators of this repository.
import "./project.ts";

export { main, plopGenerators, processIo } from "@groundwork/plop-engine/cli/main";
