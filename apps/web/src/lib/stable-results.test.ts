// @vitest-environment happy-dom
import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { keepRows, useStable } from "@/lib/stable-results";

const rows = () => [
  { _id: "a", title: "Milk", tags: ["food"] },
  { _id: "b", title: "Bread", tags: [] },
];

test("rows that are equal stay the same objects, and so does the list of them", () => {
  const before = rows();
  expect(keepRows(before, rows())).toBe(before);
});

test("a row that differs is the new one; the others stay", () => {
  const before = rows();
  const [milk, bread] = rows();
  const changed = { ...milk!, tags: ["food", "drink"] };
  const kept = keepRows(before, [changed, bread!]);
  expect(kept[0]).toBe(changed);
  expect(kept[1]).toBe(before[1]);
});

test("rows that moved keep their identity", () => {
  const before = rows();
  const kept = keepRows(before, rows().toReversed());
  expect(kept[0]).toBe(before[1]);
  expect(kept[1]).toBe(before[0]);
});

test("a field that is set to nothing equals one that is absent", () => {
  const before = rows();
  expect(keepRows(before, [{ ...rows()[0]!, note: undefined } as never, rows()[1]!])).toBe(before);
});

test("a part of an answer stays the same object until something in it changes", () => {
  const { result, rerender } = renderHook(useStable<{ name: string } | undefined>, {
    initialProps: { name: "Ann" },
  });
  const before = result.current;
  rerender({ name: "Ann" });
  expect(result.current).toBe(before);
  rerender({ name: "Anna" });
  expect(result.current).toEqual({ name: "Anna" });
  rerender(undefined);
  expect(result.current).toBeUndefined();
});
