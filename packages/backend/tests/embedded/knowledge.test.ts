// @vitest-environment node
// The knowledge on the embedded backend, as an app sees it: files of each kind are sent through the
// official client, questions answered in the background, and nothing is left in the end.
import { deflateSync } from "node:zlib";
import type { ConvexClient } from "convex/browser";
import { type Value, getConvexSize } from "convex/values";
import type { FunctionReturnType } from "convex/server";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { pdfOf, pdfOfPages } from "../../testing/pdf.ts";
import { importRows, rowsOf, runFunction, setVariables } from "../../embedded/admin.ts";
import { signUp, upload } from "../../embedded/people.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";

const travel =
  "# Travel\n\nBook trains four weeks ahead.\n\n## Hotels\n\nA hotel may cost 120 euros a night.\n";
const expenses =
  "<h1>Expenses</h1><script>track()</script><p>Claims are paid back within <b>two</b> weeks.</p>";
const office = ["The office opens at eight in the morning.", "Visitors sign in at the front desk."];

let backend: Embedded;
let ann: ConvexClient;
let bob: ConvexClient;
let teamId: Id<"teams">;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

beforeAll(async () => {
  backend = await startApp();
  [ann, bob] = [await signUp(backend, "ann"), await signUp(backend, "bob")];
  teamId = await ann.mutation(api.teams.create, { name: "Office" });
});

afterAll(async () => {
  await Promise.all([ann?.close(), bob?.close()]);
  await backend?.close();
});

const uploadSource = async (
  client: ConvexClient,
  name: string,
  ...file: [string, string | Uint8Array]
) => await upload(client, { name, purpose: "knowledge" }, ...file);

/** Watches a source until its newest content is ready, or failed. */
async function settled(client: ConvexClient, id: Id<"sources">) {
  return await new Promise<FunctionReturnType<typeof api.sources.get>>((resolve) => {
    const stop = client.onUpdate(api.sources.get, { id }, (source) => {
      if (!["ready", "failed"].includes(source.status)) return;
      queueMicrotask(() => stop());
      resolve(source);
    });
  });
}

/** Asks, and watches the question until it is answered, or failed. */
async function ask(client: ConvexClient, team: Id<"teams">, question: string) {
  const id = await client.mutation(api.questions.ask, { teamId: team, question });
  return await new Promise<FunctionReturnType<typeof api.questions.get>>((resolve) => {
    const stop = client.onUpdate(api.questions.get, { id }, (asked) => {
      if (!["answered", "failed"].includes(asked.status)) return;
      queueMicrotask(() => stop());
      resolve(asked);
    });
  });
}

const rows = (table: string, component?: string) => rowsOf(backend, table, component);

/** Where a source leaves something, with the component that a table is of. */
const tablesOfSources = [
  ["sourceVersions"],
  ["entries", "rag"],
  ["chunks", "rag"],
  ["content", "rag"],
  ["vectors_256", "rag"],
] as const;

/** The bytes of what is stored of all sources, as Convex counts them. */
async function storedBytes(): Promise<number> {
  const rowsOf = tablesOfSources.map(async ([table, of]) => await rows(table, of));
  return (await Promise.all(rowsOf))
    .flat()
    .reduce<number>((sum, row) => sum + getConvexSize(row as Value), 0);
}

/** The sources that stay: three, of one piece each. */
const added: Id<"sources">[] = [];

/** Waits until nothing is left of other sources, which are removed in the background. */
async function removalsDone(): Promise<void> {
  const isDone = async () => {
    const counts = tablesOfSources.map(async ([table, of]) => (await rows(table, of)).length);
    return (await Promise.all(counts)).every((count) => count === added.length);
  };
  await vi.waitUntil(isDone, { timeout: 120_000, interval: 50 });
}

test("markdown, HTML and PDF become ready, and a question of each is answered to the letter", async () => {
  const html = await uploadSource(ann, "expenses.html", "text/html", expenses);
  const pdf = await uploadSource(ann, "office.pdf", "application/pdf", pdfOf(office));
  added.push(
    await ann.mutation(api.sources.addText, {
      teamId,
      title: "Travel",
      kind: "markdown",
      text: travel,
    }),
    await ann.mutation(api.sources.addFile, { teamId, fileId: html }),
    await ann.mutation(api.sources.addFile, { teamId, fileId: pdf, title: "Opening hours" }),
  );
  for (const id of added) expect(await settled(ann, id)).toMatchObject({ status: "ready" });

  for (const [question, passage] of [
    ["What may a hotel cost a night?", "A hotel may cost 120 euros a night."],
    ["When are claims paid back?", "Claims are paid back within two weeks."],
    ["When does the office open in the morning?", "The office opens at eight in the morning."],
  ] as const) {
    const asked = await ask(ann, teamId, question);
    expect(asked).toMatchObject({ status: "answered", model: "local-quotes-v1" });
    expect(asked.citations.map((cited) => cited.passage).join("\n")).toContain(passage);
    for (const { sourceId, passage, start, end, number } of asked.citations) {
      const text = await ann.query(api.sources.text, { id: sourceId });
      expect(text!.slice(start, end)).toBe(passage);
      expect(asked.answer).toContain(`[${number}]`);
    }
  }
  const { hits } = await ann.action(api.knowledge.search, { teamId, query: "booking a train" });
  expect(hits[0]).toMatchObject({ title: "Travel", headings: ["Travel"] });
  expect(hits[0]!.text).toContain("Book trains four weeks ahead.");
});

test("a PDF that is made to do harm fails alone, and another team's is read meanwhile", async () => {
  const bytes = deflateSync(Buffer.alloc(600_000_000, "q Q\n"), { level: 9 }).toString("latin1");
  const bomb = pdfOfPages([{ entries: "/Filter /FlateDecode", bytes }]);
  const theirs = await bob.mutation(api.teams.create, { name: "Neighbours" });
  const harmful = await uploadSource(ann, "bomb.pdf", "application/pdf", bomb);
  const fileId = await uploadSource(bob, "small.pdf", "application/pdf", pdfOf(office));
  const bad = await ann.mutation(api.sources.addFile, { teamId, fileId: harmful });
  const good = await bob.mutation(api.sources.addFile, { teamId: theirs, fileId });
  expect(await settled(bob, good)).toMatchObject({ status: "ready", attempts: 1 });
  expect(await settled(ann, bad)).toMatchObject({
    ...{ status: "failed", attempts: 1 },
    error: expect.stringContaining("takes too much memory"),
  });
  await ann.mutation(api.sources.remove, { id: bad });
  await bob.mutation(api.sources.remove, { id: good });
});

test("a source grows the database by a few times its text, and no more", async () => {
  await removalsDone();
  const before = await storedBytes();
  const diskBefore = await backend.diskBytes();
  const sentence = (n: number) =>
    `Rule ${n} says what office ${n * 7} does on day ${n * 3} of the year. `;
  const text = Array.from(
    { length: 900 },
    (_, n) => sentence(n) + (n % 12 === 0 ? "\n\n" : ""),
  ).join("");
  const added = { teamId, title: "Rules", kind: "text" as const, text };
  const id = await ann.mutation(api.sources.addText, added);
  expect(await settled(ann, id)).toMatchObject({ status: "ready" });
  const times = ((await storedBytes()) - before) / Buffer.byteLength(text);
  console.log(`${text.length} bytes of text are stored in ${times.toFixed(2)} times as many`);
  // The text itself, the pieces that are quoted, their stems, and a vector for each piece.
  expect(times).toBeLessThan(7);
  expect(times).toBeGreaterThan(2);
  // On the embedded backend's disk, which holds the indexes beside it, and is not full in each page.
  const onDisk = ((await backend.diskBytes()) - diskBefore) / Buffer.byteLength(text);
  console.log(`and on the disk in ${onDisk.toFixed(2)} times as many`);
  expect(onDisk).toBeLessThan(15);
  await ann.mutation(api.sources.remove, { id });
  await removalsDone();
  expect(await storedBytes()).toBe(before);
});

test("the order of a team's passages is its own, whatever other teams add", async () => {
  const find = async () =>
    await ann.action(api.knowledge.search, { teamId, query: "office hotel night claims" });
  const before = await find();
  expect(before.hits.length).toBeGreaterThan(1);
  const theirs = await bob.mutation(api.teams.create, { name: "Hotels" });
  // Words that were rare become common, if those of other teams are counted.
  const section = (n: number) => `# Hotel ${n}\n\n${"Each hotel has a night office. ".repeat(10)}`;
  const text = Array.from({ length: 300 }, (_, n) => section(n)).join("\n\n");
  const id = await bob.mutation(api.sources.addText, {
    teamId: theirs,
    title: "Hotels",
    kind: "markdown",
    text,
  });
  expect(await settled(bob, id)).toMatchObject({ status: "ready", chunkCount: 300 });
  expect(await find()).toEqual(before);
  await bob.mutation(api.sources.remove, { id });
  await vi.waitUntil(async () => (await rows("chunks", "rag")).length < 300, {
    timeout: 120_000,
    interval: 50,
  });
});

test("another team finds nothing of it", async () => {
  const theirs = await bob.mutation(api.teams.create, { name: "Elsewhere" });
  expect(await ask(bob, theirs, "What may a hotel cost a night?")).toMatchObject({ citations: [] });
  const { hits } = await bob.action(api.knowledge.search, { teamId: theirs, query: "hotel" });
  expect(hits).toEqual([]);
  const refused = bob.action(api.knowledge.search, { teamId, query: "hotel" });
  await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
});

test("a source that is replaced answers with the new content alone", async () => {
  const [id] = added as [Id<"sources">];
  const text = "# Travel\n\nA hotel may cost 150 euros a night.";
  await ann.mutation(api.sources.replaceText, { id, kind: "markdown", text });
  expect(await settled(ann, id)).toMatchObject({ status: "ready" });
  const { answer } = await ask(ann, teamId, "What may a hotel cost a night?");
  expect(answer).toContain("150 euros");
  expect(answer).not.toContain("120 euros");
});

test("another embedding model says what it does not find, until all is indexed again", async () => {
  await setVariables(backend, { AI_EMBEDDING_DIMENSION: "512" });
  const asked = await ask(ann, teamId, "When are claims paid back?");
  expect(asked).toMatchObject({
    status: "failed",
    error: expect.stringContaining("sources:reindex"),
  });
  await runFunction(backend, "sources:reindex");
  await vi.waitUntil(
    async () => (await ann.query(api.knowledge.status, { teamId })).otherIndex === null,
    { timeout: 120_000, interval: 50 },
  );
  const again = await ask(ann, teamId, "When are claims paid back?");
  expect(again.answer).toContain("Claims are paid back within two weeks.");
});

test("sources that are removed leave nothing: no text, file, bytes, piece or vector", async () => {
  const tables = [["sourceVersions"], ["_storage"], ["entries", "rag"], ["chunks", "rag"]] as const;
  const left = async () => {
    const counts = tables.map(async ([table, of]) => (await rows(table, of)).length);
    return await Promise.all(counts);
  };
  // Three sources, two of them files, of one piece each.
  expect(await left()).toEqual([3, 2, 3, 3]);
  for (const id of added) await ann.mutation(api.sources.remove, { id });
  await vi.waitUntil(async () => (await left()).every((count) => count === 0), {
    timeout: 120_000,
    interval: 50,
  });
});

test("a zip of more pages than single calls may add is imported with one, while others go on", async () => {
  // A person may add 60 at once.
  const COUNT = 90;
  const page = (n: number) => strToU8(`---\ntitle: Page ${n}\n---\nRoom ${n} is painted green.`);
  const pages = Array.from({ length: COUNT }, (_, n) => [`docs/${n}.mdx`, page(n)] as const);
  const zip = zipSync({ ...Object.fromEntries(pages), "docs/logo.png": strToU8("x") });
  const fileId = await upload(ann, { name: "docs.zip", purpose: "import" }, "application/zip", zip);
  const id = await ann.mutation(api.imports.start, { teamId, fileId });
  const seen: { ready: number; handled: number; total?: number | undefined }[] = [];
  const over = new Promise<FunctionReturnType<typeof api.imports.get>>((resolve) => {
    const stop = ann.onUpdate(api.imports.get, { id }, (found) => {
      seen.push(found);
      if (!found.isOver) return;
      queueMicrotask(() => stop());
      resolve(found);
    });
  });
  const theirs = await bob.mutation(api.teams.create, { name: "Next door" });
  const note = { teamId: theirs, title: "Tea", kind: "note", text: "Tea is at four." } as const;
  const other = await bob.mutation(api.sources.addText, note);
  expect(await settled(bob, other)).toMatchObject({ status: "ready" });
  expect(await ann.query(api.imports.get, { id })).toMatchObject({ isOver: false });
  expect(await over).toMatchObject({
    ...{ status: "read", total: COUNT + 1, handled: COUNT + 1, ready: COUNT, refused: 1 },
    problems: [{ name: "docs/logo.png" }],
  });
  // How far it was came in steps, and each page counted once.
  const counts = seen.map(({ ready }) => ready);
  expect(new Set(counts).size).toBeGreaterThan(10);
  expect(counts).toEqual(counts.toSorted((one, next) => one - next));
  expect(await rows("sources")).toHaveLength(COUNT + 1);
  expect(await rows("files")).toEqual([]);
  // No other transaction was in the way of those that added pages.
  const jobs = (await rows("jobs")) as unknown as { kind: string; attempts: number }[];
  const reading = jobs.filter(({ kind }) => kind === "importing:run");
  expect(reading).toMatchObject([{ attempts: 1 }]);
  const { hits } = await ann.action(api.knowledge.search, { teamId, query: "room 71" });
  expect(hits[0]).toMatchObject({ title: "Page 71" });
});

test("an answer whose attempt never reported is delivered again", async () => {
  const lost = { kind: "answering:run", subject: "1", maxAttempts: 5, timeoutMs: 1000 };
  const due = { ...lost, attempts: 1, dueAt: 0 };
  const jobs = [
    { ...due, status: "running" },
    { ...due, status: "queued" },
  ];
  await importRows(backend, "jobs", "replace", jobs);
  await runFunction(backend, "jobs:recoverStuck");
  // It has nothing to do: what it was about is not there.
  await vi.waitFor(async () => {
    const found = await rows("jobs");
    expect(found.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["done", 2],
      ["done", 2],
    ]);
  }, 120_000);
});
