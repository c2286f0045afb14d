// The API of imports: one zip with many pages for a team's knowledge. `importing.ts` does the work.
import { zid } from "@repo/validators/convex";
import {
  detailedImport,
  importInput,
  importLimits,
  type ImportProblem,
  publicImport,
} from "@repo/validators/knowledge/imports";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { mutation, query } from "./builders/functions";
import type { MutationCtx } from "./lib/context";
import { claimFile } from "./model/files/files";
import { isOver } from "./model/knowledge/imports";
import { startJob } from "./model/platform/jobs";
import { removeRow } from "./model/platform/removal";
import { importsOf } from "./model/knowledge/sources";
import { requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";
import { getPermittedOrThrow } from "./model/teams/coverage";

/** At reading one zip. */
const ATTEMPTS = 10;
const PROBLEMS = importLimits.problems;

/** Adds each file of an uploaded zip as a source. Returns the id of the import, which shows the progress. */
export const start = mutation({
  access: "imports.create",
  rateLimit: "imports.start",
  args: importInput.shape,
  returns: zid("imports"),
  handler: async (ctx, { teamId, fileId }) => {
    await requireTeam(ctx, "imports.create", teamId);
    const { name } = await claimFile(ctx, fileId, "import", "imports", teamId);
    const none = { handled: 0, refused: 0, refusals: [], waiting: 0, ready: 0, failed: 0 };
    const row = {
      teamId,
      startedBy: ctx.user._id,
      name,
      fileId,
      status: "pending",
      ...none,
    } as const;
    const id = await ctx.db.insert("imports", row);
    const [run, whenFailed] = [internal.importing.run, internal.importing.giveUp];
    // Runs alone: pages that are indexed meanwhile would write the queue of jobs and the counts that each
    // adding transaction reads. An attempt continues where the previous one ended, so there may be many.
    const turn = { group: importsOf(teamId), runsAlone: true, maxAttempts: ATTEMPTS };
    await startJob({ ...ctx, db: ctx.unscopedDb }, { run, whenFailed, subject: id, ...turn });
    return id;
  },
});

/** A team's imports, newest first, paginated. */
export const list = query({
  access: "imports.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicImport),
  handler: async (ctx, { teamId, paginationOpts }) => {
    await requireTeam(ctx, "imports.read", teamId);
    const found = await ctx.db
      .query("imports")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .order("desc")
      .paginate(clamp(paginationOpts));
    return { ...found, page: found.page.map(shown) };
  },
});

/**
 * One import: its progress, and the files that could not be read, up to fifty of each kind, with the reason.
 */
export const get = query({
  access: "imports.read",
  args: { id: zid("imports") },
  returns: detailedImport,
  handler: async (ctx, { id }) => {
    const found = await getOrThrow(ctx, "imports", id);
    // Sources of an import are of its team, whose members may see them.
    const failed = await ctx.unscopedDb
      .query("sources")
      .withIndex("by_importId_and_status", (q) => q.eq("importId", id).eq("status", "failed"))
      .take(PROBLEMS);
    const problems: ImportProblem[] = failed.map(({ title, error = "" }) => ({
      name: title,
      reason: error,
    }));
    return { ...shown(found), problems: [...found.refusals, ...problems] };
  },
});

/** Ends an import: nothing more is added, and waiting sources are removed. Finished ones stay. */
export const cancel = mutation({
  access: "imports.update",
  args: { id: zid("imports") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const found = await getOrThrow(ctx, "imports", id);
    if (isOver(found)) return;
    await ctx.db.patch("imports", id, { status: "cancelled", fileId: undefined });
    await removeZip(ctx, found);
    await ctx.scheduler.runAfter(0, internal.importing.dropWaiting, { importId: id });
  },
});

/** Retries all failed sources of an import. */
export const retry = mutation({
  access: "imports.update",
  rateLimit: "imports.start",
  args: { id: zid("imports") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    await getPermittedOrThrow(ctx, "imports.update", id);
    await ctx.scheduler.runAfter(0, internal.importing.retryFailed, { importId: id });
  },
});

/** Removes the record of an import. Its sources stay; nothing more is added. */
export const remove = mutation({
  access: "imports.remove",
  args: { id: zid("imports") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const found = await getOrThrow(ctx, "imports", id);
    await ctx.db.delete("imports", id);
    await removeZip(ctx, found);
  },
});

/** The zip belongs to the import, whichever member ends it. */
async function removeZip(ctx: MutationCtx, { fileId }: Doc<"imports">): Promise<void> {
  if (fileId !== undefined) await removeRow({ ...ctx, db: ctx.unscopedDb }, "files", fileId);
}

function shown(row: Doc<"imports">) {
  return { ...row, isOver: isOver(row) };
}
