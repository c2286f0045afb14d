// `pnpm dev`: the whole app on this machine, with one command.

import { fileURLToPath } from "node:url";

import { HELP, parseCommandLine } from "./dev/options.ts";
import { createReport } from "./dev/report.ts";
import { resetData } from "./dev/reset.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

async function main(args: readonly string[]): Promise<number> {
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
    if (options.reset && !(await resetData(root, options.yes, report))) return 1;
    // Loaded late: it brings the whole backend with it, which help and refusals do not need.
    const { runDev } = await import("./dev/run.ts");
    return await runDev({ root, options, report });
  } catch (error) {
    report.problem(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

process.exit(await main(process.argv.slice(2)));
