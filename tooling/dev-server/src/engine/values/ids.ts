// Document ids: base32 of (table number as LEB128 · 16 random bytes · checksum), as Convex writes them.

/** Crockford's base32 digits in lower case: in ASCII order, so ids of a table sort as their bytes. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS = new Map([...ALPHABET].map((digit, value) => [digit.charCodeAt(0), value]));

export const INTERNAL_ID_BYTES = 16;
const MIN_LENGTH = 31;
const MAX_LENGTH = 37;

export interface DecodedId {
  tableNumber: number;
  /** 16 bytes. */
  internalId: Uint8Array;
}

/** The id of a document: 31 to 37 characters. `internalId` has 16 bytes. */
export function encodeId(tableNumber: number, internalId: Uint8Array): string {
  const bytes: number[] = [];
  let rest = tableNumber;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest, ...internalId);
  bytes.push(...checksum(bytes));
  return base32(bytes);
}

/** The parts of an id, or null when the text is not one in its only valid form. */
export function decodeId(id: string): DecodedId | null {
  if (id.length < MIN_LENGTH || id.length > MAX_LENGTH) return null;
  const bytes = fromBase32(id);
  if (bytes === null) return null;
  let tableNumber = 0;
  let length = 0;
  for (;;) {
    const byte = bytes[length];
    if (byte === undefined || length === 5) return null;
    tableNumber += (byte & 0x7f) * 2 ** (7 * length);
    length += 1;
    if (byte < 0x80) break;
  }
  if (tableNumber === 0 || tableNumber > 0xffff_ffff) return null;
  const internalId = Uint8Array.from(bytes.slice(length, length + INTERNAL_ID_BYTES));
  if (internalId.length !== INTERNAL_ID_BYTES) return null;
  return encodeId(tableNumber, internalId) === id ? { tableNumber, internalId } : null;
}

/** Fletcher's sums modulo 256, xor format version 0, little endian. */
function checksum(bytes: readonly number[]): [number, number] {
  let low = 0;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) & 0xff;
    high = (high + low) & 0xff;
  }
  return [low, high];
}

function base32(bytes: readonly number[]): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): number[] | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS.get(text.charCodeAt(i));
    if (digit === undefined) return null;
    buffer = (buffer << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >>> bits) & 0xff);
      buffer &= (1 << bits) - 1;
    }
  }
  return bytes;
}
