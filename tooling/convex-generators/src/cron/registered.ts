// `pnpm plop cron`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { cronCommand } from "./command.ts";

export const cron: RegisteredGenerator = {
  command: cronCommand,
  load: async () => (await import("./generator.ts")).cronGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askCron(inquirer, io, given),
};
