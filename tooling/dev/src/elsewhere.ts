// `pnpm dev` against a deployment that runs elsewhere: the CLI pushes to it, the web app reads it.

import { banner } from "./settings/banner.ts";
import { checkTypes } from "./check-types.ts";
import { startFunctions } from "./functions.ts";
import { readHomeUrls, type OtherHome } from "./home.ts";
import type { Parts } from "./processes/parts.ts";
import { choosePorts } from "./settings/port-choice.ts";
import type { DevSetup } from "./settings/settings.ts";
import { startWeb } from "./web.ts";

/** Resolves once everything is up and said to be. No demo data: the deployment is somebody's. */
export async function bringUpElsewhere(
  { app, options, report }: DevSetup,
  parts: Parts,
  home: OtherHome,
): Promise<void> {
  const { root } = app;
  report.step(`${home.file} sets ${home.variable}: the embedded backend is not started`);
  report.step("Pushing packages/backend");
  const functions = parts.add(
    startFunctions({
      root,
      deployment: null,
      onLine: (line) => report.line("functions", line),
      onRestart: report.problem,
      onRefused: () => report.problem("The functions are refused, see below."),
    }),
  );
  await Promise.race([parts.failure, functions.ready]);
  checkTypes(root, parts, report);
  const urls = readHomeUrls(root);
  if (!urls) {
    throw new Error(
      `HOME_UNKNOWN: the convex CLI has pushed but left no CONVEX_URL in ${home.file}; add it there.`,
    );
  }
  // Not before the push: until then another command may have taken the port.
  const ports = await choosePorts(options.ports, report.step);
  const web = parts.add(
    startWeb({
      root,
      port: ports.web,
      backendUrl: urls.backend,
      onLine: (line) => report.line("web", line),
    }),
  );
  await Promise.race([parts.failure, web.ready]);
  const addresses = {
    web: `http://localhost:${ports.web}`,
    backend: urls.backend,
    site: urls.site ?? "see the deployment's settings",
  };
  report.plain(banner(app.name, addresses, []));
}
