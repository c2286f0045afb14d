// Flows of knowledge: sources, imports of them, and questions.
import assert from "node:assert/strict";
import { strToU8, zipSync } from "fflate";
import { api } from "../convex/_generated/api.js";
import type { Id } from "../convex/_generated/dataModel.js";
import { type Chapter, firstPage } from "./flow.ts";

const RULES = "# Harbour rules\n\nThe gate closes at ten in the evening. Dogs stay on a lead.";
const OPENING = "The harbour office opens at seven in the morning, and on Sundays at nine.";

declare module "./flow.ts" {
  interface Story {
    sourceId: Id<"sources">;
    importId: Id<"imports">;
    questionId: Id<"questions">;
  }
}

export const knowledge: Chapter = {
  title: "Knowledge",
  uncovered: {
    "imports:cancel": "needs a running import, and this one ends immediately",
    "imports:retry": "needs failed sources, which no local model causes",
    "sources:replaceFile": "as replacing a text, after an upload that is a flow already",
    "sources:retry": "needs a failed source, which no local model causes",
  },
  flows: [
    {
      name: "add a text to a team's knowledge",
      actor: "member",
      calls: [api.sources.addText, api.sources.get],
      proves: "It is ready after a while.",
      run: async ({ me, as, eventually, story }) => {
        const given = { title: "Harbour rules", kind: "markdown", text: RULES } as const;
        const id = await me.mutation(api.sources.addText, { teamId: story.teamId, ...given });
        assert.equal((await me.query(api.sources.get, { id })).title, given.title);
        story.sourceId = id;
        await eventually(
          async () => (await as("member").query(api.sources.get, { id })).status === "ready",
        );
      },
    },
    {
      name: "add a file to a team's knowledge",
      actor: "member",
      calls: [api.files.requestUpload, api.files.finishUpload, api.sources.addFile],
      files: 1,
      proves: "It is ready after a while.",
      run: async ({ me, send, as, eventually, story: { teamId } }) => {
        const asked = { name: "opening.txt", purpose: "knowledge" } as const;
        const { id: fileId, url } = await me.mutation(api.files.requestUpload, asked);
        const storageId = await send(url, new Blob([OPENING], { type: "text/plain" }));
        await me.mutation(api.files.finishUpload, { id: fileId, storageId });
        const id = await me.mutation(api.sources.addFile, { teamId, fileId });
        await eventually(
          async () => (await as("member").query(api.sources.get, { id })).status === "ready",
        );
      },
    },
    {
      name: "see a team's sources",
      actor: "newcomer",
      calls: [api.sources.list, api.sources.text, api.knowledge.status],
      proves: "Both sources are there, with their text.",
      run: async ({ me, story: { teamId, sourceId } }) => {
        const { page } = await me.query(api.sources.list, { teamId, ...firstPage });
        assert.equal(page.length, 2);
        const text = await me.query(api.sources.text, { id: sourceId });
        assert.match(text ?? "", /gate closes at ten/);
        await me.query(api.knowledge.status, { teamId });
      },
    },
    {
      name: "search a team's knowledge",
      actor: "newcomer",
      calls: [api.knowledge.search],
      proves: "The passage about the gate comes first.",
      run: async ({ me, story: { teamId } }) => {
        const query = "When does the gate close?";
        const found = await me.action(api.knowledge.search, { teamId, query });
        assert.match(JSON.stringify(found), /gate closes at ten/);
      },
    },
    {
      name: "ask a team's knowledge",
      actor: "newcomer",
      calls: [api.questions.ask, api.questions.get],
      proves: "The answer cites its passage.",
      run: async ({ me, as, eventually, story }) => {
        const given = { teamId: story.teamId, question: "When does the gate close?" };
        const id = await me.mutation(api.questions.ask, given);
        await me.query(api.questions.get, { id });
        story.questionId = id;
        const answered = await eventually(async () => {
          const question = await as("newcomer").query(api.questions.get, { id });
          return question.status === "answered" && question;
        });
        assert(answered.citations.length > 0);
      },
    },
    {
      name: "remove a question",
      actor: "newcomer",
      calls: [api.questions.list, api.questions.remove],
      proves: "It is gone.",
      run: async ({ me, as, story: { teamId, questionId: id } }) => {
        const { page } = await me.query(api.questions.list, { teamId, ...firstPage });
        assert.equal(page[0]?._id, id);
        await me.mutation(api.questions.remove, { id });
        await assert.rejects(as("newcomer").query(api.questions.get, { id }));
      },
    },
    {
      name: "replace the text of a source",
      actor: "member",
      calls: [api.sources.rename, api.sources.replaceText],
      proves: "It answers with the new text after a while.",
      run: async ({ me, as, eventually, story: { sourceId: id } }) => {
        await me.mutation(api.sources.rename, { id, title: "Rules of the harbour" });
        const text = RULES.replace("ten", "eleven");
        await me.mutation(api.sources.replaceText, { id, kind: "markdown", text });
        await eventually(async () =>
          (await as("member").query(api.sources.text, { id }))?.includes("eleven"),
        );
      },
    },
    {
      name: "remove a source",
      actor: "member",
      calls: [api.sources.remove],
      proves: "It is gone.",
      run: async ({ me, as, story: { sourceId: id } }) => {
        await me.mutation(api.sources.remove, { id });
        await assert.rejects(as("member").query(api.sources.get, { id }));
      },
    },
    {
      name: "import many pages at once",
      actor: "member",
      calls: [api.files.requestUpload, api.files.finishUpload, api.imports.start],
      files: 1,
      proves: "Each page is ready after a while.",
      run: async ({ me, send, as, eventually, story }) => {
        const asked = { name: "harbour.zip", purpose: "import" } as const;
        const { id: fileId, url } = await me.mutation(api.files.requestUpload, asked);
        const zip = new Blob([zipOf({ "rules.md": RULES, "opening.txt": OPENING })], {
          type: "application/zip",
        });
        await me.mutation(api.files.finishUpload, { id: fileId, storageId: await send(url, zip) });
        const id = await me.mutation(api.imports.start, { teamId: story.teamId, fileId });
        story.importId = id;
        await eventually(async () => (await as("member").query(api.imports.get, { id })).isOver);
      },
    },
    {
      name: "see the result of an import",
      actor: "newcomer",
      calls: [api.imports.list, api.imports.get],
      proves: "Both of its pages are ready, and nothing went wrong.",
      run: async ({ me, story: { teamId, importId } }) => {
        const { page } = await me.query(api.imports.list, { teamId, ...firstPage });
        assert.equal(page[0]?._id, importId);
        const { ready, problems } = await me.query(api.imports.get, { id: importId });
        assert.deepEqual([ready, problems], [2, []]);
      },
    },
    {
      name: "remove the record of an import",
      actor: "member",
      calls: [api.imports.remove],
      proves: "Its sources are still there.",
      run: async ({ me, as, story: { teamId, importId: id } }) => {
        await me.mutation(api.imports.remove, { id });
        const { page } = await as("member").query(api.sources.list, { teamId, ...firstPage });
        assert.equal(page.length, 3);
      },
    },
  ],
};

/** A zip with one file for each text, by its name. */
export function zipOf(texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const files = Object.entries(texts).map(([name, text]) => [name, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(files)));
}
