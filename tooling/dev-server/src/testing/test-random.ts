// For tests of the engine: randomness from a seed, and random values.

import { bytesJson, float64Json, int64Json } from "../engine/values/value.ts";
import type { JsonValue, RandomBytes } from "../kernel/database-types.ts";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

export function randomBytesFrom(random: () => number): RandomBytes {
  return (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** A value of any kind, with a taste for edges. */
export function randomValue(random: () => number, depth = 2): JsonValue {
  const kinds = depth > 0 ? 8 : 6;
  switch (Math.floor(random() * kinds)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return int64Json(
        pick(random, [
          0n,
          1n,
          -1n,
          2n ** 63n - 1n,
          -(2n ** 63n),
          BigInt(Math.floor(random() * 1e9)),
        ]),
      );
    case 3:
      return float64Json(
        pick(random, [
          0,
          -0,
          1,
          -1,
          0.5,
          NaN,
          Infinity,
          -Infinity,
          5e-324,
          1.7e308,
          random() * 100 - 50,
        ]),
      );
    case 4:
      return pick(random, ["", "a", "a\0", "a\0b", "ab", "\uffff", "😀", "é", "\0", "b", "zz"]);
    case 5:
      return bytesJson(Buffer.from(pick(random, [[], [0], [0, 0], [0, 255], [1], [255]])));
    case 6:
      return Array.from({ length: Math.floor(random() * 3) }, () => randomValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: Math.floor(random() * 3) }, () => [
          pick(random, ["a", "b", "ab", "B", "_x"]),
          randomValue(random, depth - 1),
        ]),
      );
  }
}
