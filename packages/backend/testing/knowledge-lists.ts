// What tests over the whole app need to know of knowledge. Each list is spread there in one line.
import { importLimits } from "@repo/validators/knowledge/imports";
import type { Value } from "convex/values";
import { api } from "../convex/_generated/api";
import { fileFor } from "./files.ts";

import { exampleRow } from "./manifest.ts";
import type { Use } from "./use.ts";
import { settle } from "./settle.ts";
import type { Person, TestApp } from "./setup.ts";

/** Arguments that follow from neither validator nor shape, by function. */
export const knowledgeArguments = {
  "imports:start": async (app: TestApp, person: Person) => ({
    fileId: await fileFor(app, person, "import"),
  }),
  "knowledge:resolve": async (app: TestApp, person: Person) => ({
    candidates: [await candidateOf(app, person)],
  }),
  "sources:addFile": async (app: TestApp, person: Person) => ({
    fileId: await fileFor(app, person, "knowledge"),
  }),
  "sources:replaceFile": async (app: TestApp, person: Person) => ({
    fileId: await fileFor(app, person, "knowledge"),
  }),
  "sources:retry": async (app: TestApp, person: Person) => ({
    id: await failedSource(app, person),
  }),
};

/** What reads more rows of many than of few, up to as many as it answers. */
export const knowledgeReads = { "imports:get": importLimits.problems };

/** Adds to a team's knowledge, and asks it. */
export const useKnowledge: Use = {
  run: async (app, { ann, bob, teamId, alone, mark, sharedMark }) => {
    const text = `# Tea\n\n${sharedMark} likes tea at four in the afternoon.`;
    const about = { teamId, title: `About ${sharedMark}`, kind: "markdown", text } as const;
    await ann.mutation(api.sources.addText, about);
    const own = { teamId: alone, title: `Of ${mark}`, kind: "markdown", text: mark } as const;
    await ann.mutation(api.sources.addText, own);
    await settle(app);
    await ann.mutation(api.questions.ask, { teamId: alone, question: `Who is ${mark}?` });
    for (const [person, word] of [[ann, mark] as const, [bob, sharedMark] as const]) {
      const question = `Who is ${word}, and likes tea at four?`;
      await person.mutation(api.questions.ask, { teamId, question });
      await settle(app);
    }
  },
  before: ["questions.question", "rag/content"],
  bounded: ["rag/content"],
  theirs: ["citations.passage", "sourceVersions.text"],
};

/** A passage that the index found in a source of the person's team. */
async function candidateOf(app: TestApp, person: Person): Promise<Value> {
  const [id, entryId] = [await exampleRow(app, person, "sources"), "an entry"];
  await app.run((ctx) => ctx.db.patch("sources", id, { entryId }));
  return { entryId, text: "x", score: 1, start: 0, end: 1, headings: [] };
}

async function failedSource(app: TestApp, person: Person): Promise<Value> {
  const versionId = await exampleRow(app, person, "sourceVersions");
  return await app.run(async (ctx) => {
    const { sourceId } = (await ctx.db.get("sourceVersions", versionId))!;
    await ctx.db.patch("sources", sourceId, { status: "failed" });
    return sourceId;
  });
}
