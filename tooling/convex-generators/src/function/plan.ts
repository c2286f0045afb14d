// Plans a function: its module, its test, its limit, and the types that clients see.
import { apiModuleFragment } from "../repository/api-modules.ts";
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { testOf } from "../repository/backend-modules.ts";
import { layout } from "../repository/layout.ts";
import { planRateLimit } from "../repository/rate.ts";
import { areExportsThere, exportTaken, fragmentsOf, planRendered } from "../repository/rendered.ts";
import type { Fragment, Plan, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import type { RenderedFile } from "@groundwork/plop-engine/templates/render";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import type { FunctionInput } from "./input.ts";
import type { FunctionModel } from "./model.ts";
import { assertNameFree } from "./module-name.ts";
import { readFunction } from "./read.ts";
import { renderFunction } from "./render.ts";
import { setUpOf } from "./set-up.ts";

/**
 * Plans a function.
 * @param input what was asked for
 * @param tree the repository
 * @param earlier of a function that is rendered again, the files that its run wrote
 * @returns the plan; without files that change when all of it already exists
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when the name is taken by
 *   something else, (4) for a file that cannot be edited
 */
export function planFunction(input: FunctionInput, tree: Tree, earlier?: readonly string[]): Plan {
  const model = readFunction(input, tree);
  assertNameFree(model, tree);
  const { module } = renderFunction(model, { path: testOf(tree, model.module), setUp: null });
  const isThere = areExportsThere(tree, module, [model.name]);
  const files = [
    ...planRendered(tree, module, { kind: "functionExport", keys: [model.name] }),
    ...planEdits(tree, [{ path: layout.apiTypes, fragments: [apiModuleFragment(model.module)] }]),
    ...planTest(model, tree, earlier),
    ...(model.rateLimit === null ? [] : planRateLimit(model.rateLimit, tree)),
    ...planApart(model, tree),
  ];
  // Made by something else than this generator, which leaves neither its test nor its reason behind.
  if (isThere && files.length > 0) throw exportTaken(module.path, model.name, "a");
  return {
    command: "function",
    subject: `${model.module}.${model.name}`,
    input: normalised(input, model),
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: [],
  };
}

function nextOf({ module, name, isWritten }: FunctionModel): string[] {
  const write = `Write ${module}.${name}, which throws NOT_IMPLEMENTED until then: its test waits as test.todo.`;
  return [...(isWritten ? [] : [write]), referenceCommand(), snapshotCommand()];
}

function normalised(input: FunctionInput, { about }: FunctionModel): FunctionInput {
  return { ...input, ...(input.about !== undefined && about !== null && { about }) };
}

/** The lint's bound on a test file, less what a person may add. */
const TEST_LINES_MAX = 480;

function planTest(
  model: FunctionModel,
  tree: Tree,
  earlier: readonly string[] | undefined,
): PlannedFile[] {
  const shared = testOf(tree, model.module);
  const own = shared.replace(/\.test\.ts$/, `.${model.name}.test.ts`);
  const text = tree.read(shared);
  const inShared = renderFunction(model, {
    path: shared,
    setUp: text === null ? null : setUpOf(shared, text),
  }).test;
  const isSplit =
    earlier === undefined ? text !== null && isFull(model, inShared, text) : earlier.includes(own);
  const hasOwn = tree.read(own) !== null || isSplit;
  const test = hasOwn ? renderFunction(model, { path: own, setUp: null }).test : inShared;
  const planned = planRendered(tree, test, { kind: "testBlock", keys: [model.name] });
  return planned.map((file) => (file.before === null ? { ...file, protected: true } : file));
}

/** Whether the tests of a module have no room for those of the function, which are not there yet. */
function isFull({ name }: FunctionModel, { path, text }: RenderedFile, shared: string): boolean {
  const block = fragmentsOf({ path, text }, { kind: "testBlock", keys: [name] }).at(-1)!;
  const lines = [shared, block.text].flatMap((text) => text.split("\n"));
  const count = lines.filter((line) => line.trim() !== "").length;
  return count > TEST_LINES_MAX && readFragment(path, shared, block) === null;
}

/** The flows call every public function of the modules that they touch, or say why not. */
function planApart({ module, name, isInternal }: FunctionModel, tree: Tree): PlannedFile[] {
  if (isInternal || !isInFlows(module, tree)) return [];
  const key = `${module}:${name}`;
  const text = `${JSON.stringify(key)}: "no page calls it yet"`;
  const fragment: Fragment = { kind: "uncovered", key, text };
  const flows = planEdits(tree, [{ path: layout.flows, fragments: [fragment] }]);
  return flows.filter(({ before, after }) => before !== after);
}

function isInFlows(module: string, tree: Tree): boolean {
  const folder = layout.flows.slice(0, layout.flows.lastIndexOf("/"));
  const member = module.replaceAll("/", "\\.");
  const uses = new RegExp(`\\bapi\\.${member}\\.|"${module}:`);
  return tree.list(folder).some((file) => {
    return /^\w+\.ts$/.test(file) && uses.test(tree.read(`${folder}/${file}`) ?? "");
  });
}
