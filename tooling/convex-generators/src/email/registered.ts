// `pnpm plop email`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { emailCommand } from "./command.ts";

export const email: RegisteredGenerator = {
  command: emailCommand,
  load: async () => (await import("./generator.ts")).emailGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askEmail(inquirer, io, given),
};
