// `pnpm plop remove`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { removeCommand } from "./command.ts";

export const remove: RegisteredGenerator = {
  command: removeCommand,
  load: async () => (await import("./generator.ts")).removeGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askRemove(inquirer, io, given),
};
