// The job that reads the zip of an import and adds its files as sources, a few in a transaction. Each
// transaction records its position, so that an attempt continues where the one before ended. Only the
// scheduler calls these functions.
import { zid } from "@repo/validators/convex";
import { importLimits, importProblem } from "@repo/validators/knowledge/imports";
import { source, sourceKinds } from "@repo/validators/knowledge/sources";
import { sourceVersion } from "@repo/validators/knowledge/sourceVersions";
import { ConvexError } from "convex/values";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { appError } from "./lib/errors";
import { internalAction, internalMutation } from "./builders/functions";
import { writeAs } from "./builders/actingUser";
import { GENERIC_FAILURE, reportOf } from "./model/platform/failures";
import { type ImportedFile, lookThrough } from "./model/knowledge/importedFiles";
import { endReading, isReading } from "./model/knowledge/imports";
import { type Attempt, attemptArgs, claimJob, finishJob, runningJob } from "./model/platform/jobs";
import { addSource, removeSource, retrySource } from "./model/knowledge/sources";

/** What one transaction adds at most: files, and bytes of text (approximate). */
const ADDED_FILES = 20;
const ADDED_BYTES = 2_000_000;
/** Each is removed or tried again with its texts, up to two of 900 kB, and a transaction reads 16 MB. */
const SOURCES_BATCH = 5;

/** A file as a transaction adds it: its text, its stored bytes, or why it has neither. */
const found = z.union([
  z.object({
    title: source.shape.title,
    kind: z.enum(sourceKinds),
    text: sourceVersion.shape.text,
  }),
  z.object({
    title: source.shape.title,
    kind: z.enum(sourceKinds),
    storageId: zid("_storage"),
    size: z.number(),
    contentType: z.string(),
  }),
  z.object({ title: source.shape.title, reason: importProblem.shape.reason }),
]);
type Found = z.infer<typeof found>;

/** One attempt to read a zip. */
export const run = internalAction({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    const work: Work | null = await ctx.runMutation(internal.importing.claim, attempt);
    if (work === null) return;
    try {
      const isRead = await addAll(ctx, attempt, work);
      await ctx.runMutation(internal.importing.finish, { ...attempt, isRead });
    } catch (error) {
      await ctx.runMutation(internal.jobs.fail, { ...attempt, ...reportOf(error) });
    }
  },
});

const work = z.object({ storageId: zid("_storage").optional(), handled: z.number() });
type Work = z.infer<typeof work>;

/** Claims the attempt and returns where to continue; null if nothing is left to do. */
export const claim = internalMutation({
  args: attemptArgs,
  returns: work.nullable(),
  handler: async (ctx, attempt) => {
    const job = await claimJob(ctx, attempt);
    if (job === null) return null;
    const found = await importOf(ctx, job);
    if (found === null || !isReading(found)) {
      await finishJob(ctx, attempt);
      return null;
    }
    await ctx.db.patch("imports", found._id, { status: "reading" });
    const zip = found.fileId && (await ctx.db.get("files", found.fileId));
    return { storageId: zip?.storageId, handled: found.handled };
  },
});

/** Adds all files from where the previous attempt ended. Returns false when the import was ended meanwhile. */
async function addAll(
  ctx: ActionCtx,
  attempt: Attempt,
  { storageId, handled }: Work,
): Promise<boolean> {
  const blob = storageId && (await ctx.storage.get(storageId));
  if (!blob) throw appError("NOT_FOUND", "The zip file no longer exists.");
  const { total, files } = lookThrough(new Uint8Array(await blob.arrayBuffer()));
  let [batch, bytes]: [Found[], number] = [[], 0];
  const flush = async () => {
    const isOn = await addInTurn(ctx, { ...attempt, total, from: handled, files: batch });
    handled += batch.length;
    [batch, bytes] = [[], 0];
    return isOn;
  };
  for (const file of files(handled)) {
    const found = await stored(ctx, file);
    batch.push(found);
    bytes += "text" in found ? found.text.length : 0;
    const isFull = batch.length >= ADDED_FILES || bytes >= ADDED_BYTES;
    if (isFull && !(await flush())) return false;
  }
  return await flush();
}

async function stored(ctx: ActionCtx, file: ImportedFile): Promise<Found> {
  if (!("bytes" in file)) return file;
  const { bytes, ...rest } = file;
  return { ...rest, storageId: await ctx.storage.store(bytes), size: bytes.size };
}

type Batch = Attempt & { total: number; from: number; files: Found[] };

/** Adds files in one transaction. If that is refused, halves them until it finds the file that is refused. */
async function addInTurn(ctx: ActionCtx, batch: Batch): Promise<boolean> {
  const { from, files } = batch;
  try {
    return await ctx.runMutation(internal.importing.add, batch);
  } catch (error) {
    if (!(error instanceof ConvexError) || files.length <= 1) throw error;
  }
  const half = Math.ceil(files.length / 2);
  const [first, rest] = [files.slice(0, half), files.slice(half)];
  const isOn = await addInTurn(ctx, { ...batch, files: first });
  return isOn && (await addInTurn(ctx, { ...batch, from: from + half, files: rest }));
}

/** Adds files on behalf of the person who started the import. Returns whether to continue. */
export const add = internalMutation({
  args: {
    ...attemptArgs,
    total: z.number().int(),
    /** The position of the first of them in the zip. */
    from: z.number().int(),
    files: z.array(found).max(ADDED_FILES),
  },
  returns: z.boolean(),
  handler: async (ctx, { jobId, attempt, total, from, files }) => {
    const job = await runningJob(ctx, { jobId, attempt });
    const found = job && (await importOf(ctx, job));
    // Canceled, removed, or replaced by another attempt.
    if (found === null || !isReading(found) || found.handled !== from) return false;
    const refusals = files.flatMap((file) =>
      "reason" in file ? [{ name: file.title, reason: file.reason }] : [],
    );
    await ctx.db.patch("imports", found._id, {
      total,
      handled: from + files.length,
      refused: found.refused + refusals.length,
      refusals: [...found.refusals, ...refusals].slice(0, importLimits.problems),
    });
    const acting = { ...ctx, ...(await writeAs(ctx, found.startedBy, "sources.create")) };
    for (const file of files) if (!("reason" in file)) await addFound(acting, found, file);
    return true;
  },
});

type Adding = Parameters<typeof addSource>[0];

/** As if a person added a text or a file; the document's own title replaces its path. */
async function addFound(
  ctx: Adding,
  { _id: importId, teamId }: Doc<"imports">,
  file: Exclude<Found, { reason: string }>,
): Promise<void> {
  const { title, kind } = file;
  const added = { teamId, importId, title, isTitleOfFile: true, kind };
  if ("text" in file) {
    await addSource(ctx, { ...added, text: file.text });
    return;
  }
  const { storageId, size, contentType } = file;
  const fileId = await ctx.db.insert("files", {
    ...{ ownerId: ctx.user._id, teamId, name: title, purpose: "knowledge", status: "ready" },
    ...{ storageId, size, contentType, claimedBy: "sourceVersions" },
  });
  await addSource(ctx, { ...added, fileId });
}

/** Ends an attempt that reached the end of the zip, or was replaced. */
export const finish = internalMutation({
  args: { ...attemptArgs, isRead: z.boolean() },
  returns: z.null(),
  handler: async (ctx, { isRead, ...attempt }) => {
    const counts = await finishJob(ctx, attempt);
    const job = await ctx.db.get("jobs", attempt.jobId);
    const found = counts && isRead && job !== null ? await importOf(ctx, job) : null;
    if (found !== null) await endReading(ctx, found._id, { status: "read" });
  },
});

/** Ends an import whose job was given up. */
export const giveUp = internalMutation({
  args: { jobId: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { jobId }) => {
    const job = await ctx.db.get("jobs", jobId);
    const found = job && (await importOf(ctx, job));
    if (!job || !found) return;
    await endReading(ctx, found._id, { status: "failed", error: job.told ?? GENERIC_FAILURE });
  },
});

const batchArgs = { importId: zid("imports"), cursor: z.string().nullable().default(null) };

/** Removes waiting sources of a cancelled import, in batches. */
export const dropWaiting = internalMutation({
  args: batchArgs,
  returns: z.null(),
  handler: async (ctx, { importId, cursor }) => {
    const { page, isDone, continueCursor } = await ctx.db
      .query("sources")
      .withIndex("by_importId_and_status", (q) => q.eq("importId", importId))
      .paginate({ numItems: SOURCES_BATCH, cursor });
    for (const found of page) {
      const isWaiting = found.status === "pending" || found.status === "processing";
      if (isWaiting && found.entryId === undefined) await removeSource(ctx, found);
    }
    const next = { importId, cursor: continueCursor };
    if (!isDone) await ctx.scheduler.runAfter(0, internal.importing.dropWaiting, next);
  },
});

/** Retries the failed sources of an import, in batches. */
export const retryFailed = internalMutation({
  args: batchArgs,
  returns: z.null(),
  handler: async (ctx, { importId, cursor }) => {
    const { page, isDone, continueCursor } = await ctx.db
      .query("sources")
      .withIndex("by_importId_and_status", (q) => q.eq("importId", importId).eq("status", "failed"))
      .paginate({ numItems: SOURCES_BATCH, cursor });
    for (const { _id } of page) await retrySource(ctx, _id);
    const next = { importId, cursor: continueCursor };
    if (!isDone) await ctx.scheduler.runAfter(0, internal.importing.retryFailed, next);
  },
});

async function importOf(
  ctx: MutationCtx,
  { subject }: Doc<"jobs">,
): Promise<Doc<"imports"> | null> {
  const id = ctx.db.normalizeId("imports", subject);
  return id && (await ctx.db.get("imports", id));
}
