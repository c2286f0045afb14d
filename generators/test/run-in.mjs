// `pnpm plop` on another repository than its own: node run-in.mjs <root> <arguments…>
import { dirname } from "node:path";
import { loadGenerators } from "../bundle.mjs";

const [root, ...argv] = process.argv.slice(2);
const { main, processIo } = await loadGenerators();
process.exitCode = await main(argv, processIo(root, dirname(import.meta.dirname)));
