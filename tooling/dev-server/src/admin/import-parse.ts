// Documents out of the files `convex import` uploads: CSV, JSON lines and JSON arrays.

import { canonicalDocument, float64Json } from "../engine/values/value.ts";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { parseLosslessJson } from "../wire/lossless-json.ts";
import { parseCsv } from "./import-csv.ts";

export type DocumentFormat = "csv" | "jsonLines" | "jsonArray";
export type DocumentJson = Record<string, JsonValue>;

const MAX_JSON_ARRAY_BYTES = 16 * 1024 * 1024;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads all documents of a file, in Convex's JSON encoding; `_id` and `_creationTime` may be among
 * the fields.
 * @param options.lossless JSON lines as an export writes them: bare integers are int64
 * @throws BackendError 400 with the codes `convex import` documents
 */
export function parseDocuments(
  bytes: Uint8Array,
  format: DocumentFormat,
  options: { lossless?: boolean } = {},
): DocumentJson[] {
  const text = decodeUtf8(bytes);
  switch (format) {
    case "csv":
      return parseCsvDocuments(text);
    case "jsonLines":
      return parseJsonLines(text, options.lossless ?? false);
    case "jsonArray":
      return parseJsonArray(text, bytes.byteLength);
    default:
      return format satisfies never;
  }
}

/** @throws BackendError NotUtf8, Utf8BomNotSupported */
export function decodeUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BackendError("NotUtf8", "The file is not UTF-8 text.");
  }
  if (text.startsWith("\ufeff")) {
    throw new BackendError(
      "Utf8BomNotSupported",
      "Remove the byte order mark at the file's start.",
    );
  }
  return text;
}

function parseJsonLines(text: string, lossless: boolean): DocumentJson[] {
  const documents: DocumentJson[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    let value: JsonValue;
    try {
      value = lossless ? parseLosslessJson(line) : (JSON.parse(line) as JsonValue);
    } catch (error) {
      throw new BackendError(
        "JsonInvalidRow",
        `Failed to parse JSON on line ${index + 1}: ${(error as Error).message}`,
      );
    }
    documents.push(checkDocument(value, `line ${index + 1}`));
  }
  return documents;
}

function parseJsonArray(text: string, size: number): DocumentJson[] {
  if (size > MAX_JSON_ARRAY_BYTES) {
    throw new BackendError(
      "JsonArrayTooLarge",
      "A JSON array of more than 16 MiB cannot be imported; use JSON lines instead.",
    );
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new BackendError("NotJson", `The file is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) {
    throw new BackendError("NotJsonArray", "The file holds JSON, but not an array of objects.");
  }
  return value.map((item, index) => checkDocument(item, `element ${index + 1}`));
}

function parseCsvDocuments(text: string): DocumentJson[] {
  const [header, ...rows] = parseCsv(text);
  if (header === undefined) throw new BackendError("CsvMissingHeaders", "The CSV file is empty.");
  const names = header.map((name) => name.trim());
  const bad = names.find((name) => !/^[\x20-\x7e]+$/.test(name) || name.startsWith("$"));
  if (bad !== undefined) {
    throw new BackendError(
      "CsvInvalidHeader",
      `Failed to import the CSV file: "${bad}" cannot be the name of a field.`,
    );
  }
  return rows.map((cells, index) => {
    if (cells.length < names.length) {
      throw new BackendError(
        "CsvRowMissingFields",
        `Row ${index + 1} has ${cells.length} fields, but the header has ${names.length}.`,
      );
    }
    const fields = names.map((name, column) => [name, csvValue(cells[column] ?? "")]);
    return checkDocument(Object.fromEntries(fields) as DocumentJson, `row ${index + 1}`);
  });
}

/** A number where the cell is one, else text. */
function csvValue(cell: string): JsonValue {
  return NUMBER.test(cell) ? float64Json(Number(cell)) : cell;
}

/** Brings a value into stored form, which also encodes a -0 that `JSON.parse` has read. */
function checkDocument(value: JsonValue, place: string): DocumentJson {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new BackendError("NotAnObject", `The value on ${place} is not an object.`);
  }
  try {
    return canonicalDocument(value).value;
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    throw new BackendError("InvalidConvexValue", `The value on ${place}: ${error.message}`);
  }
}
