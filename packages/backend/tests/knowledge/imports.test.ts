import { importLimits } from "@repo/validators/knowledge/imports";
import { dayOf, usageLimits } from "@repo/validators/ai/usage";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { START_GRACE_MS, jobDefaults } from "../../convex/model/platform/jobs.ts";
import { uploaded } from "../../testing/files.ts";
import { twoTeams } from "../../testing/knowledge.ts";
import { settle } from "../../testing/settle.ts";
import { pdfOf } from "../../testing/pdf.ts";
import { type Person, failsWith, firstPage, signedInAs } from "../../testing/setup.ts";

let world: Awaited<ReturnType<typeof twoTeams>>;

beforeEach(async () => {
  vi.useFakeTimers();
  world = await twoTeams();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

type Files = Record<string, string | Uint8Array>;

/** A zip of small texts and of bytes. */
function zipOf(files: Files): Uint8Array<ArrayBuffer> {
  const bytes = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(bytes)) as Uint8Array<ArrayBuffer>;
}

const pages = (count: number): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`docs/${n}.md`, `Page ${n} is short.`]),
  );

/** Starts an import of the files, or of a zip as it is. */
async function start(files: Files | Uint8Array<ArrayBuffer>, person: Person = world.ann) {
  const bytes = files instanceof Uint8Array ? files : zipOf(files);
  const zip = { contentType: "application/zip", bytes, name: "handbook.zip" };
  const fileId = await uploaded(world.app, world.ann, zip, "import");
  return await person.mutation(api.imports.start, { teamId: world.teamOfAnn, fileId });
}

async function imported(...what: Parameters<typeof start>) {
  const id = await start(...what);
  await settle(world.app);
  return await importOf(id);
}

/** Runs what is scheduled step by step, until it has come to that. */
async function stepsUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 1000; step++) {
    if (await isSo()) return;
    vi.advanceTimersByTime(1);
    await world.app.finishInProgressScheduledFunctions();
  }
  throw new Error(`It did not come to that: ${isSo.toString()}`);
}

const importOf = async (id: Id<"imports">) => await world.ann.query(api.imports.get, { id });
const rowsOf = async <Table extends "sources" | "files" | "imports" | "jobs">(table: Table) =>
  await world.app.run((ctx) => ctx.db.query(table).collect());
const titles = async () => (await rowsOf("sources")).map(({ title }) => title).sort();
const onlyJob = async () => (await world.app.run((ctx) => ctx.db.query("jobs").first()))!;
const news = async () =>
  (await world.ann.query(api.notifications.list, firstPage)).page.map(({ title }) => title);

describe("an import", () => {
  test("takes one call, and shows how far it is", async () => {
    // More than one transaction adds.
    const COUNT = 45;
    const id = await start(pages(COUNT));
    expect(await importOf(id)).toMatchObject({ status: "pending", handled: 0, isOver: false });
    const seen = new Set<number>();
    await stepsUntil(async () => {
      const { ready, isOver } = await importOf(id);
      seen.add(ready);
      return isOver;
    });
    const all = { total: COUNT, handled: COUNT, ready: COUNT, waiting: 0, failed: 0, refused: 0 };
    expect(await importOf(id)).toMatchObject({ status: "read", isOver: true, ...all });
    expect(seen.size).toBeGreaterThan(20);
    expect(await rowsOf("files")).toEqual([]);
    expect(await news()).toEqual([`Imported: handbook.zip. ${COUNT} ready`]);
  });

  test("takes each kind of file as adding it does, and its own title", async () => {
    const found = await imported({
      "a/hours.mdx": "---\ntitle: Opening hours\n---\nThe canteen opens at noon.",
      "b.txt": "Tea is at four.",
      "c.html": "<title>Expenses</title><script>x()</script><p>Claims are paid back.</p>",
      "d.PDF": Buffer.from(pdfOf(["The office opens at eight."]), "latin1"),
    });
    expect(found).toMatchObject({ ready: 4, problems: [] });
    expect(await titles()).toEqual(["Expenses", "Opening hours", "b.txt", "d.PDF"]);
    const texts = (await rowsOf("sources")).map(({ _id: id }) =>
      world.ann.query(api.sources.text, { id }),
    );
    expect((await Promise.all(texts)).sort()).toEqual([
      "Claims are paid back.",
      "Tea is at four.",
      "The canteen opens at noon.",
      "The office opens at eight.",
    ]);
    const [pdf, ...others] = await rowsOf("files");
    expect([pdf, others]).toMatchObject([
      { claimedBy: "sourceVersions", ownerId: world.ann.userId },
      [],
    ]);
  });

  test("delays nothing else: what is added meanwhile is ready long before", async () => {
    const { app, ann, bob, teamOfAnn, teamOfBob } = world;
    const id = await start(pages(40));
    // Until the zip is read, and all of its pages stand in line.
    await stepsUntil(async () => (await importOf(id)).status === "read");
    const note = { title: "Tea", kind: "note", text: "Tea is at four." } as const;
    const added = [
      await ann.mutation(api.sources.addText, { teamId: teamOfAnn, ...note }),
      await bob.mutation(api.sources.addText, { teamId: teamOfBob, ...note }),
    ];
    const isReady = async (sourceId: Id<"sources">) =>
      (await app.run((ctx) => ctx.db.get("sources", sourceId)))?.status === "ready";
    await stepsUntil(async () => (await Promise.all(added.map(isReady))).every(Boolean));
    expect((await importOf(id)).ready).toBeLessThan(20);
    await settle(app);
    expect(await importOf(id)).toMatchObject({ ready: 40, isOver: true });
  });

  test("gives a reason for each file that is refused, and reads the others", async () => {
    const found = await imported({
      "good.md": "This one is fine.",
      "empty.md": "  ",
      "photo.md": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d]),
      "zeros.txt": new Uint8Array(9),
      "table.docx": "PK",
      "inner.zip": zipOf({ "x.md": "Nested." }),
      "broken.pdf": "not a PDF",
      "../../../etc/up.md": "Up and away.",
      "Zürich.md": "Grüezi.",
      ".git/config.md": "hidden",
      "__MACOSX/._good.md": "hidden",
    });
    expect(found).toMatchObject({ total: 9, handled: 9, refused: 5, ready: 3, failed: 1 });
    expect(found.problems).toEqual([
      { name: "empty.md", reason: "It contains no text." },
      { name: "photo.md", reason: "The file is not UTF-8 text." },
      { name: "zeros.txt", reason: "The file is not UTF-8 text." },
      { name: "table.docx", reason: expect.stringContaining(".md, ") },
      { name: "inner.zip", reason: expect.stringContaining(".md, ") },
      { name: "broken.pdf", reason: expect.stringContaining("no PDF") },
    ]);
    expect(await titles()).toEqual(["Zürich.md", "broken.pdf", "etc/up.md", "good.md"]);
    expect(await news()).toEqual(["Imported: handbook.zip. 3 ready, 6 could not be read"]);
  });

  test.each([
    ["no zip", strToU8("This is no zip.") as Uint8Array<ArrayBuffer>, /not a zip/],
    ["a zip that is cut short", zipOf(pages(3)).slice(0, -30), /incomplete/],
    ["a zip of nothing that counts", zipOf({ ".hidden": "x" }), /no file that can/],
    [
      "a zip of too many files",
      zipOf(pages(importLimits.files + 1)),
      /import takes 2000. Split it/,
    ],
  ])("of %s ends with the reason, and adds nothing", async (_what, bytes, error) => {
    const found = await imported(bytes);
    expect(found).toMatchObject({ status: "failed", error: expect.stringMatching(error) });
    expect([await rowsOf("sources"), await rowsOf("files")]).toEqual([[], []]);
    expect(await news()).toEqual(["Ended early: handbook.zip. 0 ready"]);
  });

  test("whose zip is removed meanwhile says so", async () => {
    const id = await start(pages(1));
    const { fileId } = (await world.app.run((ctx) => ctx.db.get("imports", id)))!;
    await world.ann.mutation(api.files.remove, { id: fileId! });
    await settle(world.app);
    expect(await importOf(id)).toMatchObject({
      status: "failed",
      error: "The zip file no longer exists.",
    });
  });

  test("goes on after a crash where it was, and adds nothing twice", async () => {
    const id = await start(pages(45));
    const attempt = { jobId: (await onlyJob())._id, attempt: 1 };
    await world.app.mutation(internal.importing.claim, attempt);
    const file = { title: "docs/0.md", kind: "markdown", text: "Page 0 is short." } as const;
    const add = { ...attempt, total: 45, from: 0, files: [file] };
    expect(await world.app.mutation(internal.importing.add, add)).toBe(true);
    // The same files once more, as of an attempt that does not know how far it is.
    expect(await world.app.mutation(internal.importing.add, add)).toBe(false);
    vi.advanceTimersByTime(jobDefaults.timeoutMs + START_GRACE_MS);
    await world.app.mutation(internal.jobs.recoverStuck, {});
    expect(await world.app.mutation(internal.importing.add, { ...add, from: 1 })).toBe(false);
    await settle(world.app);
    expect(await importOf(id)).toMatchObject({ status: "read", handled: 45, ready: 45 });
    expect(new Set(await titles()).size).toBe(45);
    expect(await rowsOf("sources")).toHaveLength(45);
  });

  test("ends where a quota is full, and what fits is there", async () => {
    const { app, ann, teamOfAnn: teamId } = world;
    const admin = await signedInAs(app, "admin");
    const quota = { table: "sources", rows: 27, bytes: null };
    await admin.mutation(api.quotas.changeForTeam, { teamId, ...quota });
    const found = await imported(pages(60));
    expect(found).toMatchObject({ status: "failed", handled: 27, ready: 27, isOver: true });
    expect(found.error).toMatch(/27 of at most 27 rows in "sources"/);
    await admin.mutation(api.quotas.changeForTeam, { teamId, ...quota, rows: null });
    const more = { userId: ann.userId, ...quota };
    await admin.mutation(api.quotas.changeForPerson, more);
    expect(await imported(pages(1))).toMatchObject({ status: "failed", handled: 0 });
  });

  test("that is cancelled adds nothing more, and what waits goes", async () => {
    const id = await start(pages(30));
    const attempt = { jobId: (await onlyJob())._id, attempt: 1 };
    await world.app.mutation(internal.importing.claim, attempt);
    const files = ["a", "b"].map((title) => ({ title, kind: "text" as const, text: "Short." }));
    const add = { ...attempt, total: 30, from: 0, files };
    await world.app.mutation(internal.importing.add, add);
    expect(await importOf(id)).toMatchObject({ status: "reading", handled: 2, waiting: 2 });
    await world.ann.mutation(api.imports.cancel, { id });
    expect(await world.app.mutation(internal.importing.add, { ...add, from: 2 })).toBe(false);
    await world.app.mutation(internal.importing.finish, { ...attempt, isRead: false });
    await settle(world.app);
    expect(await importOf(id)).toMatchObject({ status: "cancelled", waiting: 0, isOver: true });
    expect([await rowsOf("sources"), await rowsOf("files"), await news()]).toEqual([[], [], []]);
    expect((await rowsOf("jobs")).map(({ status }) => status)).toEqual(["done", "done", "done"]);
  });

  test("of another team is out of reach", async () => {
    const { bob, ann } = world;
    await expect(start(pages(1), bob)).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const id = await start(pages(1));
    await expect(bob.query(api.imports.get, { id })).rejects.toMatchObject(failsWith("NOT_FOUND"));
    for (const call of [api.imports.cancel, api.imports.retry, api.imports.remove])
      await expect(bob.mutation(call, { id })).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const args = { teamId: world.teamOfAnn, ...firstPage };
    await expect(bob.query(api.imports.list, args)).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect((await ann.query(api.imports.list, args)).page).toMatchObject([{ _id: id }]);
  });

  test("stops when the person who started it left the team", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await start(pages(3));
    const membership = await app.run((ctx) =>
      ctx.db
        .query("memberships")
        .withIndex("by_teamId_and_userId", (q) =>
          q.eq("teamId", teamOfAnn).eq("userId", ann.userId),
        )
        .first(),
    );
    await app.run((ctx) => ctx.db.delete("memberships", membership!._id));
    await settle(app);
    const row = await app.run((ctx) => ctx.db.get("imports", id));
    expect(row).toMatchObject({ status: "failed", handled: 0, waiting: 0 });
  });

  test("that is forgotten leaves what it has added", async () => {
    const { _id: id } = await imported(pages(3));
    await world.ann.mutation(api.imports.remove, { id });
    await settle(world.app);
    expect(await rowsOf("imports")).toEqual([]);
    const sources = await rowsOf("sources");
    expect(sources.map(({ importId }) => importId)).toEqual([undefined, undefined, undefined]);
  });

  test("goes with its team", async () => {
    await start(pages(3));
    await world.ann.mutation(api.teams.remove, { id: world.teamOfAnn });
    await settle(world.app);
    for (const table of ["imports", "sources", "files"] as const)
      expect(await rowsOf(table)).toEqual([]);
  });
});

describe("sources of an import", () => {
  test("that failed are tried again with one call", async () => {
    const { app, ann } = world;
    await app.run(async (ctx) => {
      const used = { tokens: usageLimits.tokensPerDay, reserved: 0 };
      await ctx.db.insert("usage", { ownerId: ann.userId, day: dayOf(Date.now()), ...used });
    });
    const found = await imported(pages(12));
    expect(found).toMatchObject({ status: "read", failed: 12, ready: 0, isOver: true });
    expect(found.problems[0]).toMatchObject({ name: "docs/0.md" });
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("usage").collect())
        await ctx.db.delete("usage", _id);
    });
    await ann.mutation(api.imports.retry, { id: found._id });
    await settle(app);
    expect(await importOf(found._id)).toMatchObject({ failed: 0, ready: 12, problems: [] });
  });

  test("count by their state, whatever changes it", async () => {
    const { _id: id } = await imported(pages(3));
    const [first, second] = await rowsOf("sources");
    await world.ann.mutation(api.sources.remove, { id: first!._id });
    await world.ann.mutation(api.sources.replaceText, {
      ...{ id: second!._id, kind: "note", text: "Another." },
    });
    expect(await importOf(id)).toMatchObject({ ready: 1, waiting: 1, isOver: false });
    await settle(world.app);
    expect(await importOf(id)).toMatchObject({ ready: 2, waiting: 0, isOver: true });
    // Nobody hears of it twice.
    expect(await news()).toHaveLength(1);
  });
});
