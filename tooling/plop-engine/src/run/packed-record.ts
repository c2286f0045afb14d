// The record of a run that changed the whole project, or a lockfile. Its files are one compressed string: they are long,
// and a search through the project should not find them.
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** The record with its files as JSON, compressed by Brotli, in base64. */
export function packed(record: { files: readonly object[]; parts?: readonly object[] }): object {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const compressed = (list: readonly object[]) =>
    brotliCompressSync(JSON.stringify(list), options).toString("base64");
  const { files, parts } = record;
  return {
    ...record,
    ...(parts && { parts: compressed(parts) }),
    files: compressed(files),
  };
}

/**
 * The record that was packed; any other as it is.
 * @throws Error when its files are not whole
 */
export function unpacked(record: object): object {
  const { files, parts } = record as { files?: unknown; parts?: unknown };
  if (typeof files !== "string") return record;
  const whole = (text: string): unknown =>
    JSON.parse(brotliDecompressSync(Buffer.from(text, "base64")).toString("utf8"));
  return {
    ...record,
    ...(typeof parts === "string" && { parts: whole(parts) }),
    files: whole(files),
  };
}
