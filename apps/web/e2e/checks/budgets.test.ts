import { expect, test } from "vitest";

import { overBudget } from "../app/budgets.ts";
import type { Call } from "../app/calls.ts";

const call = (kind: Call["kind"], name: string, path = "/t/1/tasks"): Call => ({
  kind,
  name,
  args: "{}",
  from: `http://localhost${path}`,
});
const queries = (count: number, path?: string) =>
  Array.from({ length: count }, (_, at) => call("query", `rows:list${at}`, path));

test("queries, runs and uploads of an action count together", () => {
  const three = [
    call("query", "a:list"),
    call("run", "a:create"),
    call("upload", "/api/storage/1"),
  ];
  expect(overBudget(three)).toEqual([]);
  const [line] = overBudget([...three, call("query", "b:list")]);
  expect(line).toMatch(/^4 calls, at most 3: .*b:list/);
});

test("the parts of one text count as one", () => {
  const parts = Array.from({ length: 9 }, () => call("part", "rows:read"));
  expect(overBudget([...parts, ...queries(2)])).toEqual([]);
  expect(overBudget([...parts, ...queries(3)])).toHaveLength(1);
});

test("what an action runs and subscribes to on another page is its own", () => {
  const signingIn = [
    call("run", "auth:signIn", "/sign-in"),
    call("query", "frame:get", "/start"),
    call("query", "notes:list", "/notes"),
  ];
  expect(overBudget(signingIn)).toEqual([]);
  expect(overBudget([...signingIn, ...queries(1, "/notes")])).toHaveLength(1);
  const runs = Array.from({ length: 4 }, () => call("run", "a:create", "/notes"));
  expect(overBudget(runs)).toHaveLength(1);
});

test("names of the rows of several tables count as one where a page says so, and nowhere else", () => {
  const names = (count: number, path: string) =>
    Array.from({ length: count }, () => call("query", "names:list", path));
  expect(overBudget([...names(4, "/admin/audit"), ...queries(2)])).toEqual([]);
  expect(overBudget(names(5, "/admin/audit"))).toHaveLength(1);
  expect(overBudget(names(4, "/notes"))).toHaveLength(1);
});
