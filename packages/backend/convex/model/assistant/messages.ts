// The messages of a thread and the replies that are being written, as the component keeps them, cut down to
// what our shapes name: an unknown part of a message would otherwise break the whole list.
import { type UIMessage, listUIMessages, syncStreams } from "@convex-dev/agent";
import {
  type MessagePart,
  type PublicMessage,
  type PublicStreams,
  type StreamArgs,
  messagePart,
} from "@repo/validators/assistant/messages";
import type { PaginationOptions, PaginationResult } from "convex/server";
import { components } from "../../_generated/api";
import type { QueryCtx } from "../../_generated/server";

type Ctx = Pick<QueryCtx, "runQuery">;

/**
 * Lists messages, the newest first.
 * @param ctx the context of a query whose caller may read the thread
 * @param threadId the component's id, from our row
 * @param paginationOpts a page of at most the usual size
 */
export async function listMessages(
  ctx: Ctx,
  threadId: string,
  paginationOpts: PaginationOptions,
): Promise<PaginationResult<PublicMessage>> {
  const args = { threadId, paginationOpts };
  const found = await listUIMessages(ctx as QueryCtx, components.agent, args);
  return { ...found, page: found.page.map(publicOf) };
}

/**
 * Reads what the component's hooks request beside a page.
 * @param ctx the context of a query whose caller may read the thread
 * @param threadId the component's id, from our row
 * @param streamArgs which replies are being written, or more of some of them
 * @returns the streams, or the pieces of them; none when nothing was asked
 */
export async function listStreams(
  ctx: Ctx,
  threadId: string,
  streamArgs: StreamArgs | undefined,
): Promise<PublicStreams> {
  // The hooks request streams only from a query that returns some, so there always are some.
  if (streamArgs === undefined) return { kind: "list", messages: [] };
  const args = { threadId, streamArgs: await ownCursors(ctx, threadId, streamArgs) };
  return (await syncStreams(ctx as QueryCtx, components.agent, args)) as PublicStreams;
}

/** The component returns any stream by its id, so those of other threads are left out here. */
async function ownCursors(ctx: Ctx, threadId: string, args: StreamArgs): Promise<StreamArgs> {
  if (args.kind === "list" || args.cursors.length === 0) return args;
  const own = await ctx.runQuery(components.agent.streams.list, {
    threadId,
    statuses: ["streaming", "finished", "aborted"],
  });
  const ids = new Set(own.map(({ streamId }) => streamId));
  return { kind: "deltas", cursors: args.cursors.filter(({ streamId }) => ids.has(streamId)) };
}

function publicOf(message: UIMessage): PublicMessage {
  const parts = message.parts.flatMap((part): MessagePart[] => {
    // What a failed tool was given may be missing, which the SDK does not expect.
    const input = "input" in part ? (part.input ?? null) : null;
    const known = messagePart.safeParse({ ...part, input });
    return known.success ? [known.data] : [];
  });
  return { ...message, parts };
}
