// The API of sources: texts that a team adds so that questions are answered from them. Search is in
// `knowledge.ts`, the work behind it in `indexing.ts`.
import { zid } from "@repo/validators/convex";
import {
  publicSource,
  source,
  sourceFileInput,
  sourceText,
  sourceTextInput,
  textKinds,
} from "@repo/validators/knowledge/sources";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { appError } from "./lib/errors";
import { internalMutation, mutation, query } from "./builders/functions";
import type { MutationCtx } from "./lib/context";
import { embeddingModel } from "./model/ai/providers";
import { claimFile } from "./model/files/files";
import {
  type Content,
  addSource,
  indexAnew,
  kindOf,
  prepare,
  removeSource,
  retrySource,
  versionsOf,
} from "./model/knowledge/sources";
import { requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";
import { getPermittedOrThrow } from "./model/teams/coverage";

/** Each is read with its texts, up to two of 900 kB, and a transaction reads 16 MB. */
const REINDEX_BATCH = 5;

/** A team's sources, newest first, paginated, each with its status. */
export const list = query({
  access: "sources.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicSource),
  handler: async (ctx, { teamId, paginationOpts }) => {
    await requireTeam(ctx, "sources.read", teamId);
    const found = await ctx.db
      .query("sources")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .order("desc")
      .paginate(clamp(paginationOpts));
    return { ...found, page: found.page.map(shown) };
  },
});

/** One source. */
export const get = query({
  access: "sources.read",
  args: { id: zid("sources") },
  returns: publicSource,
  handler: async (ctx, { id }) => shown(await getOrThrow(ctx, "sources", id)),
});

/** The text in use, which citations point into; null until the first content is ready. */
export const text = query({
  access: "sources.read",
  args: { id: zid("sources") },
  returns: z.string().nullable(),
  handler: async (ctx, { id }) => {
    const { _id } = await getOrThrow(ctx, "sources", id);
    // Callers who may see the source may see its text.
    const { inUse } = await versionsOf(ctx.unscopedDb, _id);
    return inUse?.text ?? null;
  },
});

/** Adds a text and returns the id of its source, whose status says when it is ready. */
export const addText = mutation({
  access: "sources.create",
  rateLimit: "sources.add",
  args: sourceTextInput.shape,
  returns: zid("sources"),
  handler: async (ctx, { teamId, title, ...content }) =>
    await addSource(ctx, { teamId, title, ...content }),
});

/** Adds an uploaded file of the caller's and returns the id of its source. */
export const addFile = mutation({
  access: "sources.create",
  rateLimit: "sources.add",
  args: sourceFileInput.shape,
  returns: zid("sources"),
  handler: async (ctx, { teamId, fileId, title }) => {
    const { name, contentType } = await claimFile(
      ctx,
      fileId,
      "knowledge",
      "sourceVersions",
      teamId,
    );
    const named = title === undefined ? { title: name, isTitleOfFile: true } : { title };
    return await addSource(ctx, { teamId, ...named, kind: kindOf(contentType), fileId });
  },
});

/** Changes the title. As search uses it, the content in use is indexed again. */
export const rename = mutation({
  access: "sources.update",
  rateLimit: "sources.add",
  args: { id: zid("sources"), title: source.shape.title },
  returns: z.null(),
  handler: async (ctx, { id, title }) => {
    const found = await getOrThrow(ctx, "sources", id);
    requireOwnText(found);
    const { title: before, status } = found;
    if (title === before) return;
    await ctx.db.patch("sources", id, { title, isTitleOfFile: undefined });
    const db = ctx.unscopedDb;
    // A running job of this content picks up the title, however often it changes until then. A job of
    // new content may fail.
    const isBusy = status === "pending" || status === "processing";
    if (isBusy && (await versionsOf(db, id)).next === null) return;
    await indexAnew({ ...ctx, db }, id);
  },
});

/** Replaces the content with a text. Questions are answered from the old one until the new one is ready. */
export const replaceText = mutation({
  access: "sources.update",
  rateLimit: "sources.add",
  args: { id: zid("sources"), kind: z.enum(textKinds), text: sourceText },
  returns: z.null(),
  handler: async (ctx, { id, ...content }) => {
    requireOwnText(await getPermittedOrThrow(ctx, "sources.update", id));
    await replace(ctx, id, content);
  },
});

/** Replaces the content with a file. Questions are answered from the old one until the new one is ready. */
export const replaceFile = mutation({
  access: "sources.update",
  rateLimit: "sources.add",
  args: { id: zid("sources"), fileId: zid("files") },
  returns: z.null(),
  handler: async (ctx, { id, fileId }) => {
    const found = await getPermittedOrThrow(ctx, "sources.update", id);
    requireOwnText(found);
    const { teamId } = found;
    const { contentType } = await claimFile(ctx, fileId, "knowledge", "sourceVersions", teamId);
    await replace(ctx, id, { kind: kindOf(contentType), fileId });
  },
});

/** Retries a failed source. */
export const retry = mutation({
  access: "sources.update",
  rateLimit: "sources.add",
  args: { id: zid("sources") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const { status } = await getPermittedOrThrow(ctx, "sources.update", id);
    if (status !== "failed") throw appError("CONFLICT", "Only a failed source can be retried.");
    if (!(await retrySource({ ...ctx, db: ctx.unscopedDb }, id)))
      throw appError("CONFLICT", "Its content was not kept. Replace it.");
  },
});

/** Removes a source with its text, file, index entry and citations. */
export const remove = mutation({
  access: "sources.remove",
  args: { id: zid("sources") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const found = await getOrThrow(ctx, "sources", id);
    requireOwnText(found);
    // Everything removed with it belongs to the source alone.
    await removeSource({ ...ctx, db: ctx.unscopedDb }, found);
  },
});

/**
 * Indexes sources of another model again, in batches: `convex run sources:reindex` after changing the model.
 * Until it is done, a source is found only with the old model.
 */
export const reindex = internalMutation({
  args: { cursor: z.string().nullable().default(null) },
  returns: z.null(),
  handler: async (ctx, { cursor }) => {
    const { index } = embeddingModel();
    const { page, isDone, continueCursor } = await ctx.db
      .query("sources")
      .withIndex("by_index", (q) => q.gt("index", ""))
      .paginate({ numItems: REINDEX_BATCH, cursor });
    for (const found of page) {
      // A source that is being prepared goes into the new index anyway.
      if (found.index === index || !["ready", "failed"].includes(found.status)) continue;
      await indexAnew(ctx, found._id);
    }
    const next = { cursor: continueCursor };
    if (!isDone) await ctx.scheduler.runAfter(0, internal.sources.reindex, next);
  },
});

async function replace(
  ctx: MutationCtx<"sources.update">,
  id: Id<"sources">,
  content: Content,
): Promise<void> {
  await ctx.db.patch("sources", id, { kind: content.kind });
  await prepare({ ...ctx, db: ctx.unscopedDb }, id, content);
}

/** Refuses to change what follows a row. */
function requireOwnText({ rowId }: Doc<"sources">): void {
  if (rowId === undefined) return;
  throw appError("CONFLICT", "It is the text of a row. Change or remove that row.");
}

function shown(row: Doc<"sources">) {
  return { ...row, isInUse: row.entryId !== undefined };
}
