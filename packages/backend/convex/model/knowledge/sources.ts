// The contents of a source: one in use, and at most one that is being prepared to replace it.
import { type SourceKind, bytesOf } from "@repo/validators/knowledge/sources";
import { internal } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";
import type { MutationCtx } from "../../lib/context";
import { type Remover, removeRow } from "../platform/removal";
import { requireTeam } from "../teams/teams";
import { startJob } from "../platform/jobs";

/** The content of a source: a text as it was sent, or a file that the source has claimed. */
export type Content = { kind: SourceKind } & ({ text: string } | { fileId: Id<"files"> });

/** The fields of a new source, besides its content. */
type Added = Pick<Doc<"sources">, "teamId" | "title" | "isTitleOfFile" | "importId">;

/** Two, and those that are being removed. */
const VERSIONS_MAX = 10;

/** The kind of source for a content type. */
export function kindOf(contentType: string): SourceKind {
  switch (contentType) {
    case "application/pdf":
      return "pdf";
    case "text/html":
      return "html";
    case "text/markdown":
      return "markdown";
    default:
      return "text";
  }
}

/**
 * Adds a source to a team, and starts the job that prepares it.
 * @param ctx the context of a mutation of the person who adds it, who may add sources
 * @param added its title and its content
 * @returns its id
 * @throws NOT_FOUND when they are not in the team, QUOTA_EXCEEDED when it or they have too many
 */
export async function addSource(
  ctx: MutationCtx<"sources.create">,
  { teamId, title, isTitleOfFile, importId, ...content }: Added & Content,
): Promise<Id<"sources">> {
  await requireTeam(ctx, "sources.create", teamId);
  const id = await ctx.db.insert("sources", {
    teamId,
    title,
    isTitleOfFile,
    importId,
    kind: content.kind,
    addedBy: ctx.user._id,
    status: "pending",
    attempts: 0,
    chunkCount: 0,
  });
  // The content of a source has no scope of its own.
  await prepare({ ...ctx, db: ctx.unscopedDb }, id, content);
  return id;
}

/** Retries a failed source. False when its content was not kept. */
export async function retrySource(ctx: Remover, id: Id<"sources">): Promise<boolean> {
  const { next, inUse } = await versionsOf(ctx.db, id);
  const versionId = (next ?? inUse)?._id;
  if (versionId === undefined) return false;
  await startIndexing(ctx, id, { versionId, isNewest: true });
  return true;
}

/**
 * Replaces the content of a source, and starts the job that prepares it. Content in use stays so until then.
 * @param ctx a context with an unscoped database
 */
export async function prepare(
  ctx: Remover,
  sourceId: Id<"sources">,
  content: Content,
): Promise<void> {
  const { next: overtaken } = await versionsOf(ctx.db, sourceId);
  if (overtaken !== null) await removeVersion(ctx, overtaken);
  // For a file it is known after it was read.
  const textBytes = "text" in content ? bytesOf(content.text) : undefined;
  await ctx.db.patch("sources", sourceId, { textBytes });
  const versionId = await ctx.db.insert("sourceVersions", {
    text: "",
    ...content,
    sourceId,
    state: "next",
  });
  await startIndexing(ctx, sourceId, { versionId, isNewest: true });
}

/**
 * Starts the job that indexes a version.
 * @param ctx a context with an unscoped database
 * @param what the version, and whether it is the newest, whose state the source shows
 */
export async function startIndexing(
  ctx: Remover,
  sourceId: Id<"sources">,
  { versionId, isNewest }: { versionId: Id<"sourceVersions">; isNewest: boolean },
): Promise<void> {
  const pending = { status: "pending", attempts: 0, error: undefined } as const;
  if (isNewest) await ctx.db.patch("sources", sourceId, pending);
  const [run, whenFailed] = [internal.indexing.run, internal.indexing.giveUp];
  const source = await ctx.db.get("sources", sourceId);
  const group = source === null ? undefined : groupOf(source);
  await startJob(ctx, { run, whenFailed, subject: versionId, group });
}

/**
 * A few of each team at a time, so that no team delays another. The pages of an import have a group of their
 * own, so that they do not delay what members add or change meanwhile.
 */
function groupOf({ teamId, importId, entryId }: Doc<"sources">): string {
  const isNewPage = importId !== undefined && entryId === undefined;
  return isNewPage ? importsOf(teamId) : `team:${teamId}`;
}

/** The group of jobs for the imports of a team and the pages that they add. */
export function importsOf(teamId: Id<"teams">): string {
  return `imports:${teamId}`;
}

/** Has the content in use indexed again: under another title, or for another model. */
export async function indexAnew(ctx: Remover, sourceId: Id<"sources">): Promise<void> {
  const { next, inUse } = await versionsOf(ctx.db, sourceId);
  if (inUse === null) return;
  await startIndexing(ctx, sourceId, { versionId: inUse._id, isNewest: next === null });
}

type Versions = Record<Doc<"sourceVersions">["state"], Doc<"sourceVersions"> | null>;

/**
 * Finds the versions of a source, with their texts: up to two of 900 kB.
 * @param db an unscoped database
 */
export async function versionsOf(db: DatabaseReader, sourceId: Id<"sources">): Promise<Versions> {
  const versions = await db
    .query("sourceVersions")
    .withIndex("by_sourceId", (q) => q.eq("sourceId", sourceId))
    .take(VERSIONS_MAX);
  const find = (state: keyof Versions) => versions.find((one) => one.state === state) ?? null;
  return { next: find("next"), inUse: find("inUse") };
}

/** Removes a version with the file that it came from. */
export async function removeVersion(
  ctx: Remover,
  { _id, fileId }: Doc<"sourceVersions">,
): Promise<void> {
  await removeRow(ctx, "sourceVersions", _id);
  if (fileId !== undefined) await removeRow(ctx, "files", fileId);
}

/** Removes a source with everything that belongs to it: its entry in the index, its texts, its files, its citations. */
export async function removeSource(ctx: Remover, source: Doc<"sources">): Promise<void> {
  for (const version of Object.values(await versionsOf(ctx.db, source._id))) {
    if (version !== null) await removeVersion(ctx, version);
  }
  await dropEntry(ctx, source.entryId);
  await removeRow(ctx, "sources", source._id);
}

/** Has an entry removed from the index, in a transaction of its own, because it may be large. */
export async function dropEntry(ctx: Remover, entryId: string | undefined): Promise<void> {
  if (entryId === undefined) return;
  await ctx.scheduler.runAfter(0, internal.knowledge.dropEntry, { entryId });
}
