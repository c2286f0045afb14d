// The lists of a team's tasks: of all states or one, of everybody or one person, in each order by an index of its own.
import type { TaskOrder, TaskStatus } from "@repo/validators/tasks";
import type { OrderedQuery, Query } from "convex/server";
import type { DataModel, Id } from "../../_generated/dataModel";
import type { QueryCtx } from "../../lib/context";

type Table = DataModel["tasks"];
type Ctx = Pick<QueryCtx, "db">;
type Found = Query<Table>;

/** Which tasks: of all states and all people where neither is given. */
export interface Listed {
  teamId: Id<"teams">;
  status?: TaskStatus | undefined;
  assigneeId?: Id<"users"> | undefined;
}

/**
 * Reads the tasks of a team that are not in the trash.
 * @param ctx the context of a query that has checked access to the team
 * @param listed which of them
 * @param order how they are sorted; the same date or priority by creation, the oldest first
 * @returns a query, to be paginated
 */
export function tasksIn(ctx: Ctx, listed: Listed, order: TaskOrder): OrderedQuery<Table> {
  if (order === "due") return byDate(ctx, listed);
  if (order === "priority") return byPriority(ctx, listed);
  return byCreation(ctx, listed).order(order === "newest" ? "desc" : "asc");
}

/**
 * Finds the tasks of a team that are not in the trash by words of their titles.
 * @param ctx the context of a query that has checked access to the team
 * @param listed which of them
 * @param term the words
 * @returns a query, to be paginated, with the best matches first
 */
export function findTasks(
  { db }: Ctx,
  { teamId, status, assigneeId }: Listed,
  term: string,
): OrderedQuery<Table> {
  return db.query("tasks").withSearchIndex("search_title", (q) => {
    const live = q.search("title", term).eq("teamId", teamId).eq("deletedAt", undefined);
    const inState = status === undefined ? live : live.eq("status", status);
    return assigneeId === undefined ? inState : inState.eq("assigneeId", assigneeId);
  });
}

/** The oldest first. */
function byCreation({ db }: Ctx, { teamId, status, assigneeId }: Listed): Found {
  const tasks = db.query("tasks");
  if (assigneeId === undefined)
    return status === undefined
      ? tasks.withIndex("by_teamId_and_deletedAt", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined),
        )
      : tasks.withIndex("by_teamId_and_deletedAt_and_status", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined).eq("status", status),
        );
  return status === undefined
    ? tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt", (q) =>
        q.eq("teamId", teamId).eq("assigneeId", assigneeId).eq("deletedAt", undefined),
      )
    : tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_status", (q) =>
        q
          .eq("teamId", teamId)
          .eq("assigneeId", assigneeId)
          .eq("deletedAt", undefined)
          .eq("status", status),
      );
}

/** The most urgent first, what has no date last. */
function byDate({ db }: Ctx, { teamId, status, assigneeId }: Listed): Found {
  const tasks = db.query("tasks");
  if (assigneeId === undefined)
    return status === undefined
      ? tasks.withIndex("by_teamId_and_deletedAt_and_dueRank", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined),
        )
      : tasks.withIndex("by_teamId_and_deletedAt_and_status_and_dueRank", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined).eq("status", status),
        );
  return status === undefined
    ? tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_dueRank", (q) =>
        q.eq("teamId", teamId).eq("assigneeId", assigneeId).eq("deletedAt", undefined),
      )
    : tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_status_and_dueRank", (q) =>
        q
          .eq("teamId", teamId)
          .eq("assigneeId", assigneeId)
          .eq("deletedAt", undefined)
          .eq("status", status),
      );
}

/** The most important first. */
function byPriority({ db }: Ctx, { teamId, status, assigneeId }: Listed): Found {
  const tasks = db.query("tasks");
  if (assigneeId === undefined)
    return status === undefined
      ? tasks.withIndex("by_teamId_and_deletedAt_and_importance", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined),
        )
      : tasks.withIndex("by_teamId_and_deletedAt_and_status_and_importance", (q) =>
          q.eq("teamId", teamId).eq("deletedAt", undefined).eq("status", status),
        );
  return status === undefined
    ? tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_importance", (q) =>
        q.eq("teamId", teamId).eq("assigneeId", assigneeId).eq("deletedAt", undefined),
      )
    : tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_status_and_importance", (q) =>
        q
          .eq("teamId", teamId)
          .eq("assigneeId", assigneeId)
          .eq("deletedAt", undefined)
          .eq("status", status),
      );
}
