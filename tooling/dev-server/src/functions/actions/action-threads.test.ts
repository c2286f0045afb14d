import { expect, test } from "vitest";
import { ActionThreads } from "./action-threads.ts";
import type { ActionWorker } from "./action-worker.ts";

/** Threads that run nothing: `load` and `isDead` are set by the test. */
function threads(options: { busy: number; max: number }) {
  const started: { load: number; isDead: boolean; isClosed: boolean }[] = [];
  const start = () => {
    const thread = { load: 0, isDead: false, isClosed: false };
    started.push(thread);
    const close = async () => void (thread.isClosed = true);
    return Object.assign(thread, { close }) as unknown as ActionWorker;
  };
  return { started, group: new ActionThreads({ ...options, start }) };
}

test("a thread is started when all have enough, as long as there may be more", () => {
  const { started, group } = threads({ busy: 2, max: 2 });
  const first = group.shared();
  expect(group.shared()).toBe(first);
  started[0]!.load = 2;
  const second = group.shared();
  expect(second).not.toBe(first);
  Object.assign(started[1]!, { load: 3 });
  expect(group.shared()).toBe(first);
  started[0]!.isDead = true;
  expect(group.shared()).not.toBe(first);
  expect(started).toHaveLength(3);
});

test("a suspect gets its own thread, once", async () => {
  const { started, group } = threads({ busy: 9, max: 1 });
  const shared = group.shared();
  group.suspect("a");
  const { thread, release } = group.for("a");
  expect(thread).not.toBe(shared);
  expect(group.for("b").thread).toBe(shared);
  expect(group.all()).toHaveLength(2);
  release();
  expect(started[1]!.isClosed).toBe(true);
  expect(group.for("a").thread).toBe(shared);
  expect(group.all()).toEqual([shared]);
});

test("so many suspects have threads of their own; the next shares again and stays suspect", () => {
  const { group } = threads({ busy: 9, max: 1 });
  const shared = group.shared();
  const names = ["a", "b", "c", "d", "e"];
  for (const name of names) group.suspect(name);
  const own = names.map((name) => group.for(name));
  expect(own.map(({ thread }) => thread === shared)).toEqual([false, false, false, false, true]);
  own[0]!.release();
  expect(group.for("e").thread).not.toBe(shared);
});
