import { expect, test } from "vitest";
import { TransactionQueue } from "./transaction-queue.ts";

const ALL = { mutationsOnly: false };

function takeAll(queue: TransactionQueue<string>, options = ALL): string[] {
  const taken: string[] = [];
  for (let next = queue.take(options); next !== null; next = queue.take(options)) {
    taken.push(next.task);
  }
  return taken;
}

test("mutations go first, each kind in the order in which it came", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query");
  queue.push("m1", "Mutation");
  queue.push("q2", "Query");
  queue.push("m2", "Mutation");
  expect(takeAll(queue)).toEqual(["m1", "m2", "q1", "q2"]);
});

test("a query is overtaken eight times and then has its turn", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query");
  for (let count = 1; count <= 10; count++) queue.push(`m${count}`, "Mutation");
  expect(takeAll(queue).indexOf("q1")).toBe(8);
});

test("queries stay when only a mutation may be taken", () => {
  const queue = new TransactionQueue<string>();
  queue.push("q1", "Query");
  expect(queue.has({ mutationsOnly: true })).toBe(false);
  queue.push("m1", "Mutation");
  expect(takeAll(queue, { mutationsOnly: true })).toEqual(["m1"]);
  expect(queue.has(ALL)).toBe(true);
  expect(queue.drain()).toEqual(["q1"]);
});
