// `pnpm plop migration`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { migrationCommand } from "./command.ts";

export const migration: RegisteredGenerator = {
  command: migrationCommand,
  load: async () => (await import("./generator.ts")).migrationGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askMigration(inquirer, io, given),
};
