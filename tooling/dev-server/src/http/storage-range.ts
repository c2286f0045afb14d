// The Range request header (RFC 9110, section 14.2), one range at most.

/** First and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * @param header value of `Range`
 * @param size bytes of the file
 * @returns null when the whole file is to be served: no header, a unit other than bytes, no bytes
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | null | "unsatisfiable" {
  const specs = /^bytes=(.*)$/i.exec(header?.trim() ?? "")?.[1];
  if (specs === undefined || size === 0) return null;
  const match = /^\s*(\d*)-(\d*)\s*$/.exec(specs);
  if (match === null) return "unsatisfiable";
  const [, first = "", last = ""] = match;
  if (first === "") return suffixRange(last, size);
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || end < start ? "unsatisfiable" : { start, end };
}

function suffixRange(length: string, size: number): ByteRange | "unsatisfiable" {
  if (length === "" || Number(length) === 0) return "unsatisfiable";
  return { start: Math.max(0, size - Number(length)), end: size - 1 };
}
