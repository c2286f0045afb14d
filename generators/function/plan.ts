// Plans a function: its module, its test, its limit, and the types that clients see.
import { wordsOf } from "@groundwork/plop-engine/names/words";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { addFragments, readFragment } from "@groundwork/plop-engine/edit/fragments";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { type FileEdit, planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { testOf } from "../repository/backend-modules.ts";
import { layout } from "../repository/layout.ts";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { REFERENCE_COMMAND, SNAPSHOT_COMMAND } from "../repository/pages.ts";
import type { FunctionInput } from "./input.ts";
import type { FunctionModel } from "./model.ts";
import { functionImports, functionText, rateLimitText } from "./module-text.ts";
import { assertNameFree } from "./module-name.ts";
import { readFunction } from "./read.ts";
import { type SetUp, setUpOf } from "./set-up.ts";
import { testImports, testText } from "./test-text.ts";

/**
 * Plans a function.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files that change when all of it is there already
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when the name is taken by
 *   something else, (4) for a file that cannot be edited
 */
export function planFunction(input: FunctionInput, tree: Tree): Plan {
  const model = readFunction(input, tree);
  assertNameFree(model, tree);
  const isThere = assertSameOrNew(model, tree);
  const files = [
    ...planModule(model, tree),
    ...planTest(model, tree),
    ...planLimit(model, tree),
    ...planApart(model, tree),
  ];
  // Made by something else than this generator, which leaves neither its test nor its reason behind.
  if (isThere && files.length > 0) throw taken(model, `a "${model.name}"`);
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
  return [...(isWritten ? [] : [write]), REFERENCE_COMMAND, SNAPSHOT_COMMAND];
}

function normalised(input: FunctionInput, { about }: FunctionModel): FunctionInput {
  return { ...input, ...(input.about !== undefined && about !== null && { about }) };
}

/**
 * The function may be there already, as it would be written; something else under its name is a conflict.
 * @returns whether it is there
 */
function assertSameOrNew(model: FunctionModel, tree: Tree): boolean {
  const path = layout.backendModule(model.module);
  const text = tree.read(path);
  const current = text === null ? null : readFragment(path, text, exportOf(model));
  if (current === null) return false;
  if (isSameCode(current, functionText(model), (code) => code)) return true;
  throw taken(model, `another "${model.name}"`);
}

function taken({ module, name }: FunctionModel, what: string): GeneratorError {
  return new GeneratorError(3, {
    code: "EXPORT_TAKEN",
    arg: `${module}.${name}`,
    message: `${layout.backendModule(module)} exports ${what} already.`,
    fix: "Edit that one, or give the new function another name.",
  });
}

function exportOf(model: FunctionModel): Fragment {
  return { kind: "functionExport", key: model.name, text: functionText(model) };
}

function planModule(model: FunctionModel, tree: Tree): PlannedFile[] {
  const path = layout.backendModule(model.module);
  const fragments = [...functionImports(model), exportOf(model)];
  const words = model.module.split("/").flatMap(wordsOf).join(" ");
  const types = [{ path: layout.apiTypes, fragments: [apiModuleFragment(model.module)] }];
  return [
    ...planText(tree, { path, fragments }, `// Functions of ${words}.\n`),
    ...planEdits(tree, types),
  ];
}

/** The lint's bound on a test file, less what a person may add. */
const TEST_LINES_MAX = 480;

function planTest(model: FunctionModel, tree: Tree): PlannedFile[] {
  const shared = testOf(tree, model.module);
  const text = tree.read(shared);
  const block = testBlock(model, text === null ? null : setUpOf(shared, text));
  const lines = (text ?? "").split("\n").filter((line) => line.trim() !== "").length;
  const isFull = text !== null && lines + block.text.split("\n").length > TEST_LINES_MAX;
  const own = shared.replace(/\.test\.ts$/, `.${model.name}.test.ts`);
  const isThere = text !== null && readFragment(shared, text, block) !== null;
  const path = (isFull && !isThere) || tree.read(own) !== null ? own : shared;
  const written = path === shared ? block : testBlock(model, null);
  const fragments = [...testImports(written.text, path), written];
  const planned = planText(tree, { path, fragments }, "");
  return planned.map((file) => (file.before === null ? { ...file, protected: true } : file));
}

function testBlock(model: FunctionModel, setUp: SetUp | null): Fragment {
  return { kind: "testBlock", key: model.name, text: testText(model, model.name, setUp) };
}

/** Adds to a file that is there, or writes a new one that has only this. */
function planText(tree: Tree, edit: FileEdit, header: string): PlannedFile[] {
  if (tree.read(edit.path) !== null) return planEdits(tree, [edit]);
  const { text } = addFragments(edit.path, header, edit.fragments);
  return [{ path: edit.path, before: null, after: text, fragments: [] }];
}

/** The flows call every public function of the modules that they touch, or say why not. */
function planApart({ module, name, isInternal }: FunctionModel, tree: Tree): PlannedFile[] {
  if (isInternal || !isInFlows(module, tree)) return [];
  const key = `${module}:${name}`;
  const text = `${JSON.stringify(key)}: "no page calls it yet"`;
  const fragment: Fragment = { kind: "apart", key, text };
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

function planLimit(model: FunctionModel, tree: Tree): PlannedFile[] {
  const text = rateLimitText(model);
  if (text === null) return [];
  const { name, added } = model.rateLimit!;
  const fragment: Fragment = { kind: "rateLimit", key: name, text };
  const path = layout.rateLimits;
  const current = tree.read(path);
  const there = current === null ? null : readFragment(path, current, fragment);
  if (there !== null && !isSameCode(there, text, (code) => `({ ${code} });`)) {
    throw new GeneratorError(3, {
      code: "RATE_LIMIT_TAKEN",
      arg: name,
      message: `${path} has another limit "${name}" already.`,
      fix: `--rate-limit ${name}`,
    });
  }
  const unit = `import { ${added!.unit.toUpperCase()} } from "@convex-dev/rate-limiter";`;
  return planEdits(tree, [{ path, fragments: [...importFragments(unit), fragment] }]);
}
