// The job that makes a source ready: it reads its text, splits it into chunks, embeds them and adds them to
// the index. Only the scheduler calls these functions.
import { zid } from "@repo/validators/convex";
import { toSingleLine } from "@repo/validators/fields";
import { bytesOf, source, sourceLimits } from "@repo/validators/knowledge/sources";
import { sourceVersion } from "@repo/validators/knowledge/sourceVersions";
import { paths } from "@repo/validators/platform/paths";
import { ConvexError } from "convex/values";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { appError } from "./lib/errors";
import { internalAction, internalMutation } from "./builders/functions";
import { textOfHtml } from "./model/knowledge/html";
import { textOfMarkdown } from "./model/knowledge/markdown";
import { Interruption, GENERIC_FAILURE, failureReport, reportOf } from "./model/platform/failures";
import { attemptArgs, claimJob, failJob, finishJob, triesOf } from "./model/platform/jobs";
import { addEntry } from "./model/knowledge/knowledge";
import { embedOnBudget } from "./model/ai/metering";
import { notify } from "./model/platform/notifications";
import { dropEntry, removeVersion, startIndexing, versionsOf } from "./model/knowledge/sources";
import { isMember } from "./model/teams/teams";

/** What an attempt works on. */
const work = z.object({
  versionId: zid("sourceVersions"),
  source: source
    .pick({ teamId: true, title: true, isTitleOfFile: true, addedBy: true })
    .extend({ _id: zid("sources") }),
  version: sourceVersion.pick({ kind: true, state: true, text: true }),
  storageId: zid("_storage").optional(),
});
type Work = z.infer<typeof work>;

/** One attempt to make a source ready. */
export const run = internalAction({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    const claimed: Work | null = await ctx.runMutation(internal.indexing.claim, attempt);
    if (claimed === null) return;
    let entryId: string | undefined;
    try {
      const { source } = claimed;
      const { text, title: own, description } = await documentOf(ctx, claimed);
      const title = source.isTitleOfFile && own !== undefined ? own : source.title;
      const entry = await addOnBudget(ctx, claimed, { title, text });
      entryId = entry.entryId;
      const read = { title, titleBefore: source.title, description, text };
      await ctx.runMutation(internal.indexing.finish, { ...attempt, ...entry, ...read });
    } catch (error) {
      const failure = { ...reportOf(error), entryId };
      await ctx.runMutation(internal.indexing.fail, { ...attempt, ...failure });
    }
  },
});

/** Content in use was charged when it was added: its author did not cause the reindexing. */
async function addOnBudget(
  ctx: ActionCtx,
  { source, version }: Work,
  { title, text }: { title: string; text: string },
) {
  const payer = version.state === "next" ? source.addedBy : undefined;
  return await embedOnBudget(ctx, payer, text, () => addEntry(ctx, { ...source, title }, text));
}

/** Claims the attempt and returns what it needs; null if nothing is left to do. */
export const claim = internalMutation({
  args: attemptArgs,
  returns: work.nullable(),
  handler: async (ctx, attempt) => {
    const job = await claimJob(ctx, attempt);
    if (job === null) return null;
    const found = await workOf(ctx, job);
    if (found === null) {
      // Replaced again or removed before the attempt started.
      await finishJob(ctx, attempt);
      return null;
    }
    const { version, source, isNewest } = found;
    if (isNewest)
      await ctx.db.patch("sources", source._id, { status: "processing", attempts: triesOf(job) });
    const file = version.fileId && (await ctx.db.get("files", version.fileId));
    const { _id, teamId, title, isTitleOfFile, addedBy } = source;
    const { kind, state, text } = version;
    return {
      versionId: version._id,
      source: { _id, teamId, title, isTitleOfFile, addedBy },
      version: { kind, state, text },
      storageId: file?.storageId,
    };
  },
});

/** Puts a new entry into use, and removes the one that it replaces. */
export const finish = internalMutation({
  args: {
    ...attemptArgs,
    /** As it was indexed. */
    title: source.shape.title,
    /** As it was when the attempt began. */
    titleBefore: source.shape.title,
    description: source.shape.description,
    text: sourceVersion.shape.text,
    entryId: z.string(),
    index: z.string(),
    chunkCount: source.shape.chunkCount,
  },
  returns: z.null(),
  handler: async (ctx, { jobId, attempt, title, titleBefore, description, text, ...entry }) => {
    const counts = await finishJob(ctx, { jobId, attempt });
    const job = await ctx.db.get("jobs", jobId);
    const found = counts && job !== null ? await workOf(ctx, job) : null;
    // Another attempt was faster, or the source has newer content, or none.
    if (found === null) return await dropEntry(ctx, entry.entryId);
    const { version, source, isNewest } = found;
    const outcome = isNewest ? ({ status: "ready", error: undefined } as const) : {};
    await dropEntry(ctx, source.entryId);
    const isRenamed = source.title !== titleBefore;
    const named = isRenamed ? {} : { title };
    await ctx.db.patch("sources", source._id, { ...entry, ...outcome, ...named });
    if (version.state === "next") {
      await ctx.db.patch("sources", source._id, { description });
      await putIntoUse(ctx, { ...source, ...named }, { ...version, text });
    }
    if (isRenamed) await startIndexing(ctx, source._id, { versionId: version._id, isNewest });
  },
});

/** Reports a failed attempt, also on the source. */
export const fail = internalMutation({
  args: {
    ...attemptArgs,
    ...failureReport.shape,
    /** The entry that it added to the index before it failed. */
    entryId: z.string().optional(),
  },
  returns: z.null(),
  handler: async (ctx, { jobId, attempt, entryId, ...failure }) => {
    await dropEntry(ctx, entryId);
    const outcome = await failJob(ctx, { jobId, attempt }, failure);
    const job = await ctx.db.get("jobs", jobId);
    if (outcome !== "retried" || job === null) return;
    const found = await workOf(ctx, job);
    if (found?.isNewest !== true) return;
    const { told: error = GENERIC_FAILURE } = job;
    const pending = { status: "pending", attempts: triesOf(job), error } as const;
    await ctx.db.patch("sources", found.source._id, pending);
  },
});

/** Marks a source whose job was given up. */
export const giveUp = internalMutation({
  args: { jobId: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { jobId }) => {
    const job = await ctx.db.get("jobs", jobId);
    const found = job && (await workOf(ctx, job));
    if (!job || !found?.isNewest) return;
    const { told: error = GENERIC_FAILURE } = job;
    const failed = { status: "failed", attempts: triesOf(job), error } as const;
    await ctx.db.patch("sources", found.source._id, failed);
    await notifyAdder(ctx, found.source, "knowledgeFailed");
  },
});

/** New content replaces the previous one, if there is any. */
async function putIntoUse(
  ctx: MutationCtx,
  source: Doc<"sources">,
  { _id, text }: Doc<"sourceVersions">,
): Promise<void> {
  const { inUse: replaced } = await versionsOf(ctx.db, source._id);
  if (replaced !== null) {
    await removeVersion(ctx, replaced);
    await ctx.db.patch("sources", source._id, { version: (source.version ?? 0) + 1 });
  }
  await ctx.db.patch("sourceVersions", _id, { state: "inUse", text });
  await ctx.db.patch("sources", source._id, { textBytes: bytesOf(text) });
  await notifyAdder(ctx, source, "knowledgeReady");
}

/** Notifies the person who added a source of the result, while they are in the team. */
async function notifyAdder(
  ctx: MutationCtx,
  { _id, teamId, importId, addedBy, title }: Doc<"sources">,
  kind: "knowledgeReady" | "knowledgeFailed",
): Promise<void> {
  // An import sends one notification for all that it has added.
  if (importId !== undefined) return;
  if (addedBy === undefined || !(await isMember(ctx, addedBy, teamId))) return;
  const how = kind === "knowledgeReady" ? "Ready for questions" : "Could not be read";
  await notify(ctx, {
    userId: addedBy,
    kind,
    title: `${how}: ${title}`,
    link: paths.source(teamId, _id),
  });
}

/** The version that a job is about, and whether it is the newest, whose state the source shows. */
async function workOf(
  ctx: MutationCtx,
  job: Doc<"jobs">,
): Promise<{
  version: Doc<"sourceVersions">;
  source: Doc<"sources">;
  isNewest: boolean;
} | null> {
  const id = ctx.db.normalizeId("sourceVersions", job.subject);
  const version = id && (await ctx.db.get("sourceVersions", id));
  const source = version && (await ctx.db.get("sources", version.sourceId));
  if (!version || !source) return null;
  // Reindexing the content in use does not affect newer content, which has a job of its own.
  const isNewest = version.state === "next" || (await versionsOf(ctx.db, source._id)).next === null;
  return { version, source, isNewest };
}

/** A document as it was read: its text as plain text or Markdown, with its title and description. */
type Read = Pick<Work["version"], "text"> & Pick<Partial<Doc<"sources">>, "title" | "description">;

/** Reads content. Content in use was read before. */
async function documentOf(ctx: ActionCtx, work: Work): Promise<Read> {
  const { kind, state, text } = work.version;
  if (state === "inUse") return { text };
  // A text from a client is never empty.
  const sent = text === "" ? await textOfFile(ctx, work) : text;
  const found = readAs(kind, sent);
  return {
    text: checked(found.text),
    title: fitting(found.title, sourceLimits.title.max),
    description: fitting(found.description, sourceLimits.description.max),
  };
}

function readAs(kind: Doc<"sources">["kind"], text: string) {
  if (kind === "html") return textOfHtml(text);
  if (kind === "markdown") return textOfMarkdown(text);
  return { text, title: undefined, description: undefined };
}

/** On one line, and cut to what its field holds; undefined when nothing is left. */
function fitting(words: string | undefined, most: number): string | undefined {
  return (
    toSingleLine(words ?? "")
      .slice(0, most)
      .trim() || undefined
  );
}

async function textOfFile(ctx: ActionCtx, { version, storageId }: Work): Promise<string> {
  if (storageId === undefined) throw appError("NOT_FOUND", "The file no longer exists.");
  if (version.kind === "pdf") {
    return await textOfPdfFile(ctx, storageId);
  }
  const blob = await ctx.storage.get(storageId);
  if (blob === null) throw appError("NOT_FOUND", "The file no longer exists.");
  return await blob.text();
}

/** The reader refuses an invalid file. Any other failure is the runtime's. */
async function textOfPdfFile(ctx: ActionCtx, storageId: Id<"_storage">): Promise<string> {
  try {
    // eslint-disable-next-line no-restricted-syntax -- crosses into Node, where PDF files are read
    return await ctx.runAction(internal.pdf.extract, { storageId });
  } catch (error) {
    if (error instanceof ConvexError) throw error;
    throw new Interruption(`Reading the PDF was cut off: ${String(error)}`, { cause: error });
  }
}

function checked(text: string): string {
  // Convex stores it in a string, but readers of texts do not expect it.
  const clean = text.replaceAll("\0", "").replace(/^\uFEFF/, "");
  if (clean.trim() === "") {
    throw appError("INVALID", "It contains no text. Run text recognition (OCR) on a scan first.");
  }
  const { length } = new TextEncoder().encode(clean);
  if (length <= sourceLimits.textBytes) return clean;
  const most = sourceLimits.textBytes;
  throw appError(
    "INVALID",
    `Its text has ${length} bytes, and a source may have ${most}. Split it.`,
  );
}
