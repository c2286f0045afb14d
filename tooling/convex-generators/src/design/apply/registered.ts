// `pnpm plop design apply` and `plan`, loaded on demand: the command lines are needed for each help.
import type { Generator } from "@groundwork/plop-engine/generator";
import type { RegisteredCommand, RegisteredGenerator } from "@groundwork/plop-engine/project";
import { designApplyCommand, designPlanCommand } from "./command.ts";

export const designApply: RegisteredGenerator = {
  command: designApplyCommand,
  load: async () => (await import("./generator.ts")).designApplyGenerator as unknown as Generator,
  ask: (_inquirer, _io, given) => Promise.resolve(given),
};

export const designPlan: RegisteredCommand = {
  command: designPlanCommand,
  run: async (request) => (await import("./show.ts")).showPlan(request),
};
