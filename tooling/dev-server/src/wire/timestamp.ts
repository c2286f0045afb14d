// Timestamps as they stand on the wire: base64 of eight bytes, little endian.

/** @throws RangeError when `ts` is not an unsigned 64-bit number. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString("base64");
}

/** The timestamp, or null when the text is not the base64 of exactly eight bytes. */
export function decodeTs(text: string): bigint | null {
  if (!/^[A-Za-z0-9+/]{11}=$/.test(text)) return null;
  return Buffer.from(text, "base64").readBigUInt64LE();
}
