// @vitest-environment node
// Hosted models on the embedded backend, as an app sees them: a text is added, asked about and looked up by
// the assistant, and a service that hesitates, refuses or breaks off does no harm. The service is a stand-in.
import type { ConvexClient } from "convex/browser";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { GENERIC_FAILURE } from "../../convex/model/platform/failures.ts";
import { signUp } from "../../embedded/people.ts";
import { rowsOf, setVariables } from "../../embedded/admin.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";
import {
  type HostedModels,
  TOKENS,
  startHostedModels,
} from "../../testing/models/hosted-models.ts";

const text = "# Travel\n\nA hotel may cost 120 euros a night. Trains are booked early.";
const says = "A hotel may cost 120 euros [1].";
const firstPage = { paginationOpts: { numItems: 20, cursor: null } };

let backend: Embedded;
let models: HostedModels;
let ann: ConvexClient;
let teamId: Id<"teams">;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

beforeAll(async () => {
  models = await startHostedModels(says);
  backend = await startApp();
  ann = await signUp(backend, "ann");
});
afterAll(async () => {
  await ann?.close();
  await backend?.close();
  models?.close();
});
beforeEach(async () => {
  models.requests.length = 0;
  teamId = await ann.mutation(api.teams.create, { name: "Office" });
});

const until = { timeout: 120_000, interval: 100 };
const asked = (name: string) => models.requests.filter(({ url }) => url.endsWith(name));

const add = async () =>
  await ann.mutation(api.sources.addText, { teamId, title: "Travel", kind: "markdown", text });

/** Waits until a source is ready, or failed. */
async function settled(id: Id<"sources">) {
  const get = async () => await ann.query(api.sources.get, { id });
  await vi.waitUntil(async () => ["ready", "failed"].includes((await get()).status), until);
  return await get();
}

async function answered(question: string) {
  const id = await ann.mutation(api.questions.ask, { teamId, question });
  const get = async () => await ann.query(api.questions.get, { id });
  await vi.waitUntil(async () => ["answered", "failed"].includes((await get()).status), until);
  return await get();
}

/** Says something in a thread, and waits for the reply to end. */
async function say(threadId: Id<"threads">, prompt: string) {
  await ann.mutation(api.messages.send, { threadId, prompt });
  const get = async () => await ann.query(api.threads.get, { id: threadId });
  await vi.waitUntil(async () => ["done", "failed"].includes((await get()).reply), until);
  return await get();
}

const messagesOf = async (threadId: Id<"threads">) =>
  (await ann.query(api.messages.list, { threadId, ...firstPage })).page;

const rows = (table: string, component?: string) => rowsOf(backend, table, component);
const entries = async () => await rows("entries", "rag");

describe.each([
  {
    provider: "ollama",
    settings: () => ({ OLLAMA_BASE_URL: models.address }),
    chat: "llama3.2",
    index: "nomic-embed-text/768",
    form: "completions",
  },
  {
    provider: "openai",
    settings: () => ({
      AI_PROVIDER: "openai",
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: `${models.address}/v1`,
    }),
    chat: "gpt-5-mini",
    index: "text-embedding-3-small/1536",
    form: "responses",
  },
])("with $provider", ({ settings, chat, index, form }) => {
  beforeAll(async () => {
    await setVariables(backend, settings());
  });

  test("a text is added, and a question of it answered with a citation", async () => {
    const id = await add();
    expect(await settled(id)).toMatchObject({ status: "ready", index });
    const question = await answered("What may a hotel cost?");
    const passage = "A hotel may cost 120 euros a night.";
    expect(question).toMatchObject({
      status: "answered",
      model: chat,
      answer: says,
      citations: [{ sourceId: id, passage, number: 1, isCurrent: true }],
    });
    expect(asked(form)).toMatchObject([{ body: { model: chat } }]);
  });

  test("the assistant looks things up, turn after turn, and what it used counts", async () => {
    await settled(await add());
    const threadId = await ann.mutation(api.threads.create, { teamId });
    const used = async () => (await ann.query(api.usage.get, { now: Date.now() })).used;
    const before = await used();
    for (const prompt of ["What may a hotel cost?", "And once more?"]) {
      expect(await say(threadId, prompt)).toMatchObject({ reply: "done" });
    }
    const replies = (await messagesOf(threadId)).filter(({ role }) => role === "assistant");
    expect(replies.map((reply) => reply.text)).toEqual([says, says]);
    for (const { parts } of replies) {
      const call = parts.find(({ type }) => type === "tool-searchKnowledge");
      expect(JSON.stringify(call)).toContain("A hotel may cost 120 euros a night.");
    }
    // Each turn is two calls: one that looks up, and one that says what it found. The words that are looked up are
    // embedded, which is a token each time.
    expect(asked(form)).toHaveLength(4);
    expect((await used()) - before).toBe(4 * TOKENS + 2);
  });

  test("a stream that breaks off is written again, and no half of it is left", async () => {
    models.troubles[form] = ["breaksOff"];
    const threadId = await ann.mutation(api.threads.create, {});
    expect(await say(threadId, "What may a hotel cost?")).toMatchObject({ reply: "done" });
    expect(asked(form)).toHaveLength(2);
    expect((await messagesOf(threadId)).map((message) => [message.role, message.text])).toEqual([
      ["user", "What may a hotel cost?"],
      ["assistant", says],
    ]);
  });

  test("a service that has no time is asked once more for each attempt", async () => {
    await settled(await add());
    models.troubles[form] = [429];
    expect(await answered("What may a hotel cost?")).toMatchObject({ status: "answered" });
    expect(asked(form)).toHaveLength(2);
  });
});

describe("while a text is being indexed", () => {
  /** Adds a text, and waits until the service is asked for its vectors. */
  async function addHeld() {
    const letGo = models.holdVectors();
    const before = await entries();
    const id = await add();
    await vi.waitUntil(() => asked("embeddings").length === 1, until);
    return { id, letGo, before: before.length };
  }

  test("it is replaced, and the new content alone remains", async () => {
    const { id, letGo, before } = await addHeld();
    const args = { kind: "note", text: "A hotel may cost 150 euros a night." } as const;
    await ann.mutation(api.sources.replaceText, { id, ...args });
    letGo();
    expect(await settled(id)).toMatchObject({ status: "ready", attempts: 1 });
    expect(await ann.query(api.sources.text, { id })).toBe(args.text);
    const { hits } = await ann.action(api.knowledge.search, { teamId, query: "hotel" });
    expect(hits.map((hit) => hit.text)).toEqual([args.text]);
    await vi.waitUntil(async () => (await entries()).length === before + 1, until);
  });

  test("it is removed, and nothing remains", async () => {
    const { id, letGo, before } = await addHeld();
    await ann.mutation(api.sources.remove, { id });
    letGo();
    const jobs = async () => (await rows("jobs")) as { status: string }[];
    await vi.waitUntil(async () => (await jobs()).every(({ status }) => status === "done"), until);
    await vi.waitUntil(async () => (await entries()).length === before, until);
  });
});

test("a text that the service refuses says so at once, not why, and can be tried again", async () => {
  models.troubles.embeddings = [401];
  const id = await add();
  expect(await settled(id)).toMatchObject({
    status: "failed",
    attempts: 1,
    error: GENERIC_FAILURE,
  });
  await ann.mutation(api.sources.retry, { id });
  expect(await settled(id)).toMatchObject({ status: "ready", attempts: 1 });
  expect(asked("embeddings")).toHaveLength(2);
});
