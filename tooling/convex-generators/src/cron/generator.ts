// `pnpm plop cron` as the command line sees it.
import { type Generator, commandLineOf, missingValues } from "@groundwork/plop-engine/generator";
import { cronCommand } from "./command.ts";
import { type CronInput, cronShape } from "./input.ts";
import { planCron } from "./plan.ts";
import { type WhenFlag, timeMissing, whenFlags } from "./schedule.ts";

export const cronGenerator: Generator<CronInput> = {
  ...commandLineOf<CronInput>(cronCommand, "title"),
  shape: cronShape,

  missing(input) {
    const hasTime = (Object.keys(whenFlags) as WhenFlag[]).some(
      (flag) => input[flag] !== undefined,
    );
    return [
      ...missingValues(
        [
          input.title === undefined,
          "<title>",
          "a cron has a title, which admins see.",
          "remove-old-notes",
        ],
        [
          input.runs === undefined,
          "--runs",
          "a cron calls an internal mutation, module.name.",
          ...["--runs", "jobs.purge"],
        ],
      ),
      ...(hasTime ? [] : [{ problem: timeMissing(), example: ["--every", whenFlags.every] }]),
    ];
  },

  plan: planCron,

  answerable: ["RUNS_UNKNOWN", "RUNS_ARGS"],
};
