// What an import would do to the database, and doing it: all tables in one commit, or nothing.

import { everyComponent } from "../deploy/definitions/component-rows.ts";
import { FIRST_USER_TABLE_NUMBER } from "../engine/storage/system-tables.ts";
import { decodeId } from "../engine/values/ids.ts";
import { storeStream } from "../functions/files/file-storage-bytes.ts";
import type { App } from "../kernel/app.ts";
import type {
  ComponentId,
  DocumentWrite,
  JsonText,
  SchemaDefinition,
  Submission,
  Transaction,
} from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { ComponentIdOf } from "./import-components.ts";
import { newDocuments, type PreparedTable } from "./import-documents.ts";
import { parseDocuments, type DocumentJson } from "./import-parse.ts";
import type { ImportRequest } from "./import-request.ts";
import { readZip, type ImportedFile, type ImportedTable } from "./import-zip.ts";

type Parts = Pick<App, "clock" | "database" | "random"> & {
  config: Pick<App["config"], "dataDirectory">;
};

interface PlannedTable extends ImportedTable {
  component: ComponentId;
}

export interface ImportPlan {
  tables: PlannedTable[];
  files: { component: ComponentId; componentPath: string; files: ImportedFile[] }[];
}

/**
 * Reads an uploaded file and finds the components it is for.
 * @throws BackendError 400 with the codes of `parseDocuments` and `readZip`, InvalidName
 */
export function planImport(
  idOf: ComponentIdOf,
  request: ImportRequest,
  bytes: Uint8Array,
): ImportPlan {
  const known = new Map<string, ComponentId>();
  const componentId = (componentPath: string): ComponentId => {
    const path = [request.componentPath, componentPath].filter((part) => part !== "").join("/");
    const id = known.get(path) ?? idOf(path);
    known.set(path, id);
    return id;
  };
  if (request.format !== "zip") {
    const table = checkTableName(request.tableName ?? "");
    const documents = parseDocuments(bytes, request.format);
    const isCsv = request.format === "csv";
    const imported = { componentPath: "", table, documents, number: null, isCsv };
    return { tables: [{ ...imported, component: componentId("") }], files: [] };
  }
  const zip = readZip(bytes);
  for (const { table } of zip.tables) checkTableName(table);
  const placed = <T extends { componentPath: string }>(part: T) => ({
    ...part,
    component: componentId(part.componentPath),
  });
  return { tables: zip.tables.map(placed), files: zip.files.map(placed) };
}

function checkTableName(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) return name;
  throw new BackendError("InvalidName", `"${name}" cannot be the name of a table.`);
}

/**
 * The question the CLI puts, and whether documents would be deleted, which must be confirmed.
 * @throws BackendError 400 TableExists when tables must be empty and are not
 */
export function describeImport(
  app: Pick<Parts, "database">,
  request: ImportRequest,
  plan: ImportPlan,
): { message: string; deletes: boolean } {
  const targets = new Map<string, { create: number; existing: number; deleted: number }>();
  app.database.read((tx) => {
    const add = (component: ComponentId, path: string, table: string, create: number) => {
      const existing = tx.count({ component, system: true }, table);
      const isReplaced = request.mode === "replace" || request.mode === "replaceAll";
      const name = path === "" ? table : `${path}: ${table}`;
      targets.set(name, { create, existing, deleted: isReplaced ? existing : 0 });
    };
    for (const { component, componentPath, table, documents } of plan.tables) {
      add(component, componentPath, table, documents.length);
    }
    for (const { component, componentPath, files } of plan.files) {
      add(component, componentPath, "_storage", files.length);
    }
    for (const { component, path, table } of clearedTables(tx, request, plan)) {
      add(component, path, table, 0);
    }
  });
  const taken = [...targets].find(([, { existing }]) => existing > 0)?.[0];
  if (request.mode === "requireEmpty" && taken !== undefined) throw tableExists(taken);
  const rows = [...targets].map(([name, { create, existing, deleted }]) => [
    name,
    String(create),
    deleted > 0 ? `${deleted} of ${existing}` : "",
  ]);
  const deletes = [...targets.values()].some(({ deleted }) => deleted > 0);
  return { message: textTable([["table", "create", "delete"], ...rows]), deletes };
}

function tableExists(table: string): BackendError {
  return new BackendError(
    "TableExists",
    `Table "${table}" already has documents. Import with --append or --replace, or into a new table.`,
  );
}

/** Tables that `replaceAll` empties because the import does not have them. Files stay. */
function clearedTables(
  tx: Transaction,
  request: ImportRequest,
  plan: ImportPlan,
): { component: ComponentId; path: string; table: string }[] {
  if (request.mode !== "replaceAll") return [];
  return everyComponent(tx).flatMap(({ id, path }) =>
    tx
      .tables({ component: id })
      .filter(
        (name) => !plan.tables.some(({ component, table }) => component === id && table === name),
      )
      .map((table) => ({ component: id, path, table })),
  );
}

/**
 * Carries out an import in one commit.
 * @returns number of documents written, files included
 * @throws BackendError 400: TableExists, InvalidId, DocumentExists, SchemaEnforcementError,
 *   Sha256Mismatch; nothing has changed then
 */
export async function applyImport(
  app: Parts,
  request: ImportRequest,
  plan: ImportPlan,
): Promise<number> {
  const storage = await storeFiles(app, plan);
  for (;;) {
    const tables = [...plan.tables, ...storage];
    const components = [...new Set(tables.map(({ component }) => component))];
    const nextNumbers = new Map(components.map((id) => [id, nextTableNumber(app, id)]));
    const { value, reads } = app.database.read((tx) =>
      prepareSubmission(app, tx, request, { plan: { ...plan, tables }, nextNumbers }),
    );
    const outcome = await app.database.commit({ ...value, reads });
    if (outcome.committed) return value.writes.filter(({ after }) => after !== null).length;
  }
}

/** Bytes first; what a failed import leaves of them is swept like any orphan. */
async function storeFiles(app: Parts, plan: ImportPlan): Promise<PlannedTable[]> {
  const tables: PlannedTable[] = [];
  for (const { component, componentPath, files } of plan.files) {
    const documents: DocumentJson[] = [];
    for (const { id, creationTime, sha256, contentType, bytes } of files) {
      const place = { dataDirectory: app.config.dataDirectory, component, random: app.random };
      const row = (await storeStream(place, bytes(), { contentType, sha256 })) as DocumentJson;
      const created: DocumentJson = creationTime === null ? {} : { _creationTime: creationTime };
      documents.push({ _id: id, ...created, ...row });
    }
    tables.push({ component, componentPath, table: "_storage", documents, number: null });
  }
  return tables;
}

/** Seen by creating a table and rolling that back. */
function nextTableNumber({ database, random }: Parts, component: ComponentId): number {
  const name = `probe_${Buffer.from(random(16)).toString("hex")}`;
  return database.transact((tx) => {
    const savepoint = tx.savepoint();
    const id = tx.insert({ component }, name, {});
    tx.rollbackTo(savepoint);
    return decodeId(id)?.tableNumber ?? FIRST_USER_TABLE_NUMBER;
  }).value;
}

function prepareSubmission(
  app: Parts,
  tx: Transaction,
  request: ImportRequest,
  { plan, nextNumbers }: { plan: ImportPlan; nextNumbers: Map<ComponentId, number> },
): Omit<Submission, "reads"> {
  const prepared = newDocuments(plan.tables, {
    tableNumber: (component, table) => app.database.tableNumber(component, table),
    tables: (component) => tx.tables({ component, system: true }),
    nextNumber: (component) => nextNumbers.get(component) ?? FIRST_USER_TABLE_NUMBER,
    schema: (component): SchemaDefinition | null => app.database.schema(component),
    keepsIds: request.format !== "zip",
    random: app.random,
    now: app.clock.now(),
  });
  const writes = prepared.flatMap((table) => tableWrites(tx, table, request.mode));
  for (const { component, table } of clearedTables(tx, request, plan)) {
    for (const [id, before] of scan(tx, component, table)) {
      writes.push({ component, table, id, before, after: null });
    }
  }
  const newTables = prepared
    .filter(({ component, table }) => app.database.tableNumber(component, table) === null)
    .map(({ component, table, number }) => ({ component, table, number }));
  return { snapshotTs: tx.snapshotTs, writes, newTables };
}

function tableWrites(
  tx: Transaction,
  { component, table, documents }: PreparedTable,
  mode: ImportRequest["mode"],
): DocumentWrite[] {
  const existing = new Map(scan(tx, component, table));
  if (mode === "requireEmpty" && existing.size > 0) throw tableExists(table);
  const keepsOld = mode === "append" || mode === "requireEmpty";
  const writes = documents.map(({ id, text }): DocumentWrite => {
    const before = existing.get(id) ?? null;
    if (before !== null && keepsOld) {
      throw new BackendError("DocumentExists", `Table "${table}" already has a document ${id}.`);
    }
    existing.delete(id);
    return { component, table, id, before, after: text };
  });
  if (keepsOld) return writes;
  for (const [id, before] of existing) writes.push({ component, table, id, before, after: null });
  return writes;
}

function* scan(
  tx: Transaction,
  component: ComponentId,
  tableName: string,
): Generator<[id: string, text: JsonText]> {
  const stream = tx.query(
    { component, system: true },
    { source: { type: "FullTableScan", tableName, order: "asc" }, operators: [] },
  );
  for (let next = stream.next(); next !== null; next = stream.next()) {
    yield [(JSON.parse(next) as { _id: string })._id, next];
  }
  stream.close();
}

function textTable(rows: string[][]): string {
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(" | ")
        .trimEnd(),
    )
    .join("\n");
}
