// `pnpm plop job` as the command line sees it.
import { type Generator, commandLineOf, missingValues } from "@groundwork/plop-engine/generator";
import { jobCommand } from "./command.ts";
import { type JobInput, jobShape } from "./input.ts";
import { planJob } from "./plan.ts";

export const jobGenerator: Generator<JobInput> = {
  ...commandLineOf<JobInput>(jobCommand, "name"),
  shape: jobShape,

  missing: ({ name, of, calls }) =>
    missingValues(
      [name === undefined, "<module>", "a job has a module.", "thumbnails"],
      [of === undefined, "--of", "a job is about a row of a table.", "--of", "files"],
      [
        calls === undefined,
        "--calls",
        "a job calls a service, whose address is in an environment variable.",
        ...["--calls", "SERVICE_URL"],
      ],
    ),

  plan: planJob,

  answerable: ["RATE_LIMIT_MISSING", "ARG_UNREADABLE"],
};
