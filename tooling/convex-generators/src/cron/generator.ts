// `pnpm plop cron` as the command line sees it.
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { cronCommand } from "./command.ts";
import { type CronInput, cronShape } from "./input.ts";
import { planCron } from "./plan.ts";
import { type WhenFlag, timeMissing, whenFlags } from "./schedule.ts";

export const cronGenerator: Generator<CronInput> = {
  ...commandLineOf<CronInput>(cronCommand, "title"),
  shape: cronShape,

  missing(input) {
    const missing: Missing[] = [];
    const lacks = (...missed: Parameters<typeof argumentMissing>) =>
      missing.push(argumentMissing(...missed));
    if (input.title === undefined) {
      lacks("<title>", "a cron has a title, which admins see.", "remove-old-notes");
    }
    if (input.runs === undefined) {
      lacks("--runs", "a cron calls an internal mutation, module.name.", "--runs", "jobs.purge");
    }
    if ((Object.keys(whenFlags) as WhenFlag[]).every((flag) => input[flag] === undefined)) {
      missing.push({ problem: timeMissing(), example: ["--every", whenFlags.every] });
    }
    return missing;
  },

  plan: planCron,

  answerable: ["RUNS_UNKNOWN", "RUNS_ARGS"],
};
