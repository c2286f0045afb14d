// Plans what becomes of an index.
import { addFragments, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { currentEntityInput, recordedTables } from "../entity/recorded.ts";
import { planChange } from "../field/plan.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { type DeclaredTable, type TableIndex, indexFragment } from "../tables/table-indexes.ts";
import type { IndexInput } from "./input.ts";
import { withRemarks } from "./remarks.ts";
import { checkModes, existingIndex, readIndex, tableOf, unusedIndexes, usesOf } from "./read.ts";

/**
 * Plans a step on an index.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files where it is so already, or where indexes are only listed
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) INDEX_COVERED or INDEX_IN_USE, (4) for a
 *   table that cannot be edited
 */
export function planIndex(input: IndexInput, tree: Tree): Plan {
  checkModes(input);
  if (input.unused === true) return planUnused(input, tree);
  const declared = tableOf(input.table ?? "", tree);
  if (input.remove !== undefined) return planRemoval(input, declared, tree);
  if (input.activate !== undefined) return planActivation(input, declared, tree);
  return planAddition(input, declared, tree);
}

function planOf(
  input: IndexInput,
  name: string,
  files: PlannedFile[],
  more: Partial<Plan> = {},
): Plan {
  return {
    command: "index",
    subject: `${input.table}.${name}`,
    input,
    files,
    next: files.length === 0 ? [] : [referenceCommand(), snapshotCommand()],
    notes: [],
    ...more,
  };
}

function planUnused(input: IndexInput, tree: Tree): Plan {
  if (input.table !== undefined) tableOf(input.table, tree);
  const unused = unusedIndexes(input.table, tree);
  const notes = unused.map(
    ({ of: { table, path }, name, line }) =>
      `${path}:${line} declares "${name}", which nothing reads: pnpm plop index ${table} --remove ${name}`,
  );
  const none = "Every index is read.";
  return {
    ...{ command: "index", input, files: [], next: [] },
    notes: notes.length > 0 ? notes : [none],
  };
}

function planAddition(input: IndexInput, declared: DeclaredTable, tree: Tree): Plan {
  const { table } = declared;
  if (input.list === true) return planList(input, declared, tree);
  const index = readIndex(input, declared, tree);
  if (index === null) return planOf(input, input.fields!.join("."), []);
  if (!index.isStaged) assertRead(table, index.name, tree);
  const fragment = indexFragment(table, index);
  const { path } = declared;
  const before = tree.read(path)!;
  const after = withRemarks(path, addFragments(path, before, [fragment]).text, table);
  return planOf(input, index.name, [{ path, before, after, fragments: [fragment] }], {
    ...(index.isStaged && {
      next: [
        ...[referenceCommand(), snapshotCommand()],
        `Deploy: ${convexCommand("deploy")} fills the index in the background and says when it is done`,
        `Write the query that reads "${index.name}", then: pnpm plop index ${table} --activate ${index.name}`,
      ],
    }),
  });
}

/** The entity is rendered with one list more, as `pnpm plop entity --index` writes it. */
function planList(input: IndexInput, declared: DeclaredTable, tree: Tree): Plan {
  const { table } = declared;
  const entity = currentEntityInput(table, tree);
  if (entity === null) {
    throw new GeneratorError(4, {
      code: "INDEX_LIST",
      arg: "--list",
      message: `no generator made "${table}", so its lists are written by hand. Entities: ${recordedTables(tree).join(", ")}.`,
      fix: "Write the query that reads the index, and run the command without --list.",
    });
  }
  const name = input.fields!.join(".");
  if (entity.index?.includes(input.fields!.join()) === true) return planOf(input, name, []);
  const { files, removals } = planChange(entity, { command: "index", input }, tree);
  return planOf(input, name, files, { removals });
}

function assertRead(table: string, name: string, tree: Tree): void {
  if (usesOf(table, name, tree).length > 0) return;
  throw new GeneratorError(2, {
    code: "INDEX_UNREAD",
    arg: table,
    message: `no function reads "${name}" of "${table}", and an index that nothing reads only costs.`,
    fix: `Write the query first, with .withIndex("${name}", …), or pass --list (generated entities) or --staged.`,
  });
}

function planActivation(input: IndexInput, declared: DeclaredTable, tree: Tree): Plan {
  const { table, path } = declared;
  const index = existingIndex(declared, input.activate!);
  if (!index.isStaged) return planOf(input, index.name, []);
  assertRead(table, index.name, tree);
  const before = tree.read(path)!;
  const fragment = indexFragment(table, { ...index, isStaged: false });
  const staged = indexFragment(table, index);
  const without = removeFragments(path, before, [staged]);
  if (without.changed.length > 0) throw unreadable(declared, index);
  const after = withRemarks(path, addFragments(path, without.text, [fragment]).text, table);
  return planOf(input, index.name, [{ path, before, after, fragments: [], replaces: true }]);
}

function planRemoval(input: IndexInput, declared: DeclaredTable, tree: Tree): Plan {
  const { table, path } = declared;
  const index = existingIndex(declared, input.remove!);
  const uses = usesOf(table, index.name, tree);
  if (uses.length > 0) {
    throw new GeneratorError(
      3,
      uses.map((use) => ({
        code: "INDEX_IN_USE",
        arg: `${use.path}:${use.line}`,
        message: `${use.path}:${use.line} reads "${index.name}" of "${table}".`,
        fix: "Read by another index there, and run the command again.",
      })),
    );
  }
  if (index.kind !== "index") throw unreadable(declared, index);
  const before = tree.read(path)!;
  const fragment = indexFragment(table, index);
  const { text, changed } = removeFragments(path, before, [fragment]);
  if (changed.length > 0) throw unreadable(declared, index);
  const after = withRemarks(path, text, table);
  return planOf(input, index.name, [
    { path, before, after, fragments: [], replaces: true, taken: [fragment] },
  ]);
}

function unreadable({ path }: DeclaredTable, { name, line }: TableIndex): GeneratorError {
  return new GeneratorError(4, {
    code: "INDEX_SHAPE",
    arg: `${path}:${line}`,
    message: `"${name}" is not declared as the command writes it, so it is not edited.`,
    fix: `Change ${path}:${line} by hand.`,
  });
}
