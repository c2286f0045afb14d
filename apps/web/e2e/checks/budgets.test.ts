import { expect, test } from "vitest";

import { overBudget } from "../app/budgets.ts";
import type { Call } from "../app/calls.ts";

const from = "http://localhost/t/1/tasks";
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
  expect(overBudget(three, from)).toEqual([]);
  const [line] = overBudget([...three, call("query", "b:list")], from);
  expect(line).toMatch(/^4 calls, at most 3: .*b:list/);
});

test("the parts of one text count as one", () => {
  const parts = Array.from({ length: 9 }, () => call("part", "rows:read"));
  expect(overBudget([...parts, ...queries(2)], from)).toEqual([]);
  expect(overBudget([...parts, ...queries(3)], from)).toHaveLength(1);
});

test("what an action runs and subscribes to on another page is its own", () => {
  const signingIn = [
    call("run", "auth:signIn", "/sign-in"),
    call("query", "frame:get", "/start"),
    call("query", "notes:list", "/notes"),
  ];
  expect(overBudget(signingIn, from)).toEqual([]);
  expect(overBudget([...signingIn, ...queries(1, "/notes")], from)).toHaveLength(1);
  const runs = Array.from({ length: 4 }, () => call("run", "a:create", "/notes"));
  expect(overBudget(runs, from)).toHaveLength(1);
});

test("counts and members of the board that an action opens do not count, and nothing else of it", () => {
  const start = "http://localhost/notes";
  const opened = [call("query", "tasks:counts"), call("query", "memberships:list")];
  expect(overBudget([...opened, ...queries(3)], start)).toEqual([]);
  expect(overBudget([...opened, ...queries(4)], start)).toHaveLength(1);
  expect(overBudget([...opened, ...queries(2)], from)).toHaveLength(1);
  expect(overBudget([call("run", "tasks:counts"), ...queries(3)], start)).toHaveLength(1);
});

test("the lists of the columns count as one on the board, and one more does not", () => {
  const lists = (count: number, path?: string) =>
    Array.from({ length: count }, () => call("query", "tasks:list", path));
  expect(overBudget([...lists(4), ...queries(2)], from)).toEqual([]);
  expect(overBudget(lists(5), from)).toHaveLength(1);
  expect(overBudget(lists(4, "/notes"), from)).toHaveLength(1);
});
