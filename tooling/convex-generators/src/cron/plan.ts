// Plans a cron: its schedule, the mutation that it calls, the tests of that, and its part in the test that runs
// every cron on the embedded backend.
import { wordsOf } from "@groundwork/plop-engine/names/words";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import type { Fragment, Plan, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import { numeral } from "@groundwork/plop-engine/templates/code";
import { assertNameFree } from "../function/module-name.ts";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { pathFromTest, pathToRoot } from "../repository/backend-modules.ts";
import { readAccess } from "../repository/facts.ts";
import { folderOf, packageName } from "../repository/settings.ts";
import { layout } from "../repository/layout.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { areExportsThere, assertSameOrNew, planRendered } from "../repository/rendered.ts";
import type { CronInput } from "./input.ts";
import type { CronModel } from "./model.ts";
import { readCron } from "./read.ts";

/** The command by which a person runs every cron on the embedded backend. */
const embeddedCommand = () =>
  `pnpm --filter ${packageName("backend")} exec vitest run tests/embedded/crons.test.ts`;

/**
 * Plans a cron.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) when a name is taken, (4) for a file that cannot
 *   be edited
 */
export function planCron(input: CronInput, tree: Tree): Plan {
  const model = readCron(input, tree);
  const files = [...planTarget(model, tree), ...planCall(model, tree), ...planErrand(model, tree)];
  return {
    command: "cron",
    subject: model.title,
    input,
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: [],
  };
}

function nextOf({ module, name, work }: CronModel): string[] {
  const write = `Write what ${module}.${name} does with each row: its test waits as test.todo.`;
  const errand = `In ${layout.errands}, write what "${module}:${name}" has to find, and to do.`;
  return [
    ...(work.does === "each" ? [write] : []),
    ...(work.does === "removes" ? [] : [errand]),
    referenceCommand(),
    snapshotCommand(),
    embeddedCommand(),
  ];
}

/** The new mutation and its tests; nothing where it is one that exists. */
function planTarget(model: CronModel, tree: Tree): PlannedFile[] {
  if (model.work.does === "calls") return [];
  assertNameFree(model, tree);
  const [module, test] = render(model, tree) as [RenderedFile, RenderedFile];
  areExportsThere(tree, module, [model.name]);
  const tests = planRendered(tree, test, { kind: "testBlock", keys: [model.name] });
  return [
    ...planRendered(tree, module, { kind: "functionExport", keys: [model.name] }),
    ...planEdits(tree, [{ path: layout.apiTypes, fragments: [apiModuleFragment(model.module)] }]),
    ...tests.map((file) => (file.before === null ? { ...file, protected: true } : file)),
  ];
}

function render(model: CronModel, tree: Tree): RenderedFile[] {
  const { module, name, work } = model;
  const isRemoval = work.does === "removes";
  const test = `${module}.${name}`;
  const table = work.does === "calls" ? "" : work.table;
  const view = {
    ...{ ...model, test, table, does: work.does },
    moduleWords: module.split("/").flatMap(wordsOf).join(" "),
    rows: wordsOf(table).join(" "),
    ...(isRemoval ? ageView(work.age) : { age: "", ageMs: "" }),
    reference: ["internal", ...module.split("/"), name].join("."),
    root: pathToRoot(module),
    toPackage: pathFromTest(layout.backendTest(test)),
    role: readAccess(tree).roles[0]!,
  };
  return renderAll(folderOf("cron"), { view, helpers: {}, isWritten: () => true });
}

function ageView({ count, unit }: { count: number; unit: string }) {
  const factors = unit === "day" ? "24 * 60 * 60 * 1000" : "60 * 60 * 1000";
  const age = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return { age, ageMs: `${numeral(count)} * ${factors}` };
}

function planCall(model: CronModel, tree: Tree): PlannedFile[] {
  const { title, module, name, schedule, work } = model;
  const target = ["internal", ...module.split("/"), name].join(".");
  const args = work.does === "calls" ? work.args : work.does === "each" ? "{ cursor: null }" : "{}";
  const call = [JSON.stringify(title), schedule.when, target, args].join(", ");
  const fragment: Fragment = {
    kind: "cron",
    key: title,
    text: `crons.${schedule.method}(${call});`,
  };
  const refusal = {
    code: "CRON_TAKEN",
    arg: title,
    message: `${layout.crons} has another cron "${title}" already.`,
    fix: "Give the new one another title, or edit that one.",
  };
  assertSameOrNew(tree, layout.crons, fragment, refusal);
  return planEdits(tree, [{ path: layout.crons, fragments: [fragment] }]);
}

/** What the cron does on the embedded backend: complete for a removal, to be written for anything else. */
function planErrand({ module, name, work }: CronModel, tree: Tree): PlannedFile[] {
  const key = `${module}:${name}`;
  const errand =
    work.does === "removes" ? `removesOld(${JSON.stringify(work.table)})` : '"to write"';
  const fragment: Fragment = { kind: "errand", key, text: `${JSON.stringify(key)}: ${errand}` };
  return planEdits(tree, [{ path: layout.errands, fragments: [fragment] }]);
}
