// `pnpm plop http`, loaded on demand: the command line is needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredGenerator } from "@groundwork/plop-engine/project";
import { httpCommand } from "./command.ts";

export const http: RegisteredGenerator = {
  command: httpCommand,
  load: async () => (await import("./generator.ts")).httpGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./questions.ts")).askHttp(inquirer, io, given),
};
