// `pnpm plop update`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { updateCommand } from "./command.ts";

export const update: RegisteredGenerator = {
  command: updateCommand,
  load: async () => (await import("./generator.ts")).updateGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askUpdate(inquirer, io, given),
};
