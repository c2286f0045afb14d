// Data that components store for our rows, beyond the reach of references: removed with the row.
import { internal } from "../../_generated/api";
import type { Doc, TableNames } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { featureComponentData } from "../../features/all";

type Ctx = Pick<MutationCtx, "scheduler">;

const removers: { [Table in TableNames]?: (ctx: Ctx, row: Doc<Table>) => Promise<unknown> } = {
  teams: async (ctx, { _id: teamId }) =>
    await ctx.scheduler.runAfter(0, internal.taskUpkeep.dropCounts, { teamId }),
  ...featureComponentData,
};

/**
 * Removes what components store for a row, right after this transaction.
 * @param ctx the context of a mutation
 * @param table the row's table
 * @param row the row, which is already removed
 */
export async function removeComponentData(ctx: Ctx, table: string, row: object): Promise<void> {
  const remove = removers[table as TableNames] as
    ((ctx: Ctx, row: object) => Promise<unknown>) | undefined;
  await remove?.(ctx, row);
}
