import type { Id } from "@repo/backend/_generated/dataModel";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { expect, test } from "vitest";

import { exactMomentText } from "@/lib/moments";
import { callsFor, namesIn } from "@/lib/use-names";

const id = (text: string) => text as Id<"notes">;
const [a, b, c] = [id("a"), id("b"), id("c")];

test("rows of a table are asked for at once, each once, in one order", () => {
  const teams = ["t" as Id<"teams">];
  expect(callsFor({ notes: [c, a, undefined, c, b], teams })).toEqual([
    { table: "notes", ids: [a, b, c] },
    { table: "teams", ids: teams },
  ]);
  expect(callsFor({ notes: [undefined], teams: [] })).toEqual([]);
});

test("a list that is longer than one call takes is asked for in parts", () => {
  const notes = Array.from({ length: PAGE_SIZE_MAX + 1 }, (_, n) => id(`n${n}`));
  expect(callsFor({ notes }).map(({ ids }) => ids.length)).toEqual([PAGE_SIZE_MAX, 1]);
});

test("names that are known stay while others are on the way, and go where the answer has none", () => {
  const [call] = callsFor({ notes: [a, b, c] });
  const last = new Map([
    ["a", "Milk"],
    ["b", "Tea"],
    ["z", "gone from the list"],
  ]);
  const named = (answer: (string | number | null)[] | Error | undefined) => [
    ...namesIn([call!], { [JSON.stringify(call)]: answer }, last),
  ];
  expect(named(undefined)).toEqual([
    ["a", "Milk"],
    ["b", "Tea"],
  ]);
  expect(named(["Oat milk", null, "Jam"])).toEqual([
    ["a", "Oat milk"],
    ["c", "Jam"],
  ]);
  expect(named([0, null, null])).toEqual([["a", exactMomentText(0)]]);
  expect(named(new Error("refused"))).toEqual([]);
});
