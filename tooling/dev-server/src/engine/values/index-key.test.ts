import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../kernel/database-types.ts";
import { randomValue, seeded } from "../../testing/test-random.ts";
import { compareBytes, startsWith } from "./bytes.ts";
import { decodeIdKey, encodeIdKey, encodeIndexKey, encodeValue } from "./index-key.ts";
import { compareValues } from "./value-order.ts";
import { float64Json, int64Json } from "./value.ts";

const sign = (order: number) => Math.sign(order);

describe("encoded values", () => {
  test("sort as the values do", () => {
    const random = seeded(1);
    for (let i = 0; i < 20_000; i++) {
      const a = i % 50 === 0 ? undefined : randomValue(random);
      const b = randomValue(random);
      const order = sign(compareBytes(encodeValue(a), encodeValue(b)));
      expect(order, JSON.stringify([a, b])).toBe(sign(compareValues(a, b)));
    }
  });

  test("that start another go on with 0xFF there, which follows no value in a key", () => {
    const random = seeded(2);
    for (let i = 0; i < 5000; i++) {
      const a = encodeValue(randomValue(random));
      const b = encodeValue(randomValue(random));
      if (!a.equals(b) && startsWith(b, a)) expect(b[a.length]).toBe(0xff);
    }
  });

  test("keys of several fields sort by the first that differs", () => {
    const random = seeded(3);
    for (let i = 0; i < 5000; i++) {
      const a = [randomValue(random), randomValue(random)];
      const b = [randomValue(random, 0), randomValue(random, 0)];
      const expected = sign(compareValues(a[0], b[0])) || sign(compareValues(a[1], b[1]));
      const order = compareBytes(encodeIndexKey(1, a, "id"), encodeIndexKey(1, b, "id"));
      expect(sign(order), JSON.stringify([a, b])).toBe(expected);
    }
  });
});

describe("the order of values", () => {
  const ascending: (JsonValue | undefined)[] = [
    undefined,
    null,
    int64Json(-(2n ** 63n)),
    int64Json(-1n),
    int64Json(0n),
    int64Json(2n ** 63n - 1n),
    { $commitTs: null },
    float64Json(-Infinity),
    -1,
    float64Json(-0),
    0,
    5e-324,
    1,
    float64Json(Infinity),
    float64Json(NaN),
    false,
    true,
    "",
    "a",
    "a\0",
    "ab",
    "\uffff",
    "😀",
    { $bytes: "" },
    { $bytes: "AA==" },
    { $bytes: "AAA=" },
    [],
    [null],
    [null, null],
    ["a"],
    {},
    { a: 1 },
    { a: 1, b: 1 },
    { b: 0 },
  ];

  test("is that of the specification, for values and for keys", () => {
    for (let i = 0; i < ascending.length; i++) {
      for (let j = 0; j < ascending.length; j++) {
        const expected = Math.sign(i - j);
        const label = JSON.stringify([ascending[i], ascending[j]]);
        expect(sign(compareValues(ascending[i], ascending[j])), label).toBe(expected);
        expect(
          sign(compareBytes(encodeValue(ascending[i]), encodeValue(ascending[j]))),
          label,
        ).toBe(expected);
      }
    }
  });

  test("is by UTF-8, not by UTF-16", () => {
    expect("\uffff" < "😀").toBe(false);
    expect(compareValues("\uffff", "😀")).toBeLessThan(0);
  });
});

test("an id key gives its id back", () => {
  const id = "j57d7jq8f2w9vcp4wy0m3g5n6h7w1xk2";
  expect(decodeIdKey(encodeIdKey(7, id))).toBe(id);
});
