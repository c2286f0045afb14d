import { sourceLimits } from "@repo/validators/knowledge/sources";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, components, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { textOfHtml } from "../../convex/model/knowledge/html.ts";
import { uploaded } from "../../testing/files.ts";
import { addText, ask, expenses, travel, twoTeams } from "../../testing/knowledge.ts";
import { settle } from "../../testing/settle.ts";
import { pdfOf } from "../../testing/pdf.ts";

type World = Awaited<ReturnType<typeof twoTeams>>;
let world: World;

beforeEach(async () => {
  vi.useFakeTimers();
  world = await twoTeams();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const sourceOf = async (id: Id<"sources">) => await world.ann.query(api.sources.get, { id });
const rowsOf = async (table: "sourceVersions" | "files" | "citations" | "jobs") =>
  await world.app.run((ctx) => ctx.db.query(table).collect());
const entries = async () => {
  const list = async (status: "ready" | "pending" | "replaced") =>
    await world.app.run(async (ctx) => {
      const paginationOpts = { numItems: 100, cursor: null };
      return (await ctx.runQuery(components.rag.entries.list, { status, paginationOpts })).page;
    });
  return [...(await list("ready")), ...(await list("pending")), ...(await list("replaced"))];
};
const addFile = async (contentType: string, bytes: string) => {
  const { app, ann, teamOfAnn } = world;
  const fileId = await uploaded(app, ann, { contentType, bytes }, "knowledge");
  const id = await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
  await settle(app);
  return id;
};
const news = async () => {
  const paginationOpts = { numItems: 10, cursor: null };
  const { page } = await world.ann.query(api.notifications.list, { paginationOpts });
  return page.map(({ title }) => title);
};
const textOf = async (id: Id<"sources">) => await world.ann.query(api.sources.text, { id });

describe("a source", () => {
  test("of markdown is pending, then ready, and shows its text to the letter", async () => {
    const { app, ann, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, title: " Travel ", kind: "markdown", text: travel } as const;
    const id = await ann.mutation(api.sources.addText, args);
    expect(await sourceOf(id)).toMatchObject({
      title: "Travel",
      status: "pending",
      isInUse: false,
    });
    expect(await textOf(id)).toBeNull();
    await settle(app);
    const ready = { status: "ready", isInUse: true, chunkCount: 1, attempts: 1 };
    expect(await sourceOf(id)).toMatchObject(ready);
    expect(await textOf(id)).toBe(travel);
    expect(await news()).toEqual(["Ready for questions: Travel"]);
  });

  test("of MDX is called what it calls itself, and nothing but its text is ever quoted", async () => {
    const mdx = [
      "---\ntitle: Opening hours\ndescription: When the canteen is open.\n---",
      'import Note from "@theme/Note";',
      '<Note title="canteen opens">The canteen opens at noon.</Note>',
      "```js\nimport canteen from 'opens';\n```",
    ].join("\n\n");
    const id = await addFile("text/markdown", mdx);
    const described = { title: "Opening hours", description: "When the canteen is open." };
    expect(await sourceOf(id)).toMatchObject({ status: "ready", ...described });
    expect(await textOf(id)).toBe(
      "The canteen opens at noon.\n\n```js\nimport canteen from 'opens';\n```",
    );
    const { ann, app, teamOfAnn } = world;
    const { answer } = await ask(app, ann, teamOfAnn, "When does the canteen open?");
    expect(answer).toBe("The canteen opens at noon. [1]");
    const { hits } = await ann.action(api.knowledge.search, { teamId: teamOfAnn, query: "hours" });
    expect(hits).toMatchObject([{ title: "Opening hours" }]);
    // A title that a person gave stays, whatever the document says.
    await ann.mutation(api.sources.rename, { id, title: "Canteen" });
    await settle(app);
    const fileId = await uploaded(
      app,
      ann,
      { contentType: "text/markdown", bytes: mdx },
      "knowledge",
    );
    await ann.mutation(api.sources.replaceFile, { id, fileId });
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({ title: "Canteen", status: "ready" });
  });

  test("of HTML is read as text, without scripts and menus", async () => {
    const id = await addFile("text/html", expenses);
    expect(await sourceOf(id)).toMatchObject({ kind: "html", status: "ready", title: "Expenses" });
    expect(await textOf(id)).toBe(
      "# Expenses\n\nReceipts are kept for ten years.\n\n- Claims are paid back within two weeks.",
    );
  });

  test("of PDF is read, too", async () => {
    const id = await addFile(
      "application/pdf",
      pdfOf(["The office opens at eight.", "Bring your badge."]),
    );
    expect(await sourceOf(id)).toMatchObject({ kind: "pdf", status: "ready" });
    expect(await textOf(id)).toBe("The office opens at eight.\nBring your badge.");
  });

  test("that cannot be read fails at once, and says why", async () => {
    const id = await addFile("application/pdf", "not a PDF");
    const { status, error, attempts } = await sourceOf(id);
    expect([status, attempts]).toEqual(["failed", 1]);
    expect(error).toMatch(/no PDF that can be read/);
    expect(await sourceOf(await addFile("application/pdf", pdfOf([])))).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/contains no text/),
    });
  });

  test("whose file is gone fails, and can be given another content", async () => {
    const { app, ann, teamOfAnn } = world;
    const fileId = await uploaded(
      app,
      ann,
      {
        contentType: "text/plain",
        bytes: "Tea is at four.",
      },
      "knowledge",
    );
    const id = await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
    await app.run(async (ctx) =>
      ctx.storage.delete((await ctx.db.get("files", fileId))!.storageId!),
    );
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({
      status: "failed",
      error: "The file no longer exists.",
    });
    expect(await news()).toEqual([expect.stringContaining("Could not be read: ")]);
    await ann.mutation(api.sources.replaceText, { id, kind: "note", text: "Tea is at five." });
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({ status: "ready", kind: "note" });
    expect(await sourceOf(id)).not.toHaveProperty("error");
  });

  test.each(["text/plain", "application/pdf"])(
    "whose file (%s) its owner removes before it is read says so",
    async (contentType) => {
      const { app, ann, teamOfAnn } = world;
      const fileId = await uploaded(
        app,
        ann,
        { contentType, bytes: "Tea is at four." },
        "knowledge",
      );
      const id = await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
      await ann.mutation(api.files.remove, { id: fileId });
      await settle(app);
      expect(await sourceOf(id)).toMatchObject({
        status: "failed",
        error: "The file no longer exists.",
      });
    },
  );

  test("takes a file of one's own, for the purpose, once", async () => {
    const { app, ann, bob, teamOfAnn } = world;
    const file = { contentType: "text/plain", bytes: "x" };
    const [others, avatar, mine] = [
      await uploaded(app, bob, file, "knowledge"),
      await uploaded(app, ann, file, "avatar"),
      await uploaded(app, ann, file, "knowledge"),
    ];
    const add = async (fileId: Id<"files">) =>
      await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
    await expect(add(others)).rejects.toMatchObject({ data: { code: "INVALID" } });
    await expect(add(avatar)).rejects.toMatchObject({ data: { code: "INVALID" } });
    await add(mine);
    await expect(add(mine)).rejects.toMatchObject({ data: { code: "INVALID" } });
  });

  test.each([
    " \n",
    "x".repeat(sourceLimits.textBytes + 1),
    "é".repeat(sourceLimits.textBytes / 2 + 1),
  ])("of no text, or of too many bytes, is refused", async (text) => {
    const args = { teamId: world.teamOfAnn, title: "Long", kind: "note", text } as const;
    const refused = world.ann.mutation(api.sources.addText, args);
    await expect(refused).rejects.toMatchObject({ data: { code: "INVALID" } });
  });

  test("of another team does not exist", async () => {
    const { app, ann, bob, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, travel);
    const notFound = { data: { code: "NOT_FOUND" } };
    await expect(bob.query(api.sources.text, { id })).rejects.toMatchObject(notFound);
    await expect(bob.mutation(api.sources.remove, { id })).rejects.toMatchObject(notFound);
    const paginationOpts = { numItems: 5, cursor: null };
    const list = bob.query(api.sources.list, { teamId: teamOfAnn, paginationOpts });
    await expect(list).rejects.toMatchObject(notFound);
    const args = { teamId: teamOfAnn, title: "Mine", kind: "note", text: "Mine." } as const;
    await expect(bob.mutation(api.sources.addText, args)).rejects.toMatchObject(notFound);
  });
});

describe("a source that fails", () => {
  test("is tried again after a pause, and by hand in the end", async () => {
    const { app, ann, teamOfAnn } = world;
    vi.stubEnv("AI_PROVIDER", "nonsense");
    const id = await addText(app, ann, teamOfAnn, travel);
    const failed = await sourceOf(id);
    expect([failed.status, failed.attempts]).toEqual(["failed", 5]);
    expect(failed.error).toMatch(/AI_PROVIDER is "nonsense"/);
    vi.unstubAllEnvs();
    await ann.mutation(api.sources.retry, { id });
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({ status: "ready", attempts: 1 });
    await expect(ann.mutation(api.sources.retry, { id })).rejects.toMatchObject({
      data: { code: "CONFLICT" },
    });
  });
});

describe("replacing a source", () => {
  test("serves the old content until the new one is ready, and removes it then", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addFile("text/plain", "The canteen opens at noon.");
    await ann.mutation(api.sources.replaceText, {
      id,
      kind: "note",
      text: "The canteen opens at one.",
    });
    expect(await sourceOf(id)).toMatchObject({ status: "pending", isInUse: true });
    const query = { teamId: teamOfAnn, query: "When does the canteen open?" };
    const before = await ann.action(api.knowledge.search, query);
    expect(before.hits.map(({ text }) => text)).toEqual(["The canteen opens at noon."]);
    await settle(app);
    const after = await ann.action(api.knowledge.search, query);
    expect(after.hits.map(({ text }) => text)).toEqual(["The canteen opens at one."]);
    expect(await rowsOf("sourceVersions")).toHaveLength(1);
    expect(await rowsOf("files")).toEqual([]);
    expect(await entries()).toHaveLength(1);
  });

  test("twice at once ends with the last content alone", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, "One is the first.");
    const put = async (text: string) =>
      await ann.mutation(api.sources.replaceText, { id, kind: "note", text });
    await Promise.all([put("Two is the second."), put("Three is the third.")]);
    await settle(app);
    expect(await textOf(id)).toBe("Three is the third.");
    expect([await rowsOf("sourceVersions"), await entries()].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    const ended = (await rowsOf("jobs")).map((job) => "status" in job && job.status);
    expect(new Set(ended)).toEqual(new Set(["done"]));
  });

  test("by what cannot be read leaves the old content in use", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, "Lunch is at noon.");
    const fileId = await uploaded(
      app,
      ann,
      { contentType: "application/pdf", bytes: "broken" },
      "knowledge",
    );
    await ann.mutation(api.sources.replaceFile, { id, fileId });
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({ status: "failed", isInUse: true });
    const { hits } = await ann.action(api.knowledge.search, { teamId: teamOfAnn, query: "lunch" });
    expect(hits.map(({ text }) => text)).toEqual(["Lunch is at noon."]);
  });
});

describe("removing a source", () => {
  test("leaves nothing: no text, file, bytes, entry or citation", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addFile("text/plain", "The archive is in the cellar.");
    const { citations } = await ask(app, ann, teamOfAnn, "Where is the archive?");
    expect(citations).toHaveLength(1);
    await ann.mutation(api.sources.remove, { id });
    await settle(app);
    expect(await rowsOf("sourceVersions")).toEqual([]);
    expect(await rowsOf("files")).toEqual([]);
    expect(await rowsOf("citations")).toEqual([]);
    expect(await entries()).toEqual([]);
    expect(await app.run((ctx) => ctx.db.system.query("_storage").collect())).toEqual([]);
  });

  test("with more pieces than one transaction removes works, too", async () => {
    const { app, ann, teamOfAnn } = world;
    const section = (n: number) =>
      `# Part ${n}\n\n${`Sentence ${n} of the long report. `.repeat(20)}`;
    const long = Array.from({ length: 300 }, (_, n) => section(n)).join("\n\n");
    const id = await addText(app, ann, teamOfAnn, long);
    expect(await sourceOf(id)).toMatchObject({ status: "ready", chunkCount: 300 });
    await ann.mutation(api.sources.remove, { id });
    await settle(app);
    expect(await entries()).toEqual([]);
  });

  test("while it is being prepared stops that", async () => {
    const { app, ann, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, title: "Short", kind: "note", text: "Never mind." } as const;
    const id = await ann.mutation(api.sources.addText, args);
    await ann.mutation(api.sources.remove, { id });
    await settle(app);
    expect(await entries()).toEqual([]);
    expect((await rowsOf("jobs")).map((job) => "status" in job && job.status)).toEqual(["done"]);
  });
});

describe("the sweep", () => {
  const HOUR = 60 * 60 * 1000;

  test("removes entries that no source names, once they are old enough", async () => {
    const { app, ann, teamOfAnn } = world;
    const kept = await addText(app, ann, teamOfAnn, "Keep this line of text.");
    const orphaned = await addText(app, ann, teamOfAnn, "Forget this line of text.");
    // As when a team is removed: the rows go, and nobody tells the index.
    await app.run((ctx) => ctx.db.delete("sources", orphaned));
    await app.mutation(internal.knowledge.sweep, {});
    await settle(app);
    expect(await entries()).toHaveLength(2);
    vi.advanceTimersByTime(HOUR);
    await app.mutation(internal.knowledge.sweep, {});
    await settle(app);
    expect((await entries()).map(({ metadata }) => metadata?.sourceId)).toEqual([kept]);
  });

  test("is registered with the clock", () => {
    expect(declaredCrons(crons).map(({ target }) => target)).toContain("knowledge:sweep");
  });
});

describe("a page of HTML", () => {
  test("becomes markdown", () => {
    const page =
      "<title>Rates &amp; fees</title><meta name=Description content='By town'><h2>Rates</h2><p>One<br>two   words</p><pre>a  b\n c</pre>" +
      "<table><tr><th>Town</th><th>Rate</th></tr><tr><td>Bonn</td><td>12</td></tr></table>" +
      "<ol><li>First</li><li><p>Second</p></li></ol><style>p{}</style>Tail";
    expect(textOfHtml(page)).toEqual({
      title: "Rates & fees",
      description: "By town",
      text: [
        "## Rates",
        "One\ntwo words",
        "```\na  b\n c\n```",
        "| Town | Rate |",
        "| Bonn | 12 |",
        "- First",
        "- Second",
        "Tail",
      ].join("\n\n"),
    });
  });

  test.each(["", "<p>", "<script>x", "<<>>", "plain & simple"])(
    "that is broken (%j) does no harm",
    (html) => {
      expect(() => textOfHtml(html)).not.toThrow();
    },
  );
});
