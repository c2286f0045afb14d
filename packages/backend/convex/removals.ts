// What is left of a removal that does not fit one transaction. `references.ts` schedules it.
import { z } from "zod";
import { internalMutation } from "./functions";
import { finishRemoval } from "./model/removal";

/** Removes or clears the next rows that refer to a row which is gone, until there are none. */
export const finish = internalMutation({
  args: { table: z.string(), field: z.string(), target: z.string() },
  returns: z.null(),
  handler: async (ctx, args) => await finishRemoval(ctx, args),
});
