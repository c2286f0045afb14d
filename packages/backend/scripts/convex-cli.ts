// The official CLI, turned to the app that `pnpm dev` runs: `pnpm --filter @repo/backend convex run seed:run`.
// Where an env file names another deployment, it goes there, as it would by itself.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cliEnvironment, cliScript } from "@groundwork/dev/convex-cli";
import type { Deployment } from "@groundwork/dev/deployment";
import { findOtherHome, readHomeUrls } from "@groundwork/dev/home";

const home = join(import.meta.dirname, "..");
const root = join(home, "..", "..");
const instance = join(root, ".groundwork", "instance.json");

/**
 * Where the app is, and the key to it; null where an env file says it, or nothing is asked. Ends the
 * process where nothing answers: the CLI would try again for ever.
 */
async function local(): Promise<Deployment | null> {
  if (findOtherHome(root) !== null || process.argv.includes("--help")) return null;
  const url = readHomeUrls(root)?.backend;
  if (url === undefined || !existsSync(instance)) {
    console.error("NOT_STARTED: nothing was started in this folder yet. Start the app: pnpm dev");
    process.exit(1);
  }
  const { adminKey } = JSON.parse(readFileSync(instance, "utf8")) as { adminKey: string };
  const headers = { authorization: `Convex ${adminKey}` };
  const answer = await fetch(`${url}/api/check_admin_key`, { headers }).catch(() => null);
  if (answer?.ok !== true) {
    console.error(
      `NOT_RUNNING: the app of this folder does not answer at ${url}. Start it: pnpm dev`,
    );
    process.exit(1);
  }
  return { origin: url, adminKey };
}

const cli = cliScript(home);
const { status } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], {
  cwd: home,
  stdio: "inherit",
  env: cliEnvironment(await local()),
});
process.exitCode = status ?? 1;
