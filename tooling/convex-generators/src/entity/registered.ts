// `pnpm plop entity`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { entityCommand } from "./command.ts";

export const entity: RegisteredGenerator = {
  command: entityCommand,
  load: async () => (await import("./generator.ts")).entityGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askEntity(inquirer, io, given),
};
