// Sets the keys for session tokens on the deployment that the convex CLI is connected to, if it has none:
// replacing them would sign everyone out. Flags are passed on to the CLI, such as `--prod`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cliEnvironment, cliScript } from "@groundwork/dev/convex-cli";
import { generateAuthKeys } from "../embedded/auth-keys.ts";

const flags = process.argv.slice(2);
const convex = (args: string[], input = "") =>
  execFileSync(process.execPath, [cliScript(join(import.meta.dirname, "..")), ...args, ...flags], {
    encoding: "utf8",
    env: cliEnvironment(null),
    input,
    stdio: ["pipe", "pipe", "inherit"],
  });

const present = convex(["env", "list", "--names-only"]).split("\n");
const keys = Object.entries(await generateAuthKeys());
if (keys.every(([name]) => present.includes(name))) {
  console.log("The deployment already has keys.");
} else {
  convex(["env", "set", "--force"], keys.map(([name, value]) => `${name}='${value}'\n`).join(""));
  console.log(`Set ${keys.map(([name]) => name).join(" and ")}.`);
}
