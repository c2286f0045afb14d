// Repeatable randomness: the same seed gives the same sequence.

import { createHash } from "node:crypto";

export class SeededRandom {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  readonly #seed: string;
  #children = 0;

  /** @param seed any text */
  constructor(seed: string) {
    this.#seed = seed;
    const digest = createHash("sha256").update(seed).digest();
    this.#a = digest.readUInt32LE(0);
    this.#b = digest.readUInt32LE(4);
    this.#c = digest.readUInt32LE(8);
    this.#d = digest.readUInt32LE(12) | 1;
  }

  /** A generator of its own, the next of this one's children. */
  derive(): SeededRandom {
    this.#children += 1;
    return new SeededRandom(`${this.#seed}/${this.#children}`);
  }

  /** xoshiro128**, Blackman and Vigna 2018. */
  #next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  /** In [0, 1), 53 bits. */
  number(): number {
    return ((this.#next() >>> 5) * 67_108_864 + (this.#next() >>> 6)) / 9_007_199_254_740_992;
  }

  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 4) {
      const word = this.#next();
      for (let byte = 0; byte < 4 && at + byte < bytes.length; byte += 1) {
        bytes[at + byte] = (word >>> (8 * byte)) & 0xff;
      }
    }
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.fill(bytes);
    return bytes;
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
