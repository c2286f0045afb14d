// Reads an input into one step on an index, or into everything that is wrong with it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { LONGEST_NAME } from "../fields/identifiers.ts";
import { tableProblems } from "../migration/read.ts";
import { fieldNames, rowShapeOf } from "../migration/row-shape.ts";
import { type DeclaredTable, type TableIndex } from "../tables/table-indexes.ts";
import { declaredTables } from "./declared-tables.ts";
import type { IndexInput } from "./input.ts";
import { type IndexUse, indexUses, nameOfIndex } from "./uses.ts";

/** Of all kinds, in one table; fields of one index. As Convex has it. */
const MOST_INDEXES = 64;
const MOST_FIELDS = 16;
const RESERVED = ["by_id", "by_creation_time"];

/** Refuses flags that exclude each other. */
export function checkModes({ fields, list, staged, activate, remove, unused }: IndexInput): void {
  const given = [
    ["<field>…", fields !== undefined],
    ["--activate", activate !== undefined],
    ["--remove", remove !== undefined],
    ["--unused", unused === true],
  ].filter(([, isGiven]) => isGiven);
  const [first, second] = given.map(([name]) => name as string);
  const isNew = first === "<field>…";
  const adding = list === true ? "--list" : staged === true ? "--staged" : null;
  const extra = second ?? (adding !== null && !isNew ? adding : list && staged ? "--staged" : null);
  if (extra === null) return;
  throw new GeneratorError(2, {
    code: "INDEX_HERE",
    arg: extra,
    message: `${extra} does not go with ${extra === "--staged" && list ? "--list" : first}: a run does one thing with an index.`,
    fix: "Leave it out.",
    ...(extra === "--unused" || extra === adding || extra === "--staged" ? { replace: [] } : {}),
  });
}

/**
 * Finds a table where the app declares it.
 * @throws TABLE_UNKNOWN (2), INDEX_TABLE (4) for one of a library
 */
export function tableOf(table: string, tree: Tree): DeclaredTable {
  const problems = tableProblems(table, tree);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  const found = declaredTables(tree).find((one) => one.table === table);
  if (found !== undefined) return found;
  throw new GeneratorError(4, {
    code: "INDEX_TABLE",
    arg: table,
    message: `"${table}" is a library's: convex/tables does not declare it.`,
    fix: "Declare it there with the validator of the library, as authVerifiers is.",
  });
}

/**
 * Reads a new index.
 * @returns null where the table has it already
 * @throws GeneratorError (2) with all problems, INDEX_COVERED (3)
 */
export function readIndex(
  { fields = [], staged = false }: IndexInput,
  declared: DeclaredTable,
  tree: Tree,
): Pick<TableIndex, "name" | "fields" | "isStaged"> | null {
  const name = nameOfIndex(fields);
  const known = fieldsOf(declared.table, tree);
  const problems = [...fields.flatMap((field, at) => faultOf(field, fields.slice(0, at), known))];
  const refuse = (code: string, arg: string, message: string, fix?: string) =>
    problems.push({ code, arg, message, ...(fix !== undefined && { fix }) });
  if (fields.length > MOST_FIELDS)
    refuse("INDEX_FIELDS", fields[MOST_FIELDS]!, `an index has at most ${MOST_FIELDS} fields.`);
  if (RESERVED.includes(name))
    refuse("INDEX_RESERVED", fields[0]!, `Convex has an index "${name}" of its own.`);
  if (name.length > LONGEST_NAME)
    refuse(
      "INDEX_LONG",
      fields.at(-1)!,
      `index name "${name}" is ${name.length} characters; Convex allows ${LONGEST_NAME}.`,
    );
  if (declared.indexes.length >= MOST_INDEXES)
    refuse(
      "INDEXES_TOO_MANY",
      declared.table,
      `"${declared.table}" has ${declared.indexes.length} indexes; Convex allows ${MOST_INDEXES}.`,
      "Remove one that nothing reads: pnpm plop index --unused",
    );
  if (problems.length > 0) throw new GeneratorError(2, problems);
  const covering = declared.indexes.find(
    (one) => one.kind === "index" && fields.every((field, at) => one.fields[at] === field),
  );
  if (covering === undefined) return { name, fields: [...fields], isStaged: staged };
  const isSame = covering.fields.length === fields.length && covering.name === name;
  if (isSame && (staged || !covering.isStaged)) return null;
  throw new GeneratorError(3, {
    code: "INDEX_COVERED",
    arg: name,
    message: `"${covering.name}" of "${declared.table}" starts with the same fields, so it finds the rows, too.`,
    fix: covering.isStaged
      ? `pnpm plop index ${declared.table} --activate ${covering.name}`
      : `Read it with .withIndex("${covering.name}", …).`,
  });
}

/** The fields of a table's rows; null where its shape cannot be read. */
function fieldsOf(table: string, tree: Tree): string[] | null {
  try {
    return fieldNames(rowShapeOf(tree, table, ""));
  } catch (error) {
    if (error instanceof GeneratorError) return null;
    throw error;
  }
}

function faultOf(field: string, before: readonly string[], known: string[] | null): Problem[] {
  if (before.includes(field))
    return [
      {
        code: "INDEX_FIELDS",
        arg: field,
        message: `"${field}" is named twice.`,
        fix: "Leave it out.",
      },
    ];
  if (field.startsWith("_")) {
    const message =
      field === "_creationTime"
        ? "every index ends with _creationTime, so rows with the same values come in the order of their creation."
        : `"${field}" is a field of Convex's own, and no index has it.`;
    return [{ code: "INDEX_FIELD", arg: field, message, fix: "Leave it out.", replace: [] }];
  }
  const name = field.split(".")[0]!;
  if (known === null || known.includes(name)) return [];
  const near = didYouMean(field, known);
  const message = `the rows have no field "${field}".${near?.sentence ?? ` Fields: ${known.join(", ")}.`}`;
  return [{ code: "INDEX_FIELD", arg: field, message, ...(near && instead(near.word)) }];
}

/**
 * Finds an index that is named.
 * @throws INDEX_UNKNOWN (2)
 */
export function existingIndex({ table, indexes }: DeclaredTable, name: string): TableIndex {
  const found = indexes.find((index) => index.name === name);
  if (found !== undefined) return found;
  const names = indexes.map((index) => index.name);
  const near = didYouMean(name, names);
  throw new GeneratorError(2, {
    code: "INDEX_UNKNOWN",
    arg: name,
    message: `"${table}" has no index "${name}".${near?.sentence ?? ` Indexes: ${names.join(", ") || "none"}.`}`,
    ...(near && instead(near.word)),
  });
}

/** The places that read an index. */
export function usesOf(table: string, name: string, tree: Tree): IndexUse[] {
  return indexUses(tree).filter(
    (use) => use.index === name && (use.table === null || use.table === table),
  );
}

/** Indexes whose names are a library's: it looks rows up by them. */
const isOfLibrary = (name: string) => !/^(by|search)_/.test(name);

/** The indexes that nothing reads; of one table, or of all. A staged one is waiting for its query. */
export function unusedIndexes(
  table: string | undefined,
  tree: Tree,
): (TableIndex & { of: DeclaredTable })[] {
  const uses = indexUses(tree);
  const isRead = (of: string, name: string) =>
    uses.some((use) => use.index === name && (use.table === null || use.table === of));
  return declaredTables(tree)
    .filter((one) => table === undefined || one.table === table)
    .flatMap((of) =>
      of.indexes
        .filter(({ name, isStaged }) => !isStaged && !isOfLibrary(name) && !isRead(of.table, name))
        .map((index) => ({ ...index, of })),
    );
}
