// `pnpm plop role`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { roleCommand } from "./command.ts";

export const role: RegisteredGenerator = {
  command: roleCommand,
  load: async () => (await import("./generator.ts")).roleGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askRole(inquirer, io, given),
};
