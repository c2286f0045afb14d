// What components keep for our rows, where no reference reaches: it goes when the row goes.
import { components } from "../_generated/api";
import type { Doc, TableNames } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";

type Ctx = Pick<MutationCtx, "runMutation">;

const removers: { [Table in TableNames]?: (ctx: Ctx, row: Doc<Table>) => Promise<unknown> } = {
  // Messages and streams, a batch in this transaction and the rest in others that follow.
  threads: async (ctx, { agentThreadId }) =>
    await ctx.runMutation(components.agent.threads.deleteAllForThreadIdAsync, {
      threadId: agentThreadId,
    }),
};

/**
 * Removes what components keep for a row.
 * @param ctx the context of a mutation
 * @param table the row's table
 * @param row the row, which is gone already
 */
export async function removeComponentData(ctx: Ctx, table: string, row: object): Promise<void> {
  const remove = removers[table as TableNames] as
    ((ctx: Ctx, row: object) => Promise<unknown>) | undefined;
  await remove?.(ctx, row);
}
