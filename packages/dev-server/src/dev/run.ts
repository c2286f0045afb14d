// One run of `pnpm dev`: brings the parts up, tells when all of it is there, takes everything down.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { demoAccounts } from "@repo/validators/demo";

import { startServer } from "../server.ts";
import { banner } from "./banner.ts";
import { readVariables, setVariables, type Deployment } from "./deployment.ts";
import { startFunctions } from "./functions.ts";
import type { DevOptions } from "./options.ts";
import { Parts } from "./parts.ts";
import { choosePorts, type Ports } from "./port-choice.ts";
import type { Report } from "./report.ts";
import { dataDirectory } from "./reset.ts";
import { seed } from "./seed.ts";
import { nextStopRequest } from "./stop-signals.ts";
import { missingVariables } from "./variables.ts";
import { startWeb } from "./web.ts";

export interface DevSetup {
  /** The folder of the workspace. */
  root: string;
  options: DevOptions;
  report: Report;
}

/**
 * Runs until it is told to stop. Returns the exit code. Throws when something cannot be started, or
 * when a part ends by itself. Nothing is left running either way.
 */
export async function runDev(setup: DevSetup): Promise<number> {
  const { report } = setup;
  const parts = new Parts();
  try {
    const { reason, exitCode } = await Promise.race([nextStopRequest(), bringUp(setup, parts)]);
    report.step(`Stopping: ${reason}`);
    return exitCode;
  } finally {
    await parts.stop();
  }
}

/** Never resolves: a run ends when it is stopped, or by the error of a part. */
async function bringUp({ root, options, report }: DevSetup, parts: Parts): Promise<never> {
  const ports = await choosePorts(options.ports, report.step);
  const pageUrl = `http://localhost:${ports.web}`;

  report.step("Starting the backend and the web app");
  const web = parts.add(
    startWeb({
      root,
      port: ports.web,
      backendUrl: `http://127.0.0.1:${ports.backend}`,
      onLine: (line) => report.line("web", line),
    }),
  );
  const backend = parts.add(await startBackend(root, ports, report));
  await prepareVariables(root, backend, pageUrl);

  report.step("Pushing packages/backend");
  const functions = parts.add(
    startFunctions({
      root,
      deployment: backend,
      onLine: (line) => report.line("functions", line),
      onRefused: () =>
        report.problem("The functions were refused, see above. Mend them and save: this goes on."),
    }),
  );
  await Promise.race([parts.failure, Promise.all([functions.firstPush, web.ready])]);

  const seeded = await seed(backend);
  if (seeded === "made") report.step("Seeded demo data");
  const addresses = { web: pageUrl, backend: backend.origin, site: backend.siteOrigin };
  report.plain(banner(addresses, seeded === "off" ? [] : demoAccounts));
  return parts.failure;
}

/** Runs in this process: it is ready sooner, and ends with it whatever happens. */
async function startBackend(root: string, ports: Ports, report: Report) {
  const reportFault = (error: unknown) =>
    report.line("backend", error instanceof Error ? (error.stack ?? error.message) : String(error));
  const server = await startServer({
    port: ports.backend,
    sitePort: ports.site,
    strictPort: true,
    dataDirectory: dataDirectory(root),
    report: reportFault,
  });
  // One request or one connection that goes wrong must not take the others' backend away.
  process.on("uncaughtException", reportFault);
  process.on("unhandledRejection", reportFault);
  return {
    origin: server.cloudOrigin,
    siteOrigin: server.siteOrigin,
    adminKey: server.adminKey,
    stop: () => server.close(),
  };
}

async function prepareVariables(root: string, deployment: Deployment, pageUrl: string) {
  const present = await readVariables(deployment);
  const missing = await missingVariables(present, pageUrl, async () => {
    // By path, because the backend package is tested against this one: a dependency would be a cycle.
    const file = pathToFileURL(join(root, "packages", "backend", "auth-keys.ts")).href;
    const { generateAuthKeys } = (await import(file)) as {
      generateAuthKeys: () => Promise<{ JWT_PRIVATE_KEY: string; JWKS: string }>;
    };
    return generateAuthKeys();
  });
  await setVariables(deployment, missing);
}
