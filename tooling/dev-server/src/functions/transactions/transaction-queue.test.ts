import { expect, test } from "vitest";
import { TransactionQueue } from "./transaction-queue.ts";

const ALL = () => true;
const NO_QUERY = () => false;
const CALL = { identity: { kind: "none" }, request: undefined } as const;

function takeAll(queue: TransactionQueue<string>, options = ALL): string[] {
  const taken: string[] = [];
  for (let next = queue.take(options); next !== null; next = queue.take(options)) {
    taken.push(next.task);
  }
  return taken;
}

test("mutations go first, each kind in the order in which it came", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query", CALL);
  queue.push("m1", "Mutation", CALL);
  queue.push("q2", "Query", CALL);
  queue.push("m2", "Mutation", CALL);
  expect(takeAll(queue)).toEqual(["m1", "m2", "q1", "q2"]);
});

test("a query is overtaken eight times and then has its turn", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query", CALL);
  for (let count = 1; count <= 10; count++) queue.push(`m${count}`, "Mutation", CALL);
  expect(takeAll(queue).indexOf("q1")).toBe(8);
});

test("queries stay when only a mutation may be taken", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query", CALL);
  expect(queue.has(NO_QUERY)).toBe(false);
  queue.push("m1", "Mutation", CALL);
  expect(takeAll(queue, NO_QUERY)).toEqual(["m1"]);
  expect(queue.has(ALL)).toBe(true);
  expect(queue.drain()).toEqual(["q1"]);
});

test("callers take turns within each kind", () => {
  const queue = new TransactionQueue<string>();
  const admin = { identity: { kind: "admin", impersonating: null } } as const;
  for (const kind of ["Query", "Mutation"] as const) {
    for (let n = 0; n < 100; n++) queue.push(`their ${kind}`, kind, CALL);
    queue.push(`my ${kind}`, kind, admin);
  }
  const taken = takeAll(queue);
  expect(taken.indexOf("my Mutation")).toBe(1);
  expect(taken.filter((task) => task.endsWith("Query")).indexOf("my Query")).toBe(1);
});
