// One consistent copy of the database as files on disk, and the ZIP `convex export` downloads of it.

import {
  closeSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  linkSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { everyComponent } from "../deploy/definitions/component-rows.ts";
import { filePath } from "../functions/files/file-storage-bytes.ts";
import type { StorageRow } from "../functions/files/file-storage-urls.ts";
import type { App } from "../kernel/app.ts";
import type { ComponentId, JsonText, JsonValue, Transaction } from "../kernel/database-types.ts";
import { printLosslessJson } from "../wire/lossless-json.ts";

const WRITE_BYTES = 1024 * 1024;

export type ExportParts = Pick<App, "database"> & {
  config: Pick<App["config"], "dataDirectory">;
};

interface DumpedTable {
  name: string;
  number: number;
  /** JSON text of one document per line. */
  dump: string;
}

interface DumpedComponent {
  /** `""`, `_components/rag/`: what its entries in the ZIP start with. */
  prefix: string;
  tables: DumpedTable[];
  storage: { row: StorageRow; bytes: string }[] | null;
}

/** The state of the database at one commit, as files that nothing changes any more. */
export interface Snapshot {
  directory: string;
  /** Commit timestamp, ns. */
  ts: bigint;
  components: DumpedComponent[];
}

/**
 * Copies every component's tables, at one snapshot, into `directory`, and links the files stored.
 * Synchronous, so that no commit comes between: only copying is done here, all else in `writeZip`.
 */
export function takeSnapshot(
  parts: ExportParts,
  directory: string,
  options: { includeStorage: boolean },
): Snapshot {
  mkdirSync(directory, { recursive: true });
  let fileCount = 0;
  const newFile = () => path.join(directory, String(fileCount++));
  const { value: components, ts } = parts.database.read((tx) =>
    everyComponent(tx).map(({ id, path: componentPath }) => ({
      prefix: componentPrefix(componentPath),
      tables: tx
        .tables({ component: id })
        .filter((name) => !name.startsWith("_"))
        .map((name) => dumpTable(parts, tx, id, name, newFile())),
      storage: options.includeStorage ? linkFiles(parts, tx, id, newFile) : null,
    })),
  );
  return { directory, ts, components };
}

function componentPrefix(componentPath: string): string {
  const names = componentPath === "" ? [] : componentPath.split("/");
  return names.map((name) => `_components/${name}/`).join("");
}

function dumpTable(
  parts: ExportParts,
  tx: Transaction,
  component: ComponentId,
  name: string,
  dump: string,
): DumpedTable {
  const descriptor = openSync(dump, "w");
  let lines = "";
  for (const document of scan(tx, component, name)) {
    lines += `${document}\n`;
    if (lines.length < WRITE_BYTES) continue;
    writeSync(descriptor, lines);
    lines = "";
  }
  writeSync(descriptor, lines);
  closeSync(descriptor);
  return { name, number: parts.database.tableNumber(component, name) ?? 0, dump };
}

function* scan(tx: Transaction, component: ComponentId, tableName: string): Generator<JsonText> {
  const stream = tx.query(
    { component, system: true },
    { source: { type: "FullTableScan", tableName, order: "asc" }, operators: [] },
  );
  for (let next = stream.next(); next !== null; next = stream.next()) yield next;
  stream.close();
}

/** A hard link keeps the bytes of a file that is deleted while the ZIP is written. */
function linkFiles(
  parts: ExportParts,
  tx: Transaction,
  component: ComponentId,
  newFile: () => string,
): { row: StorageRow; bytes: string }[] {
  return Array.from(scan(tx, component, "_storage"), (json) => {
    const row = JSON.parse(json) as StorageRow;
    const source = filePath(parts.config.dataDirectory, component, row.uuid);
    const bytes = newFile();
    try {
      linkSync(source, bytes);
    } catch {
      copyFileSync(source, bytes);
    }
    return { row, bytes };
  });
}

/** Writes the ZIP of a snapshot; it appears under its name when it is complete. */
export async function writeZip(snapshot: Snapshot, target: string): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(README), "README.md");
  for (const { prefix, tables, storage } of snapshot.components) {
    const rows = tables.map(({ name, number }) => `${JSON.stringify({ name, id: number })}\n`);
    zip.addBuffer(Buffer.from(rows.join("")), `${prefix}_tables/documents.jsonl`);
    for (const { name, dump } of tables) {
      zip.addBuffer(Buffer.from('"uniform"\n'), `${prefix}${name}/generated_schema.jsonl`);
      zip.addReadStreamLazy(`${prefix}${name}/documents.jsonl`, {}, (give) =>
        give(null, Readable.from(losslessLines(dump))),
      );
    }
    if (storage !== null) addStorage(zip, prefix, storage);
  }
  zip.end();
  const temporary = `${target}.tmp`;
  try {
    await pipeline(zip.outputStream, createWriteStream(temporary));
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

function addStorage(
  zip: ZipFile,
  prefix: string,
  storage: { row: StorageRow; bytes: string }[],
): void {
  const rows = storage.map(({ row: { uuid, ...row } }) =>
    JSON.stringify({ ...row, internalId: uuid }),
  );
  zip.addBuffer(
    Buffer.from(rows.map((row) => `${row}\n`).join("")),
    `${prefix}_storage/documents.jsonl`,
  );
  for (const { row, bytes } of storage) zip.addFile(bytes, `${prefix}_storage/${row._id}`);
}

/** The documents of a dump as lossless JSON. Not `readline`: it also splits at U+2028. */
async function* losslessLines(dump: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(dump, "utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length === 0) continue;
    yield lines.map((line) => `${printLosslessJson(JSON.parse(line) as JsonValue)}\n`).join("");
  }
}

const README = `# Snapshot

Written by the Groundwork development backend, in the format of \`convex export\`. Put it back, here or
on Convex, with \`npx convex import --replace-all <this file>\`.

- \`<table>/documents.jsonl\`: one document per line. A bare integer is an int64; a float64 always has a
  point or an exponent.
- \`_tables/documents.jsonl\`: the numbers of the tables, which are part of every id.
- \`_storage/\`: files, each under the id of its row in \`_storage/documents.jsonl\`.
- \`_components/<name>/\`: the same for each component.
`;
