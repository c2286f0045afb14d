import { UNTITLED, threadLimits } from "@repo/validators/assistant/threads";
import { beforeEach, describe, expect, test } from "vitest";
import { saveMessage } from "@convex-dev/agent";
import { api, components } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { exampleRow } from "../../testing/manifest.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

const listOf = async (person: Person) => (await person.query(api.threads.list, firstPage)).page;

/** What the component keeps for a thread, whose row may be gone. */
const messagesOf = (threadId: string) =>
  app.run(async (ctx) => {
    const opts = { paginationOpts: { numItems: 100, cursor: null }, order: "desc" as const };
    const args = { threadId, ...opts };
    return (await ctx.runQuery(components.agent.messages.listMessagesByThreadId, args)).page;
  });

/** A thread with messages in it, and the component's id of it. */
async function talk(person: Person, messages: number) {
  const id = await person.mutation(api.threads.create, {});
  const { agentThreadId } = (await app.run((ctx) => ctx.db.get("threads", id)))!;
  await app.run(async (ctx) => {
    const args = { threadId: agentThreadId, prompt: "Hello" };
    for (let n = 0; n < messages; n++) await saveMessage(ctx, components.agent, args);
  });
  return { id, agentThreadId };
}

describe("a thread", () => {
  test("is started, listed, renamed and removed", async () => {
    const id = await ann.mutation(api.threads.create, {});
    expect(await ann.query(api.threads.get, { id })).toMatchObject({
      title: UNTITLED,
      reply: "none",
    });
    await ann.mutation(api.threads.rename, { id, title: " Holidays " });
    expect(await listOf(ann)).toMatchObject([{ _id: id, title: "Holidays" }]);

    await ann.mutation(api.threads.remove, { id });
    const gone = ann.query(api.threads.get, { id });
    await expect(gone).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("stands first in the list of its owner only, when its message is the newest", async () => {
    const first = await ann.mutation(api.threads.create, { title: "First" });
    await ann.mutation(api.threads.create, { title: "Second" });
    await bob.mutation(api.threads.create, { title: "Of another" });
    await app.run((ctx) => ctx.db.patch("threads", first, { lastMessageAt: Date.now() + 1000 }));
    expect((await listOf(ann)).map(({ title }) => title)).toEqual(["First", "Second"]);
  });

  test("shows nothing of the component's ids", async () => {
    await talk(ann, 1);
    const [thread] = await listOf(ann);
    const shown = ["_creationTime", "_id", "lastMessageAt", "reply", "title"];
    expect(Object.keys(thread!).sort()).toEqual(shown);
  });

  test.each([0, threadLimits.title.max + 1])("has no title of %i letters", async (length) => {
    const refused = ann.mutation(api.threads.create, { title: "x".repeat(length) });
    await expect(refused).rejects.toMatchObject(failsWith("INVALID"));
  });
});

describe("a thread about a team", () => {
  test("is started by who is in the team, and by nobody else", async () => {
    const teamId = await exampleRow(app, ann, "teams");
    const outside = bob.mutation(api.threads.create, { teamId });
    await expect(outside).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const id = await ann.mutation(api.threads.create, { teamId });
    expect(await ann.query(api.threads.get, { id })).toMatchObject({ teamId });
  });

  test("stays its owner's when the team is removed", async () => {
    const teamId = await exampleRow(app, ann, "teams");
    const id = await ann.mutation(api.threads.create, { teamId });
    await app.run((ctx) => removeRow(ctx, "teams", teamId));
    expect(await ann.query(api.threads.get, { id })).not.toHaveProperty("teamId");
  });
});

describe("another person's thread", () => {
  const calls = (id: Id<"threads">) => ({
    get: () => bob.query(api.threads.get, { id }),
    rename: () => bob.mutation(api.threads.rename, { id, title: "Mine" }),
    remove: () => bob.mutation(api.threads.remove, { id }),
  });

  test.each(["get", "rename", "remove"] as const)("does not exist for %s", async (name) => {
    const { id, agentThreadId } = await talk(ann, 1);
    await expect(calls(id)[name]()).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await ann.query(api.threads.get, { id })).toMatchObject({ title: UNTITLED });
    expect(await messagesOf(agentThreadId)).toHaveLength(1);
  });
});

describe("removing", () => {
  test("takes the component's messages along, in as many batches as it needs", async () => {
    const { id, agentThreadId } = await talk(ann, 130);
    const other = await talk(ann, 1);
    await ann.mutation(api.threads.remove, { id });
    await expect.poll(() => messagesOf(agentThreadId)).toEqual([]);
    expect(await messagesOf(other.agentThreadId)).toHaveLength(1);
  });

  test("an account takes along its threads with all that was said", async () => {
    const { agentThreadId } = await talk(ann, 2);
    const other = await talk(bob, 2);
    const { email } = await ann.query(api.users.me, {});
    await ann.mutation(api.users.removeAccount, { email });
    await expect.poll(() => app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
    await expect.poll(() => messagesOf(agentThreadId)).toEqual([]);
    const left = await app.run((ctx) => ctx.db.query("threads").collect());
    expect(left.map(({ _id }) => _id)).toEqual([other.id]);
    expect(await messagesOf(other.agentThreadId)).toHaveLength(2);
  });
});
