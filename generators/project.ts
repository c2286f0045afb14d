// The generators of this repository, registered with the engine.
import type { Generator } from "@groundwork/plop-engine/generator";
import {
  type Project,
  type RegisteredGenerator,
  useProject,
} from "@groundwork/plop-engine/project";
import { cronCommand } from "./cron/command.ts";
import { entityCommand } from "./entity/command.ts";
import { explanations } from "./explanations.ts";
import { functionCommand } from "./function/command.ts";
import { initCommand } from "./init/command.ts";
import { removeCommand } from "./remove/command.ts";
import { checkSteps } from "./repository/checks.ts";
import { dependency } from "./repository/dependency.ts";
import { editors } from "./repository/editors.ts";
import { inspect } from "./repository/inspect.ts";
import { withLintNote } from "./repository/lint-note.ts";
import { pages } from "./repository/pages.ts";
import { titlesAtRisk, walkingTests } from "./repository/walking-tests.ts";

const entity: RegisteredGenerator = {
  command: entityCommand,
  load: async () => (await import("./entity/generator.ts")).entityGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./entity/questions.ts")).askEntity(inquirer, io, given),
};

const fn: RegisteredGenerator = {
  command: functionCommand,
  load: async () =>
    (await import("./function/generator.ts")).functionGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./function/questions.ts")).askFunction(inquirer, io, given),
};

const cron: RegisteredGenerator = {
  command: cronCommand,
  load: async () => (await import("./cron/generator.ts")).cronGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./cron/questions.ts")).askCron(inquirer, io, given),
};

const init: RegisteredGenerator = {
  command: initCommand,
  load: async () => (await import("./init/generator.ts")).initGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./init/questions.ts")).askInit(inquirer, io, given),
};

const remove: RegisteredGenerator = {
  command: removeCommand,
  load: async () => (await import("./remove/generator.ts")).removeGenerator as unknown as Generator,
  ask: async (inquirer, io, given) =>
    await (await import("./remove/questions.ts")).askRemove(inquirer, io, given),
};

const project: Project = {
  generators: [entity, fn, cron, init, remove],
  editors,
  explanations,
  checksOf: (files, tree) => checkSteps(files, walkingTests(tree), titlesAtRisk(files, tree)),
  pages,
  inspect,
  finish: withLintNote,
  dependency,
};

useProject(project);
