// `pnpm dev`: the whole app on this machine, with one command.

import type { App } from "./settings/app.ts";
import { HELP, parseCommandLine } from "./settings/options.ts";
import { createReport } from "./settings/report.ts";
import { resetData } from "./reset.ts";

/**
 * Runs the command until it is stopped.
 * @param app the workspace to run, and what it is called
 * @param args the arguments after the script's name; see `HELP`
 * @returns the exit code: 0 stopped on request, 1 something failed (printed), 2 invalid arguments
 */
export async function main(app: App, args: readonly string[]): Promise<number> {
  const report = createReport(process.stdout);
  const options = parseCommandLine(args);
  if (options.kind === "help") {
    report.plain(HELP);
    return 0;
  }
  if (options.kind === "invalid") {
    report.problem(options.problem);
    report.plain(`\n${HELP}`);
    return 2;
  }
  try {
    if (options.reset && !(await resetData(app.root, options.yes, report))) return 1;
    // Loaded late: it brings the whole backend with it, which help and refusals do not need.
    const { runDev } = await import("./run.ts");
    return await runDev({ app, options, report });
  } catch (error) {
    report.problem(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
