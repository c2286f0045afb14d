// `pnpm plop index`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { indexCommand } from "./command.ts";

export const index: RegisteredGenerator = {
  command: indexCommand,
  load: async () => (await import("./generator.ts")).indexGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askIndex(inquirer, io, given),
};
