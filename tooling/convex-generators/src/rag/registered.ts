// `pnpm plop rag`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { ragCommand } from "./command.ts";

export const rag: RegisteredGenerator = {
  command: ragCommand,
  load: async () => (await import("./generator.ts")).ragGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askRag(inquirer, io, given),
};
