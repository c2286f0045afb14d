// Runs TypeScript with the arguments it gets, as a child in the group of `pnpm dev`'s child. The compiler replaces
// the Node that starts it, and with it what ends that Node when `pnpm dev` is gone. This process keeps it.
import { spawn } from "node:child_process";

const [script = "", ...args] = process.argv.slice(2);
const compiler = spawn(process.execPath, [script, ...args], {
  stdio: ["ignore", "inherit", "inherit"],
});
compiler.on("exit", (code) => process.exit(code ?? 1));
