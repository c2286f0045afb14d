// `pnpm dev` with the embedded backend: everything on this machine.

import { join } from "node:path";

import { BackendError } from "@groundwork/dev-server/kernel/errors";
import type { RunningServer } from "@groundwork/dev-server/server-options";
import { startServer } from "@groundwork/dev-server/server";
import type { App } from "./settings/app.ts";
import { banner } from "./settings/banner.ts";
import { checkTypes } from "./check-types.ts";
import { hasFunctions, readVariables, setVariables, type Deployment } from "./deployment.ts";
import { startFunctions } from "./functions.ts";
import type { Parts } from "./processes/parts.ts";
import { choosePorts, type Ports } from "./settings/port-choice.ts";
import type { Report } from "./settings/report.ts";
import { dataDirectory } from "./reset.ts";
import { seed } from "./seed.ts";
import type { DevSetup } from "./settings/settings.ts";
import { missingVariables } from "./variables.ts";
import { startWeb } from "./web.ts";

/** Resolves once everything is up and said to be. */
export async function bringUpEmbedded(
  { app, options, report }: DevSetup,
  parts: Parts,
): Promise<void> {
  const { root } = app;
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
  const server = await startBackend({ app, options, report }, ports);
  parts.add({ stop: () => server.close() });
  const deployment = { origin: server.cloudOrigin, adminKey: server.adminKey };
  await prepareVariables(app, deployment, pageUrl);

  // What an earlier run has pushed serves until the push of this one is through.
  let isServing = await hasFunctions(deployment);
  const where = isServing ? " in the background" : "";
  report.step(`Pushing packages/backend${where}`);
  const functions = parts.add(
    startFunctions({
      root,
      deployment,
      onLine: (line) => report.line("functions", line),
      onRestart: report.problem,
      onRefused: () =>
        report.problem(
          isServing
            ? "The functions are refused, see below. The last good ones keep serving."
            : "The functions are refused, see below. Fix the errors and save; startup continues.",
        ),
    }),
  );
  // After the first push, so that a start does not wait for a check that nothing needs.
  void functions.ready.then(() => checkTypes(root, parts, report)).catch(() => undefined);
  const firstPush = functions.ready.then(() => (isServing = true));
  await Promise.race([parts.failure, Promise.all([web.ready, isServing || firstPush])]);

  const hasDemo = await seedDemo(deployment, report);
  const addresses = { web: pageUrl, backend: server.cloudOrigin, site: server.siteOrigin };
  report.plain(banner(app.name, addresses, hasDemo ? app.demoAccounts : []));
}

/** Runs in this process: it is ready sooner, and ends with it whatever happens. */
async function startBackend(
  { app: { root }, options, report }: DevSetup,
  ports: Ports,
): Promise<RunningServer> {
  const reportFault = (error: unknown) =>
    report.line("backend", error instanceof Error ? (error.stack ?? error.message) : String(error));
  try {
    const server = await startServer({
      port: ports.backend,
      sitePort: ports.site,
      strictPort: true,
      allowedHosts: options.allowedHosts,
      dataDirectory: dataDirectory(root),
      projectDirectories: [join(root, "packages", "backend")],
      progress: report.step,
      report: reportFault,
    });
    // One request or one connection that goes wrong must not take the others' backend away.
    process.on("uncaughtException", reportFault);
    process.on("unhandledRejection", reportFault);
    return server;
  } catch (error) {
    if (error instanceof BackendError && error.code === "DataDirectoryInUse") {
      throw new Error(
        `ALREADY_RUNNING: the data in ${dataDirectory(root)} is in use, most likely by another ` +
          `\`pnpm dev\` of this folder. Stop that one first. (${error.message})`,
        { cause: error },
      );
    }
    throw error;
  }
}

async function prepareVariables(app: App, deployment: Deployment, pageUrl: string) {
  const present = await readVariables(deployment);
  const missing = await missingVariables(present, pageUrl, app.generateAuthKeys);
  await setVariables(deployment, missing);
}

/** Whether there are demo accounts. A failed seed is reported and does not stop the start. */
async function seedDemo(deployment: Deployment, report: Report): Promise<boolean> {
  try {
    const outcome = await seed(deployment);
    if (outcome === "made") report.step("Seeded demo data");
    return outcome !== "off";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.problem(`There is no demo data, because seed:run failed: ${reason}`);
    return false;
  }
}
