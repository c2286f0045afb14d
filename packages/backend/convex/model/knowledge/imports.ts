// The counts of an import: how many of its sources wait, are ready and failed, updated with each write to one
// of them (`writes.ts`), and the notification at the end.
import { paths } from "@repo/validators/platform/paths";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { notify } from "../platform/notifications";
import { type Remover, removeRow } from "../platform/removal";
import { isMember } from "../teams/teams";

type Stage = "waiting" | "ready" | "failed";
type SourceRow = Doc<"sources"> | null;

/**
 * Updates the counts of a source's import after any write to the source.
 * @param ctx the context of a mutation, as Convex gives it
 * @param change the source before and after
 */
export async function countImported(
  ctx: MutationCtx,
  { before, after }: { before: SourceRow; after: SourceRow },
): Promise<void> {
  const [was, is] = [stageOf(before), stageOf(after)];
  const importId = before?.importId ?? after?.importId;
  if (was === is || importId === undefined) return;
  const found = await ctx.db.get("imports", importId);
  if (found === null) return;
  await ctx.db.patch("imports", importId, {
    ...(was && { [was]: found[was] - 1 }),
    ...(is && { [is]: found[is] + 1 }),
  });
  await notifyWhenOver(ctx, importId);
}

/** A source without an import, or whose import was removed, has no stage. */
function stageOf(source: SourceRow): Stage | null {
  if (source?.importId === undefined) return null;
  const { status } = source;
  return status === "ready" || status === "failed" ? status : "waiting";
}

/** Says whether an import has finished. */
export function isOver({ status, waiting }: Pick<Doc<"imports">, "status" | "waiting">): boolean {
  return status !== "pending" && status !== "reading" && waiting === 0;
}

/**
 * Ends the reading of an import, and releases its zip. Sources that were added stay.
 * @param ctx a context with an unscoped database
 * @param id the import; one that ended already stays as it is
 * @param outcome how it ended
 */
export async function endReading(
  ctx: Remover,
  id: Id<"imports">,
  outcome: Pick<Doc<"imports">, "status" | "error">,
): Promise<void> {
  const found = await ctx.db.get("imports", id);
  if (found === null || !isReading(found)) return;
  await ctx.db.patch("imports", id, { ...outcome, fileId: undefined });
  if (found.fileId !== undefined) await removeRow(ctx, "files", found.fileId);
  await notifyWhenOver(ctx, id);
}

/** Says whether files of the zip may still be added. */
export function isReading({ status }: Pick<Doc<"imports">, "status">): boolean {
  return status === "pending" || status === "reading";
}

/** One notification for all its sources, which send none themselves. The person who canceled it needs none. */
async function notifyWhenOver(ctx: Pick<MutationCtx, "db">, id: Id<"imports">): Promise<void> {
  const found = await ctx.db.get("imports", id);
  if (found === null || found.isTold === true || !isOver(found)) return;
  await ctx.db.patch("imports", id, { isTold: true });
  const { startedBy, teamId, status, name, ready } = found;
  if (status === "cancelled" || !(await isMember(ctx, startedBy, teamId))) return;
  const bad = found.failed + found.refused;
  const left = bad === 0 ? "" : `, ${bad} could not be read`;
  const how = status === "failed" ? "Ended early" : "Imported";
  await notify(ctx, {
    userId: startedBy,
    kind: ready > 0 ? "knowledgeReady" : "knowledgeFailed",
    title: `${how}: ${name}. ${ready} ready${left}`,
    link: paths.knowledge(teamId),
  });
}
