// `pnpm plop design new`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { designNewCommand } from "./command.ts";

export const designNew: RegisteredGenerator = {
  command: designNewCommand,
  load: async () => (await import("./generator.ts")).designNewGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askDesign(inquirer, io, given),
};
