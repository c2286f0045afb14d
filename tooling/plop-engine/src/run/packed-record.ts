// The record of a run that changed the whole project, or a lockfile. Its files are one compressed string: they are long,
// and a search through the project should not find them.
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** The record with its files as JSON, compressed by Brotli, in base64. */
export function packed(record: { files: readonly object[] }): object {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const files = brotliCompressSync(JSON.stringify(record.files), options).toString("base64");
  return { ...record, files };
}

/**
 * The record that was packed; any other as it is.
 * @throws Error when its files are not whole
 */
export function unpacked(record: object): object {
  const { files } = record as { files?: unknown };
  if (typeof files !== "string") return record;
  const bytes = brotliDecompressSync(Buffer.from(files, "base64"));
  return { ...record, files: JSON.parse(bytes.toString("utf8")) as unknown };
}
