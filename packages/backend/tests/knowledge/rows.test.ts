// The source of a row: it follows the row, and nothing else changes it.
import { expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import { addText, travel, twoTeams } from "../../testing/knowledge.ts";

test("a source that follows a row is changed and removed by nobody", async () => {
  vi.useFakeTimers();
  const { app, ann, teamOfAnn } = await twoTeams();
  const id = await addText(app, ann, teamOfAnn, travel);
  const row = { rowTable: "articles", rowId: "a1" };
  await app.run((ctx) => ctx.db.patch("sources", id, row));
  const refused = { data: { code: "CONFLICT" } };
  const text = { kind: "note", text: "Other words." } as const;
  await expect(ann.mutation(api.sources.rename, { id, title: "Mine" })).rejects.toMatchObject(
    refused,
  );
  await expect(ann.mutation(api.sources.replaceText, { id, ...text })).rejects.toMatchObject(
    refused,
  );
  await expect(ann.mutation(api.sources.remove, { id })).rejects.toMatchObject(refused);
  expect(await ann.query(api.sources.get, { id })).toMatchObject({ ...row, title: "Handbook" });
  vi.useRealTimers();
});
