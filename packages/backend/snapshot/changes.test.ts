// Each class of change: one that is found, and one like it that asks nothing of anybody.
import { describe, expect, test } from "vitest";
import type { Field, Shape } from "../reference/app-functions.ts";
import { changesBetween } from "./changes.ts";
import { type PublicFunction, type Snapshot, printSnapshot } from "./snapshot.ts";

const text: Shape = { type: "string" };
const number: Shape = { type: "number" };
const nothing: Shape = { type: "null" };
const id = (tableName: string): Shape => ({ type: "id", tableName });
const array = (value: Shape): Shape => ({ type: "array", value });
const union = (...value: Shape[]): Shape => ({ type: "union", value });
const literals = (...values: string[]) =>
  union(...values.map((value): Shape => ({ type: "literal", value })));
const required = (fieldType: Shape): Field => ({ fieldType, optional: false });
const optional = (fieldType: Shape): Field => ({ fieldType, optional: true });
const object = (value: Record<string, Field>): Shape => ({ type: "object", value });

const empty: Snapshot = { tables: {}, functions: {}, explained: [] };
const keysBetween = (before: Partial<Snapshot>, now: Partial<Snapshot>) =>
  changesBetween({ ...empty, ...before }, { ...empty, ...now }).map(({ key }) => key);

describe("rows", () => {
  const ofTable = (before: Record<string, Field>, now: Record<string, Field>) =>
    keysBetween({ tables: { notes: object(before) } }, { tables: { notes: object(now) } });

  test.each<[string, Record<string, Field>, Record<string, Field>]>([
    ["notes.a is required", {}, { a: required(text) }],
    ["notes.a is required", { a: optional(text) }, { a: required(text) }],
    ["notes.a is removed", { a: required(text) }, {}],
    ["notes.a is removed", { a: optional(text) }, {}],
    ["notes.a has another type", { a: required(text) }, { a: required(number) }],
    ["notes.a has another type", { a: required(id("users")) }, { a: required(id("teams")) }],
    ["notes.a has another type", { a: required(text) }, { a: required(id("users")) }],
    ["notes.a has another type", { a: required(text) }, { a: required(array(text)) }],
    ["notes.a has another type", { a: required(text) }, { a: required(literals("x")) }],
    ["notes.a has another type", { a: required(union(text, nothing)) }, { a: required(text) }],
    [
      'notes.a is no longer "y"',
      { a: required(literals("x", "y")) },
      { a: required(literals("x", "z")) },
    ],
    [
      "notes.a[].b is removed",
      { a: required(array(object({ b: required(text) }))) },
      { a: required(array(object({}))) },
    ],
  ])("%s", (key, before, now) => {
    expect(ofTable(before, now)).toEqual([key]);
  });

  test.each<[string, Record<string, Field>, Record<string, Field>]>([
    ["a new field that may be absent", {}, { a: optional(text) }],
    ["a field that may be absent from now on", { a: required(text) }, { a: optional(text) }],
    ["one more value", { a: required(literals("x")) }, { a: required(literals("x", "y")) }],
    ["any text instead of some", { a: required(literals("x", "y")) }, { a: required(text) }],
    ["one more type", { a: required(text) }, { a: required(union(number, text)) }],
    ["any text instead of an id", { a: required(id("users")) }, { a: required(text) }],
    ["anything at all", { a: required(number) }, { a: required({ type: "any" }) }],
    [
      "the same in another order",
      { a: required(text), b: optional(number) },
      { b: optional(number), a: required(text) },
    ],
  ])("%s asks nothing", (_, before, now) => {
    expect(ofTable(before, now)).toEqual([]);
  });

  test("of a table that is removed are found, of a new one are none", () => {
    expect(keysBetween({ tables: { notes: object({}) } }, {})).toEqual(["notes is removed"]);
    expect(keysBetween({}, { tables: { notes: object({ a: required(text) }) } })).toEqual([]);
  });
});

describe("the api", () => {
  const fn = (more: Partial<PublicFunction> = {}): PublicFunction => ({
    kind: "query",
    args: object({}),
    returns: text,
    ...more,
  });
  const ofFunction = (before: Partial<PublicFunction>, now: Partial<PublicFunction>) =>
    keysBetween(
      { functions: { "notes:get": fn(before) } },
      { functions: { "notes:get": fn(now) } },
    );
  const args = (value: Record<string, Field>) => ({ args: object(value) });
  const returns = (value: Record<string, Field>) => ({ returns: object(value) });

  test.each<[string, Partial<PublicFunction>, Partial<PublicFunction>]>([
    ["is a mutation", {}, { kind: "mutation" }],
    ["args.a is required", {}, args({ a: required(text) })],
    ["args.a is required", args({ a: optional(text) }), args({ a: required(text) })],
    ["args.a is removed", args({ a: optional(text) }), {}],
    ["args.a has another type", args({ a: required(text) }), args({ a: required(number) })],
    [
      'args.a is no longer "y"',
      args({ a: required(literals("x", "y")) }),
      args({ a: required(literals("x")) }),
    ],
    ["returns.a is removed", returns({ a: required(text) }), returns({})],
    ["returns.a is optional", returns({ a: required(text) }), returns({ a: optional(text) })],
    [
      "returns.a has another type",
      returns({ a: required(text) }),
      returns({ a: required(number) }),
    ],
    [
      "returns.a has another type",
      returns({ a: required(text) }),
      returns({ a: required(union(text, nothing)) }),
    ],
    [
      'returns.a may be "y"',
      returns({ a: required(literals("x")) }),
      returns({ a: required(literals("x", "y")) }),
    ],
    [
      "returns.a[].b is removed",
      returns({ a: required(array(object({ b: required(text) }))) }),
      returns({ a: required(array(object({}))) }),
    ],
    ["returns has another type", {}, { returns: nothing }],
    ["returns promises nothing", {}, { returns: null }],
  ])("notes:get %s", (key, before, now) => {
    expect(ofFunction(before, now)).toEqual([`notes:get ${key}`]);
  });

  test.each<[string, Partial<PublicFunction>, Partial<PublicFunction>]>([
    ["a new argument that may be absent", {}, args({ a: optional(text) })],
    [
      "an argument that may be more",
      args({ a: required(text) }),
      args({ a: required(union(text, number)) }),
    ],
    ["one more field in the answer", returns({}), returns({ a: required(text) })],
    [
      "fewer values in the answer",
      returns({ a: required(literals("x", "y")) }),
      returns({ a: required(literals("x")) }),
    ],
    [
      "a field that is always there from now on",
      returns({ a: optional(text) }),
      returns({ a: required(text) }),
    ],
    ["a first promise", { returns: null }, { returns: text }],
  ])("%s breaks nothing", (_, before, now) => {
    expect(ofFunction(before, now)).toEqual([]);
  });

  test("without a function that was there is broken, with a new one is not", () => {
    const functions = { "notes:get": fn() };
    expect(keysBetween({ functions }, {})).toEqual(["notes:get is removed"]);
    expect(keysBetween({}, { functions })).toEqual([]);
  });
});

describe("what is scheduled", () => {
  const ofInternal = (before: Snapshot["internal"], now: Partial<Snapshot>) =>
    changesBetween({ ...empty, internal: before }, { ...empty, ...now });
  const run = { kind: "mutation", args: object({ a: optional(text) }) } as const;
  const before = { "jobs:run": run };

  test.each<[string, Snapshot["internal"]]>([
    ["is removed", {}],
    ["is a action", { "jobs:run": { ...run, kind: "action" } }],
    ["args.a is required", { "jobs:run": { ...run, args: object({ a: required(text) }) } }],
    ["args.a is removed", { "jobs:run": { ...run, args: object({}) } }],
  ])("jobs:run %s", (key, internal) => {
    const change = { of: "schedule", name: "jobs:run", key: `jobs:run ${key}` };
    expect(ofInternal(before, { internal })).toEqual([change]);
  });

  test("asks nothing while what was sent still fits, and where nothing was kept before", () => {
    const more = { ...run, args: object({ a: optional(text), b: optional(number) }) };
    expect(ofInternal(before, { internal: { "jobs:run": more, "jobs:new": run } })).toEqual([]);
    const functions = { "jobs:run": { ...run, returns: text } };
    expect(ofInternal(before, { functions })).toEqual([]);
    expect(ofInternal(undefined, { internal: {} })).toEqual([]);
  });
});

test("a snapshot is the same whatever the order, and reads back as it was", () => {
  const one = { a: required(text), b: optional(literals("x")) };
  const other = { b: one.b, a: one.a };
  const functions = { "a:b": { kind: "query", args: object(one), returns: null } } as const;
  const internal = { "a:c": { kind: "mutation", args: object({}) } } as const;
  const snapshot: Snapshot = {
    tables: { t: object(one), s: text },
    functions,
    internal,
    explained: ["b", "a"],
  };
  const same: Snapshot = {
    tables: { s: text, t: object(other) },
    functions,
    internal,
    explained: ["a", "b"],
  };
  expect(printSnapshot(snapshot)).toBe(printSnapshot(same));
  expect(JSON.parse(printSnapshot(snapshot))).toEqual({ ...snapshot, explained: ["a", "b"] });
});
