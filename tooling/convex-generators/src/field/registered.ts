// `pnpm plop field`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { fieldCommand } from "./command.ts";

export const field: RegisteredGenerator = {
  command: fieldCommand,
  load: async () => (await import("./generator.ts")).fieldGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askField(inquirer, io, given),
};
