// `pnpm plop job` as the command line sees it.
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { jobCommand } from "./command.ts";
import { type JobInput, jobShape } from "./input.ts";
import { planJob } from "./plan.ts";

export const jobGenerator: Generator<JobInput> = {
  ...commandLineOf<JobInput>(jobCommand, "name"),
  shape: jobShape,

  missing(input) {
    const missing: Missing[] = [];
    const lacks = (...missed: Parameters<typeof argumentMissing>) =>
      missing.push(argumentMissing(...missed));
    if (input.name === undefined) lacks("<module>", "a job has a module.", "thumbnails");
    if (input.of === undefined) lacks("--of", "a job is about a row of a table.", "--of", "files");
    if (input.calls === undefined) {
      const message = "a job calls a service, whose address is in an environment variable.";
      lacks("--calls", message, "--calls", "SERVICE_URL");
    }
    return missing;
  },

  plan: planJob,

  answerable: ["RATE_LIMIT_MISSING", "ARG_UNREADABLE"],
};
