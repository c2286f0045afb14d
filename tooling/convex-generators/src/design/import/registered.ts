// `pnpm plop design import`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { designImportCommand } from "./command.ts";

export const designImport: RegisteredGenerator = {
  command: designImportCommand,
  load: async () => (await import("./generator.ts")).designImportGenerator as unknown as Generator,
  ask: (_inquirer, _io, given) => Promise.resolve(given),
};
