// Seeded randomness: a failing run prints its seed, and `TEST_SEED` repeats it.

export interface Random {
  seed: number;
  /** Integer in [0, below). */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32, which is enough for test programs. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const random: Random = {
    seed,
    int: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (from) => from[random.int(from.length)]!,
  };
  return random;
}

/** `TEST_SEED`, or a new one. */
export const testSeed = (): number =>
  Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
