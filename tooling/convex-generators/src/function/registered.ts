// `pnpm plop function`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { functionCommand } from "./command.ts";

export const fn: RegisteredGenerator = {
  command: functionCommand,
  load: async () => (await import("./generator.ts")).functionGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askFunction(inquirer, io, given),
};
