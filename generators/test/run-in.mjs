// `pnpm plop` on another repository than its own: node run-in.mjs <root> <arguments…>
import { dirname } from "node:path";
import { loadGenerators } from "../load.mjs";

const [root, ...argv] = process.argv.slice(2);
const home = dirname(import.meta.dirname);
const { main, processIo } = await loadGenerators();
process.exitCode = await main(argv, processIo(root, home));
