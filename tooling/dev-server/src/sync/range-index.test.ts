import { describe, expect, it } from "vitest";
import type { ReadRange } from "../kernel/database-types.ts";
import { RangeIndex, holds } from "./range-index.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const range = (low: Uint8Array, high: Uint8Array, indexId = 1): ReadRange => ({
  indexId,
  low,
  high,
});

function found(index: RangeIndex<string>, key: Uint8Array, indexId = 1): string[] {
  const owners = new Set<string>();
  index.find(indexId, key, (owner) => owners.add(owner));
  return [...owners].sort();
}

describe("RangeIndex", () => {
  it("finds a point by its key alone", () => {
    const index = new RangeIndex<string>();
    index.add(range(bytes(5), bytes(5, 0)), "a");
    expect(found(index, bytes(5))).toEqual(["a"]);
    expect(found(index, bytes(5, 0))).toEqual([]);
    expect(found(index, bytes(5), 2)).toEqual([]);
  });

  it("takes the lower bound in and leaves the upper bound out", () => {
    const index = new RangeIndex<string>();
    index.add(range(bytes(3), bytes(7)), "a");
    expect(found(index, bytes(3))).toEqual(["a"]);
    expect(found(index, bytes(6, 255))).toEqual(["a"]);
    expect(found(index, bytes(7))).toEqual([]);
    expect(found(index, bytes(2, 255))).toEqual([]);
  });

  it("keeps an owner that shares a range with a removed one", () => {
    const index = new RangeIndex<string>();
    index.add(range(bytes(3), bytes(7)), "a");
    index.add(range(bytes(3), bytes(7)), "b");
    index.remove(range(bytes(3), bytes(7)), "a");
    expect(found(index, bytes(4))).toEqual(["b"]);
  });

  it("agrees with a plain list through random additions and removals", () => {
    const index = new RangeIndex<string>();
    let state = 42;
    const random = (limit: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % limit;
    };
    const key = () => bytes(...Array.from({ length: 1 + random(3) }, () => random(6)));
    let list: { range: ReadRange; owner: string }[] = [];
    for (let step = 0; step < 3_000; step++) {
      const [one, two] = [key(), key()].sort(Buffer.compare) as [Uint8Array, Uint8Array];
      if (random(3) > 0 || list.length === 0) {
        const entry = {
          range: range(one, random(3) === 0 ? bytes(...one, 0) : two),
          owner: `${random(8)}`,
        };
        const known = list.some(
          (other) =>
            other.owner === entry.owner &&
            Buffer.compare(other.range.low, entry.range.low) === 0 &&
            Buffer.compare(other.range.high, entry.range.high) === 0,
        );
        if (!known) list.push(entry);
        index.add(entry.range, entry.owner);
      } else {
        const gone = list[random(list.length)]!;
        list = list.filter((entry) => entry !== gone);
        index.remove(gone.range, gone.owner);
      }
      const probe = key();
      const expected = list.filter((entry) => holds(entry.range, probe)).map((e) => e.owner);
      expect(found(index, probe)).toEqual([...new Set(expected)].sort());
    }
  });
});
