// `pnpm plop job`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { jobCommand } from "./command.ts";

export const job: RegisteredGenerator = {
  command: jobCommand,
  load: async () => (await import("./generator.ts")).jobGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askJob(inquirer, io, given),
};
