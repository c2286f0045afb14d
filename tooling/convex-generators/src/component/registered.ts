// `pnpm plop component`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { componentCommand } from "./command.ts";

export const component: RegisteredGenerator = {
  command: componentCommand,
  load: async () => (await import("./generator.ts")).componentGenerator as unknown as Generator,
  ask: async (inquirer, _io, given) =>
    await (await import("./questions.ts")).askComponent(inquirer, given),
};
