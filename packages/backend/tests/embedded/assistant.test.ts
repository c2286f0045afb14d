// @vitest-environment node
// The assistant on the embedded backend, as an app sees it: through the official client's subscriptions.
import { setTimeout as sleep } from "node:timers/promises";
import { isAppError } from "@repo/validators/errors";
import type { ConvexClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { rowsOf, runFunction } from "../../embedded/admin.ts";
import { signUp } from "../../embedded/people.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";

const noPage = { paginationOpts: { numItems: 0, cursor: null } };
const firstPage = { paginationOpts: { numItems: 20, cursor: null } };

/** What takes a while to be repeated, so that there is something to see on the way. */
const colours = `${"teal, red, blue and green, ".repeat(15)}in turn`;

let backend: Embedded;
let ann: ConvexClient;
let bob: ConvexClient;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

beforeAll(async () => {
  backend = await startApp();
  [ann, bob] = [await signUp(backend, "ann"), await signUp(backend, "bob")];
});

afterAll(async () => {
  await Promise.all([ann?.close(), bob?.close()]);
  await backend?.close();
});

/**
 * Looks on while a thread is replied to, as the component's hooks do: a list of what is being written, and
 * a subscription to the pieces of each.
 * @param threadId the thread
 * @param onText called with all that has come of the reply, each time there is more
 * @returns how the reply ended, the texts on the way, and the last message
 */
async function watch(threadId: Id<"threads">, onText: (text: string) => void = () => {}) {
  const seen: string[] = [];
  const stops = new Map<string, () => void>();
  const subscribe = (streamId: string) => {
    const cursors = [{ streamId, cursor: 0 }];
    const args = { threadId, ...noPage, streamArgs: { kind: "deltas" as const, cursors } };
    return ann.onUpdate(api.messages.list, args, ({ streams }) => {
      const deltas = streams?.kind === "deltas" ? streams.deltas : [];
      const text = deltas.flatMap(({ parts }) => parts.map(({ delta = "" }) => delta)).join("");
      if (text === "" || text === seen.at(-1)) return;
      seen.push(text);
      onText(text);
    });
  };
  const list = { threadId, ...noPage, streamArgs: { kind: "list" as const } };
  const stopList = ann.onUpdate(api.messages.list, list, ({ streams }) => {
    for (const { streamId } of streams?.kind === "list" ? streams.messages : []) {
      if (!stops.has(streamId)) stops.set(streamId, subscribe(streamId));
    }
  });
  const state = await new Promise<string>((resolve) => {
    const stop = ann.onUpdate(api.threads.get, { id: threadId }, ({ reply }) => {
      if (["done", "failed", "stopped"].includes(reply)) resolve(reply);
    });
    stops.set("state", stop);
  });
  for (const stop of [stopList, ...stops.values()]) stop();
  const { page } = await ann.query(api.messages.list, { threadId, ...firstPage });
  return { state, seen, last: page.at(-1) };
}

/** Sends a message; if it was rate limited, again after the stated pause, as a page would. */
async function send(threadId: Id<"threads">, prompt: string): Promise<void> {
  try {
    await ann.mutation(api.messages.send, { threadId, prompt });
  } catch (error) {
    if (!isAppError(error) || error.data.code !== "RATE_LIMITED") throw error;
    // eslint-disable-next-line no-restricted-syntax -- the limit says how long.
    await sleep(error.data.retryAfter);
    await send(threadId, prompt);
  }
}

async function ask(threadId: Id<"threads">, prompt: string) {
  await send(threadId, prompt);
  return await watch(threadId);
}

test("a reply comes piece by piece, then whole, and what it remembered is known in the next thread", async () => {
  const threadId = await ann.mutation(api.threads.create, {});
  const { state, seen, last } = await ask(
    threadId,
    `Remember that my favourite colours are ${colours}.`,
  );

  expect(state).toBe("done");
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.every((text, n) => n === 0 || text.startsWith(seen[n - 1]!))).toBe(true);
  expect(last).toMatchObject({ role: "assistant", status: "success" });
  expect(last?.text).toContain("teal");

  const next = await ann.mutation(api.threads.create, {});
  const answer = await ask(next, "What are my favourite colours?");
  expect(answer.last?.text).toContain("my favourite colours are teal");
});

test("a reply is stopped, and what had come of it is kept", async () => {
  const threadId = await ann.mutation(api.threads.create, {});
  await send(threadId, `Remember that I like ${colours}.`);
  const stopped: Promise<unknown>[] = [];
  const { state, last } = await watch(threadId, () => {
    stopped.push(ann.mutation(api.messages.stop, { threadId }));
  });
  await Promise.all(stopped);
  expect(state).toBe("stopped");
  expect(last).toMatchObject({ role: "assistant", status: "failed" });
  expect(last?.text).toMatch(/^I /);
  // The end of a whole reply of the local model.
  expect(last?.text).not.toContain("of its own.)");
});

test("somebody else finds neither the thread nor the memories", async () => {
  const threadId = await ann.mutation(api.threads.create, { title: "Private" });
  const refused = { data: { code: "NOT_FOUND" } };
  const listing = bob.query(api.messages.list, { threadId, ...firstPage });
  await expect(listing).rejects.toMatchObject(refused);
  const asking = bob.mutation(api.messages.send, { threadId, prompt: "Hello" });
  await expect(asking).rejects.toMatchObject(refused);
  expect((await bob.query(api.threads.list, firstPage)).page).toEqual([]);
  expect(await bob.query(api.memories.recall, { query: "colour" })).toEqual([]);
});

test("tools look into a team as the person who asks, and into nothing once they have left it", async () => {
  const teamId = await bob.mutation(api.teams.create, { name: "Office" });
  await bob.mutation(api.invitations.create, { teamId, email: "ann@example.com", role: "member" });
  const { page: invited } = await ann.query(api.invitations.listMine, firstPage);
  const { invitationId } = invited[0]!;
  await ann.mutation(api.invitations.acceptMine, { invitationId });
  const me = (await ann.query(api.users.me, {}))!._id;
  const task = { teamId, title: "Paint it", priority: "normal", assigneeId: me } as const;
  await bob.mutation(api.tasks.create, task);

  const threadId = await ann.mutation(api.threads.create, { teamId });
  const tasks = await ask(threadId, "What are my tasks?");
  expect(tasks.last?.parts[0]).toMatchObject({ type: "tool-readTasks" });
  expect(tasks.last?.text).toContain("Paint it");

  await ann.mutation(api.memberships.leave, { teamId });
  const refused = { output: { refused: expect.any(String) } };
  const { state, last } = await ask(threadId, "What are my tasks?");
  expect(state).toBe("done");
  expect(last?.parts[0]).toMatchObject(refused);
  expect(last?.text).not.toContain("Paint");
});

test("removing a thread removes what was said in it", async () => {
  const threadId = await ann.mutation(api.threads.create, {});
  await ask(threadId, "Hello");
  const stored = async () => (await rowsOf(backend, "messages", "agent")).length;
  const before = await stored();
  await ann.mutation(api.threads.remove, { id: threadId });
  await expect.poll(stored, { timeout: 120_000, interval: 500 }).toBe(before - 2);
});

test("nothing more is asked on a day whose budget is used up", async () => {
  const threadId = await ann.mutation(api.threads.create, {});
  const now = Date.now();
  const { used, limit, reserved } = await ann.query(api.usage.get, { now });
  expect(used).toBeGreaterThan(0);
  expect(reserved).toBe(0);
  const { _id: userId } = (await ann.query(api.users.me, {}))!;
  await runFunction(backend, "usage:record", { userId, tokens: limit - used });
  const asking = send(threadId, "Hello");
  const data = { code: "QUOTA_EXCEEDED", retryAfter: expect.any(Number) };
  await expect(asking).rejects.toMatchObject({ data });
  expect((await ann.query(api.messages.list, { threadId, ...firstPage })).page).toEqual([]);
  expect((await ann.query(api.usage.get, { now })).used).toBe(limit);
});
