// The official CLI, connected to the app that `pnpm dev` runs: `pnpm --filter @repo/backend convex run seed:run`.
// If an env file names another deployment, it connects to that one, as usual.
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
 * The address and key of the app; null if an env file has them, or no call is made. Exits if nothing responds,
 * because the CLI would retry forever.
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
