// Index keys: byte strings that sort as the values they encode. Layout of a key:
//   index id (4 bytes, big endian) · every index field · the document's id (ASCII)
// A value is a tag byte and its content. When the encoding of one value starts another's, the other goes
// on with 0xFF, which never follows a value in a key: ranges by prefix hold exactly what they should.

import type { JsonValue } from "../../kernel/database-types.ts";
import { totalOrder } from "./value-order.ts";
import { bytesOf, float64Of, int64Of, kindOf, type JsonObject, type ValueKind } from "./value.ts";

const TAGS: Record<ValueKind, number> = {
  undefined: 0x02,
  null: 0x03,
  int64: 0x04,
  commitTs: 0x05,
  float64: 0x06,
  boolean: 0x07,
  string: 0x08,
  bytes: 0x09,
  array: 0x0a,
  object: 0x0b,
};
/** Ends strings, arrays and objects: below everything that may follow in a longer one. */
const END = 0x00;
/** After a zero byte inside a string; above every tag, which is what follows an END. */
const ESCAPED_ZERO = 0xff;
/** Before each field of an object. */
const FIELD = 0x01;

/** A growing byte buffer. */
export class KeyWriter {
  #bytes = Buffer.allocUnsafe(128);
  #length = 0;

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + count));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  /** Negative ids, of indexes that are not stored yet, take the far end of the range. */
  uint32(value: number): this {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32BE(value >>> 0, this.#length);
    return this;
  }

  uint64(value: bigint): this {
    this.#reserve(8);
    this.#length = this.#bytes.writeBigUInt64BE(value, this.#length);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  ascii(text: string): this {
    this.#reserve(text.length);
    this.#length += this.#bytes.write(text, this.#length, "latin1");
    return this;
  }

  /** Zero bytes are escaped, and a zero byte ends it. */
  escaped(bytes: Uint8Array): this {
    if (bytes.indexOf(0) === -1) return this.raw(bytes).byte(END);
    for (const byte of bytes) {
      this.byte(byte);
      if (byte === 0) this.byte(ESCAPED_ZERO);
    }
    return this.byte(END);
  }

  value(value: JsonValue | undefined): this {
    const kind = kindOf(value);
    if (kind === "boolean") return this.byte(TAGS.boolean).byte(value === true ? 1 : 0);
    this.byte(TAGS[kind]);
    switch (kind) {
      case "undefined":
      case "null":
      case "commitTs":
        return this;
      case "int64":
        return this.uint64(BigInt.asUintN(64, int64Of(value!) + (1n << 63n)));
      case "float64":
        return this.uint64(totalOrder(float64Of(value!)));
      case "string":
        return this.escaped(Buffer.from(value as string));
      case "bytes":
        return this.escaped(bytesOf(value!));
      case "array":
        for (const item of value as JsonValue[]) this.value(item);
        return this.byte(END);
      case "object":
        for (const name of Object.keys(value as JsonObject).sort()) {
          this.byte(FIELD)
            .escaped(Buffer.from(name))
            .value((value as JsonObject)[name]);
        }
        return this.byte(END);
      default:
        return kind satisfies never;
    }
  }

  finish(): Buffer {
    // Not from Node's pool: keys are kept for long and sent to other threads, one by one.
    const key = Buffer.alloc(this.#length);
    this.#bytes.copy(key, 0, 0, this.#length);
    return key;
  }
}

/** The order-preserving encoding of one value. */
export function encodeValue(value: JsonValue | undefined): Buffer {
  return new KeyWriter().value(value).finish();
}

/** The common start of all keys of an index whose first fields have these values. */
export function encodePrefix(indexId: number, values: readonly (JsonValue | undefined)[]): Buffer {
  const writer = new KeyWriter().uint32(indexId);
  for (const value of values) writer.value(value);
  return writer.finish();
}

/** The key of a document in the `by_id` index of its table, under which it is stored. */
export function encodeIdKey(indexId: number, id: string): Buffer {
  return new KeyWriter().uint32(indexId).byte(TAGS.string).ascii(id).byte(END).finish();
}

/** The id in a key made by encodeIdKey. */
export function decodeIdKey(key: Buffer): string {
  return key.toString("latin1", 5, key.length - 1);
}

/** The key of a document in an index: the values of its fields in order, then its id. */
export function encodeIndexKey(
  indexId: number,
  values: readonly (JsonValue | undefined)[],
  id: string,
): Buffer {
  const writer = new KeyWriter().uint32(indexId);
  for (const value of values) writer.value(value);
  return writer.ascii(id).finish();
}
