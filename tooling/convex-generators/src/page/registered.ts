// `pnpm plop page`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { pageCommand } from "./command.ts";

export const page: RegisteredGenerator = {
  command: pageCommand,
  load: async () => (await import("./generator.ts")).pageGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askPage(inquirer, io, given),
};
