// `pnpm plop init`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { initCommand } from "./command.ts";

export const init: RegisteredGenerator = {
  command: initCommand,
  load: async () => (await import("./generator.ts")).initGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askInit(inquirer, io, given),
};
