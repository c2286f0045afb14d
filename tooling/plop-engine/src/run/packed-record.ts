// The record of a run that changed the whole project, with what its files were before in one compressed string.
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

interface RecordOfFiles {
  files: readonly { before: string | null }[];
}

/** The record with `before` of all its files, in their order, as one string: JSON, Brotli, base64. */
export function packed(record: RecordOfFiles): object {
  const befores = JSON.stringify(record.files.map(({ before }) => before));
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    ...record,
    files: record.files.map(({ before: _before, ...file }) => file),
    before: brotliCompressSync(befores, options).toString("base64"),
  };
}

/**
 * The record that was packed; any other as it is.
 * @throws Error when it is not whole
 */
export function unpacked(record: object): object {
  const { before, files, ...rest } = record as { before?: unknown; files?: object[] };
  if (typeof before !== "string" || files === undefined) return record;
  const bytes = brotliDecompressSync(Buffer.from(before, "base64"));
  const befores = JSON.parse(bytes.toString("utf8")) as (string | null)[];
  if (befores.length !== files.length) throw new Error("The packed record has lost files.");
  return { ...rest, files: files.map((file, index) => ({ ...file, before: befores[index] })) };
}
