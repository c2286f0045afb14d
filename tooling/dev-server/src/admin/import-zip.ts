// The ZIP of an export, read for import: tables by component, and files.

import { unzipSync } from "fflate";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { decodeUtf8, parseDocuments, type DocumentJson } from "./import-parse.ts";

/** A table's place in a ZIP: `a/b` is component b inside a; `""` is the app. */
interface Place {
  componentPath: string;
  table: string;
}

export interface ImportedTable extends Place {
  documents: DocumentJson[];
  /** The table number in its ids at the source; null when unknown. */
  number: number | null;
  /** CSV has no way to leave a field out: an empty cell may mean that. */
  isCsv?: boolean;
}

export interface ImportedFile {
  /** `_id` of the row; other documents refer to it. */
  id: string;
  creationTime: number | null;
  /** hex or base64 */
  sha256: string | undefined;
  contentType: string | null;
  bytes: () => Uint8Array;
}

export interface ImportedZip {
  tables: ImportedTable[];
  files: { componentPath: string; files: ImportedFile[] }[];
}

/**
 * Reads a ZIP as `convex export` writes it; a folder around everything and entries of other kinds
 * do no harm. System tables but `_tables` and `_storage` are left out.
 * @throws BackendError 400: InvalidZip, and the codes of `parseDocuments`
 */
export function readZip(zip: Uint8Array): ImportedZip {
  const names = entryNames(zip);
  const find = (place: Place, suffix: string): Uint8Array | null => {
    const name = names.find((candidate) => {
      const parsed = parseName(candidate);
      return parsed?.file === suffix && isSame(parsed, place);
    });
    return name === undefined ? null : extract(zip, name);
  };
  const places = names
    .map(parseName)
    .filter((parsed) => parsed !== null)
    .filter((parsed) => parsed.file === "documents.jsonl");
  const tables = places
    .filter(({ table }) => !table.startsWith("_"))
    .map(({ componentPath, table }) => {
      const place = { componentPath, table };
      const lossless = isUniform(find(place, "generated_schema.jsonl"));
      const bytes = find(place, "documents.jsonl") ?? new Uint8Array();
      const documents = inTable(place, () => parseDocuments(bytes, "jsonLines", { lossless }));
      const numbers = find({ componentPath, table: "_tables" }, "documents.jsonl");
      return { ...place, documents, number: tableNumber(numbers, table) };
    });
  const storagePlaces = [...new Set(storageNames(names).map(({ componentPath }) => componentPath))];
  const files = storagePlaces.map((componentPath) => ({
    componentPath,
    files: readFiles(
      zip,
      names,
      componentPath,
      find({ componentPath, table: "_storage" }, "documents.jsonl"),
    ),
  }));
  return { tables, files };
}

function entryNames(zip: Uint8Array): string[] {
  const names: string[] = [];
  try {
    unzipSync(zip, {
      filter: ({ name }) => {
        names.push(name);
        return false;
      },
    });
  } catch (error) {
    throw new BackendError(
      "InvalidZip",
      `The ZIP file cannot be read: ${(error as Error).message}`,
    );
  }
  return names;
}

function extract(zip: Uint8Array, name: string): Uint8Array {
  return unzipSync(zip, { filter: (entry) => entry.name === name })[name] ?? new Uint8Array();
}

/** `[folder/](_components/<name>/)*<table>/<file>`, or null for any other entry. */
function parseName(name: string): (Place & { file: string }) | null {
  const parts = name.split("/");
  const file = parts.pop();
  const table = parts.pop();
  if (!file || !table || parts[0] === "__MACOSX") return null;
  const components: string[] = [];
  while (parts.at(-2) === "_components") {
    components.unshift(parts.pop() ?? "");
    parts.pop();
  }
  return { componentPath: components.join("/"), table, file };
}

function isSame(a: Place, b: Place): boolean {
  return a.componentPath === b.componentPath && a.table === b.table;
}

function isUniform(schema: Uint8Array | null): boolean {
  return schema !== null && decodeUtf8(schema).split("\n")[0]?.trim() === '"uniform"';
}

function tableNumber(rows: Uint8Array | null, table: string): number | null {
  if (rows === null) return null;
  const row = parseDocuments(rows, "jsonLines").find(({ name }) => name === table);
  return typeof row?.id === "number" ? row.id : null;
}

function inTable<T>({ componentPath, table }: Place, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const place = componentPath === "" ? table : `${componentPath}/${table}`;
    throw new BackendError(error.code, `Table "${place}": ${error.message}`);
  }
}

function storageNames(names: string[]): { componentPath: string; id: string; name: string }[] {
  return names.flatMap((name) => {
    const parsed = parseName(name);
    if (parsed?.table !== "_storage" || /\.jsonl$/.test(parsed.file)) return [];
    return [{ componentPath: parsed.componentPath, id: parsed.file.split(".")[0] ?? "", name }];
  });
}

function readFiles(
  zip: Uint8Array,
  names: string[],
  componentPath: string,
  rows: Uint8Array | null,
): ImportedFile[] {
  const described = rows === null ? [] : parseDocuments(rows, "jsonLines");
  const metadata = new Map(described.map((row) => [row._id, row]));
  return storageNames(names)
    .filter((entry) => entry.componentPath === componentPath)
    .map(({ id, name }) => {
      const row: Record<string, JsonValue> = metadata.get(id) ?? {};
      return {
        id,
        creationTime: typeof row._creationTime === "number" ? row._creationTime : null,
        sha256: typeof row.sha256 === "string" ? row.sha256 : undefined,
        contentType: typeof row.contentType === "string" ? row.contentType : null,
        bytes: () => extract(zip, name),
      };
    });
}
