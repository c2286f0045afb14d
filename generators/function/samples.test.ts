import { expect, test } from "vitest";
import { parseField } from "../fields/parse.ts";
import { badValues } from "./samples.ts";

const bad = (text: string) => badValues(parseField(text, { isStored: false }).field!);

test("lists that are too short or too long are of the type that the argument has", () => {
  expect(bad("kinds:enum(a,b)[1..2]")).toEqual([
    { path: "kinds", value: "[]" },
    { path: "kinds", value: '["a" as const, "a" as const, "a" as const]' },
  ]);
  expect(bad("kinds:enum(a,b)[0..4]")).toEqual([
    { path: "kinds", value: 'Array.from({ length: 5 }, () => "a" as const)' },
  ]);
  expect(bad("flags:bool[0..1]")).toEqual([{ path: "flags", value: "[true, true]" }]);
});
