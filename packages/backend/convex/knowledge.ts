// Search in a team's knowledge, and the upkeep of its index. Sources are in `sources.ts`.
import { zid } from "@repo/validators/convex";
import { hit, indexStatus, searchLimits, searchResult } from "@repo/validators/knowledge/knowledge";
import { z } from "zod";
import { components, internal } from "./_generated/api";
import { appError } from "./lib/errors";
import { action, internalMutation, internalQuery, query } from "./builders/functions";
import { readAs } from "./builders/actingUser";
import { embeddingModel } from "./model/ai/providers";
import {
  candidate,
  entryMetadata,
  hitsOf,
  indexStatusOf,
  searchTeam,
  sourceOfEntry,
} from "./model/knowledge/knowledge";
import { isMember, requireTeam } from "./model/teams/teams";

const HOUR = 60 * 60 * 1000;
const SWEEP_PAGE = 50;

/** The best matching passages of a team's sources. */
export const search = action({
  because: "vectors can be searched in actions only, and nothing is stored",
  access: "sources.read",
  rateLimit: "knowledge.search",
  args: {
    teamId: zid("teams"),
    query: z.string().trim().min(searchLimits.query.min).max(searchLimits.query.max),
    limit: z.number().int().min(1).max(searchLimits.results.max).optional(),
  },
  returns: searchResult,
  handler: async (ctx, { limit = searchLimits.results.usual, ...args }) =>
    await searchTeam(ctx, { ...args, limit, userId: ctx.user._id }),
});

/** Whether the current model finds all sources of a team, or they have to be indexed again. */
export const status = query({
  access: "sources.read",
  args: { teamId: zid("teams") },
  returns: indexStatus,
  handler: async (ctx, { teamId }) => {
    await requireTeam(ctx, "sources.read", teamId);
    return await indexStatusOf(ctx.unscopedDb, teamId, embeddingModel().index);
  },
});

/** Checks that a member may search a team's index: they may have been banned since they asked. */
export const open = internalQuery({
  args: { teamId: zid("teams"), userId: zid("users"), index: z.string() },
  returns: indexStatus,
  handler: async (ctx, { teamId, userId, index }) => {
    await readAs(ctx, userId, "sources.read");
    if (await isMember(ctx, userId, teamId)) return await indexStatusOf(ctx.db, teamId, index);
    throw appError(
      "NOT_FOUND",
      `There is no such row in "teams", or you do not have access to it.`,
    );
  },
});

/** Filters hits to valid ones, with their sources. */
export const resolve = internalQuery({
  args: { teamId: zid("teams"), candidates: z.array(candidate) },
  returns: z.array(hit),
  handler: async (ctx, { teamId, candidates }) => await hitsOf(ctx.db, teamId, candidates),
});

/** Removes an entry of any size from the index. Keeps an entry in use; ignores a missing one. */
export const dropEntry = internalMutation({
  args: { entryId: z.string() },
  returns: z.null(),
  handler: async (ctx, { entryId }) => {
    // A report that arrives twice would remove the entry that the first one put into use.
    if ((await sourceOfEntry(ctx.db, entryId)) !== null) return;
    const entry = await ctx.runQuery(components.rag.entries.get, { entryId });
    if (entry === null) return;
    await ctx.runMutation(components.rag.entries.deleteAsync, { entryId, startOrder: 0 });
  },
});

const states = ["ready", "pending", "replaced"] as const;

/**
 * Removes index entries that no source names, such as those of a removed team, a page at a time. Recent ones
 * are kept, as their source may follow. Run by a cron.
 */
export const sweep = internalMutation({
  args: {
    olderThan: z.number().default(HOUR),
    state: z.enum(states).default("ready"),
    cursor: z.string().nullable().default(null),
  },
  returns: z.null(),
  handler: async (ctx, { olderThan, state, cursor }) => {
    const { page, isDone, continueCursor } = await ctx.runQuery(components.rag.entries.list, {
      status: state,
      paginationOpts: { numItems: SWEEP_PAGE, cursor },
    });
    for (const { entryId, metadata } of page) {
      const { data } = entryMetadata.safeParse(metadata);
      if (data !== undefined && data.addedAt > Date.now() - olderThan) continue;
      if ((await sourceOfEntry(ctx.db, entryId)) === null)
        await ctx.scheduler.runAfter(0, internal.knowledge.dropEntry, { entryId });
    }
    const next = isDone ? states[states.indexOf(state) + 1] : state;
    if (next === undefined) return;
    const at = { olderThan, state: next, cursor: isDone ? null : continueCursor };
    await ctx.scheduler.runAfter(0, internal.knowledge.sweep, at);
  },
});
