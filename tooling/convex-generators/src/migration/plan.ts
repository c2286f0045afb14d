// Plans a migration: its two phases.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { readFragment, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Removal,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { recordedTables } from "../entity/recorded.ts";
import { readNameField } from "../repository/facts.ts";
import { folderOf } from "../repository/settings.ts";
import { layout } from "../repository/layout.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { isUndeployed, planEntry } from "./changes.ts";
import type { MigrationInput } from "./input.ts";
import { type Migration, begunMigration, readMigration } from "./read.ts";
import {
  type RowShape,
  fieldIn,
  fieldNames,
  isOptional,
  rowShapeOf,
  withOptional,
  withRequired,
  withoutShapeField,
} from "./row-shape.ts";

/**
 * Plans a phase of a migration.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it already exists
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when the name is taken by
 *   something else, (4) for a file that cannot be edited
 */
export function planMigration(input: MigrationInput, tree: Tree): Plan {
  return input.finish === true ? planNarrow(input, tree) : planWiden(input, tree);
}

function planWiden(input: MigrationInput, tree: Tree): Plan {
  const migration = readMigration(input, tree);
  const files = [...planOptional(migration, tree), ...planBackfill(migration, tree)];
  return {
    command: "migration",
    subject: migration.name,
    input,
    files,
    next: files.length === 0 ? [] : nextOf(migration),
    notes: [],
  };
}

/** What a person does between the phases. */
export function nextOf({ finish }: Migration): string[] {
  return [
    referenceCommand(),
    snapshotCommand(),
    `Deploy, then run it: ${convexCommand("run migrations:runAll")}`,
    `When it is done: ${finish}`,
  ];
}

function planOptional(migration: Migration, tree: Tree): PlannedFile[] {
  const { table, field } = migration;
  const shape = rowShapeOf(tree, table, `Make \`${field}\` optional in the shape of "${table}".`);
  const property = fieldIn(shape, field);
  if (property === null) throw fieldUnknown(shape, migration);
  if (isOptional(property)) return [];
  if (readNameField(tree, table) === field) throw namesRows(migration, tree);
  return [written(shape, withOptional(shape, property))];
}

function fieldUnknown(shape: RowShape, { table, field }: Migration): GeneratorError {
  const near = didYouMean(field, fieldNames(shape));
  return new GeneratorError(2, {
    code: "FIELD_UNKNOWN",
    arg: field,
    message: `the rows of "${table}" have no field "${field}" in ${shape.path}.${near?.sentence ?? ""}`,
    ...(near === null
      ? { fix: `Add it: pnpm plop field ${table} '${field}:string?'` }
      : instead(near.word)),
  });
}

/** What rows are called by is there in each of them: a field that they may lack for a while is not. */
function namesRows({ table, field, to }: Migration, tree: Tree): GeneratorError {
  const isGenerated = recordedTables(tree).includes(table);
  return new GeneratorError(2, {
    code: "FIELD_HELD",
    arg: field,
    message: `rows of "${table}" are called by "${field}", which they may lack until the migration is over.`,
    fix:
      isGenerated && to === null
        ? `pnpm plop field ${table} --remove ${field}`
        : `Name them by another field in ${layout.names} first, such as "_creationTime".`,
  });
}

function written({ path, source }: RowShape, after: string): PlannedFile {
  return { path, before: source.mark + source.code, after, fragments: [], replaces: true };
}

/**
 * Plans the migration itself and its test.
 * @throws EXPORT_TAKEN (3) when another migration has the name
 */
export function planBackfill(migration: Migration, tree: Tree): PlannedFile[] {
  const fragments = fragmentsOf(migration);
  assertSameOrNew(migration, fragments, tree);
  const test = layout.migrationTest(migration.name);
  const [rendered] = renderAll(folderOf("migration"), {
    view: migration,
    helpers: {},
    isWritten: () => true,
  });
  return [
    ...planEdits(tree, [{ path: layout.migrations, fragments }]),
    ...(tree.read(test) === null
      ? [{ path: test, before: null, after: rendered!.text, fragments: [], protected: true }]
      : []),
  ];
}

/** What a migration adds to the module of migrations. */
export function fragmentsOf(migration: Migration): Fragment[] {
  const { name, table, finish } = migration;
  const { uses, change, about } = changeOf(migration);
  return [
    ...importFragments(`import { ${uses} } from "./model/platform/oldRows";`),
    {
      kind: "functionExport",
      key: name,
      text:
        `/** ${about}; then \`${finish}\`. */\n` +
        `export const ${name} = migrations.define({\n  table: "${table}",\n` +
        `  migrateOne: (_ctx, row) => ${change},\n});`,
    },
    {
      kind: "pendingMigration",
      key: `internal.migrations.${name}`,
      text: `internal.migrations.${name}`,
    },
  ];
}

/** What a migration does to a row: the function that it calls, its call, and a sentence. */
function changeOf({ table, field, to, into }: Migration) {
  if (into !== undefined) {
    const about = `Moves \`${field}\` of the ${table} that have it to \`${into.field}\``;
    return { uses: "movedField", change: `movedField(row, "${field}", "${into.field}")`, about };
  }
  if (to === null) {
    const about = `Takes \`${field}\` away from the ${table} that have it`;
    return { uses: "withoutField", change: `withoutField(row, "${field}")`, about };
  }
  const about = `Fills in \`${field}\` of the ${table} that lack it`;
  return { uses: "filledIn", change: `filledIn(row, "${field}", ${codeOf(to)})`, about };
}

/** A value as code: the text of one that is an enum's keeps its type. */
function codeOf(to: string): string {
  try {
    const value = JSON.parse(to) as unknown;
    const isOpen = typeof value === "string" || (typeof value === "object" && value !== null);
    return isOpen ? `${to} as const` : to;
  } catch {
    return to;
  }
}

function assertSameOrNew({ name }: Migration, fragments: readonly Fragment[], tree: Tree): void {
  const statement = fragments.find(({ kind }) => kind === "functionExport")!;
  const text = tree.read(layout.migrations);
  const current = text === null ? null : readFragment(layout.migrations, text, statement);
  if (current === null || isSameCode(current, statement.text, (code) => code)) return;
  throw new GeneratorError(3, {
    code: "EXPORT_TAKEN",
    arg: name,
    message: `${layout.migrations} has another "${name}" already.`,
    fix: "Give the new migration another name.",
  });
}

function planNarrow(input: MigrationInput, tree: Tree): Plan {
  const migration = begunMigration(input, tree);
  const { table, field, to } = migration;
  const lines =
    to === null
      ? `Remove \`${field}\` from the shape of "${table}".`
      : `Make \`${field}\` required in the shape of "${table}".`;
  const shape = rowShapeOf(tree, table, lines);
  const property = fieldIn(shape, field);
  const isDone = to === null ? property === null : property !== null && !isOptional(property);
  if (!isDone && property === null) throw fieldUnknown(shape, migration);
  const narrowed = isDone
    ? []
    : [
        written(
          shape,
          to === null ? withoutShapeField(shape, property!) : withRequired(shape, property!),
        ),
      ];
  const left = planLeft(migration, tree);
  return {
    command: "migration",
    subject: `${migration.name}.finish`,
    input: { ...input },
    files: [
      ...narrowed,
      ...(isDone ? [] : planEntry(migration, input.counted, tree)),
      ...left.files,
    ],
    removals: left.removals,
    writesPages: true,
    next: isDone ? [] : [referenceCommand(), snapshotCommand()],
    notes: [],
  };
}

/**
 * Plans what becomes of a migration that is done. Its test has no place for old rows any more. The migration itself
 * stays while CHANGES.md names it, so until the next version.
 */
export function planLeft(
  migration: Migration,
  tree: Tree,
): { files: PlannedFile[]; removals: Removal[] } {
  const test = layout.migrationTest(migration.name);
  const text = tree.read(test);
  const removals = text === null ? [] : [{ path: test, before: text }];
  const before = tree.read(layout.migrations);
  if (before === null || !isUndeployed(tree)) return { files: [], removals };
  const { text: after } = removeFragments(layout.migrations, before, fragmentsOf(migration));
  const file = { path: layout.migrations, before, after, fragments: [], replaces: true };
  return { files: after === before ? [] : [file], removals };
}
