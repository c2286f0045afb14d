import { expect, test } from "vitest";
import { callerOf, FairQueue } from "./fair-queue.ts";

function takeAll<T>(queue: FairQueue<T>): T[] {
  const taken: T[] = [];
  for (let next = queue.take(); next !== null; next = queue.take()) taken.push(next.item);
  return taken;
}

test("one session's items keep their order", () => {
  const queue = new FairQueue<number>();
  for (const n of [1, 2, 3]) queue.push("a", 1, n);
  expect(queue.size).toBe(3);
  expect(takeAll(queue)).toEqual([1, 2, 3]);
  expect(queue.size).toBe(0);
});

test("callers take turns, and so do the sessions of each", () => {
  const queue = new FairQueue<string>();
  for (const n of [1, 2]) queue.push("a", "x", `ax${n}`);
  for (const n of [1, 2]) queue.push("a", "y", `ay${n}`);
  queue.push("b", "x", "bx1");
  expect(takeAll(queue)).toEqual(["ax1", "bx1", "ay1", "ax2", "ay2"]);
});

test("who comes after 10,000 items of one caller waits for one of them", () => {
  const queue = new FairQueue<string>();
  for (let n = 0; n < 10_000; n++) queue.push("stranger", n % 100, "theirs");
  queue.push("me", 1, "mine");
  expect([queue.take()?.item, queue.take()?.item]).toEqual(["theirs", "mine"]);
});

test("a session that has enough is passed over and keeps its turn", () => {
  const queue = new FairQueue<string>();
  queue.push("a", 1, "first");
  queue.push("b", 2, "second");
  const notFirst = (_: string, session: unknown) => session !== 1;
  expect(queue.take(notFirst)).toEqual({ item: "second", caller: "b", session: 2 });
  expect(queue.has(notFirst)).toBe(false);
  expect(queue.take(notFirst)).toBeNull();
  expect(queue.drain()).toEqual(["first"]);
  expect(queue.size).toBe(0);
});

test("a user is one caller whatever token they come with", () => {
  const user = (subject: string, token: string) =>
    callerOf({ kind: "user", attributes: { issuer: "i", subject }, expiresAt: 0, token });
  expect(user("ann", "1")).toBe(user("ann", "2"));
  expect(user("ann", "1")).not.toBe(user("bob", "1"));
  expect(callerOf({ kind: "none" })).toBe(callerOf({ kind: "none", refusal: "expired" }));
});
