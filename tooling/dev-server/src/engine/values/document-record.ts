// A document as it is stored: size (8 hex digits) · JSON text. A long list of numbers, such as an
// embedding, stands in it in base64, which takes half the bytes of its digits or less, between characters
// that no JSON text has. The text that is read is the one that was written, to the last digit.

import type { JsonText } from "../../kernel/database-types.ts";

export interface StoredDocument {
  text: JsonText;
  /** Bytes as the limits count them. */
  size: number;
}

const SIZE_DIGITS = 8;
/** In a shorter text a list of numbers is not worth a look. */
const MIN_TEXT = 512;
const NUMBERS = /\[-?\d[-+.,\deE]{100,}\]/g;
/** Around what stands for a list; which one says how many bytes a number has. */
const FLOATS_32 = "\u0001";
const FLOATS_64 = "\u0002";

/** The form in which a document is put into `documents`. */
export function documentRecord({ text, size }: StoredDocument): string {
  const packed = text.length < MIN_TEXT ? text : text.replace(NUMBERS, packedNumbers);
  return size.toString(16).padStart(SIZE_DIGITS, "0") + packed;
}

export function parseRecord(record: string): StoredDocument {
  return {
    size: Number.parseInt(record.slice(0, SIZE_DIGITS), 16),
    text: unpacked(unpacked(record.slice(SIZE_DIGITS), FLOATS_32), FLOATS_64),
  };
}

/** The list as it is, where that is shorter, or where other digits would be read than were written. */
function packedNumbers(list: string): string {
  let numbers: unknown;
  try {
    numbers = JSON.parse(list);
  } catch {
    // It stands in a string.
    return list;
  }
  if (JSON.stringify(numbers) !== list) return list;
  const exact = Float64Array.from(numbers as number[]);
  const short = Float32Array.from(exact);
  const isShort = short.every((number, at) => number === exact[at]);
  const mark = isShort ? FLOATS_32 : FLOATS_64;
  const packed = mark + Buffer.from((isShort ? short : exact).buffer).toString("base64") + mark;
  return packed.length < list.length ? packed : list;
}

function unpacked(text: string, mark: string): string {
  if (!text.includes(mark)) return text;
  const parts = text.split(mark);
  return parts.map((part, n) => (n % 2 === 0 ? part : listOf(part, mark))).join("");
}

function listOf(base64: string, mark: string): string {
  const { buffer } = Uint8Array.from(Buffer.from(base64, "base64"));
  const numbers = mark === FLOATS_32 ? new Float32Array(buffer) : new Float64Array(buffer);
  return JSON.stringify(Array.from(numbers));
}
