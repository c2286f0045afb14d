// `pnpm plop design docs`, loaded on demand: the command line is needed for each help.
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { designDocsCommand } from "./command.ts";

export const designDocs: RegisteredGenerator = {
  command: designDocsCommand,
  load: async () => (await import("./generator.ts")).designDocsGenerator,
  ask: (_inquirer, _io, given) => Promise.resolve(given),
};
