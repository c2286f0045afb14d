// A thread: one conversation of a person with the assistant. Its messages are kept by the component.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { singleLine, timestamp } from "../fields.ts";

export const threadLimits = {
  title: { min: 1, max: 120 },
  /** Of a title that is taken from the first question. */
  derivedTitle: 60,
  replyError: { max: 500 },
} as const;

/** What a thread is called before anything was asked. */
export const UNTITLED = "New conversation";

/** How it stands with the reply to the last question. */
export const replyStates = ["none", "queued", "writing", "done", "failed", "stopped"] as const;
export type ReplyState = (typeof replyStates)[number];

export const thread = z.object({
  ownerId: zid("users"),
  /** Whose knowledge and tasks the assistant may look into; without one, the person's memories alone. */
  teamId: zid("teams").optional(),
  title: singleLine(threadLimits.title),
  lastMessageAt: z.number(),
  reply: z.enum(replyStates),
  /** Why the reply failed, for the person who asked. */
  replyError: z.string().max(threadLimits.replyError.max).optional(),
  /** The component's ids: of the thread, and of the question that the reply is to. */
  agentThreadId: z.string(),
  promptId: z.string().optional(),
  /** The job that answers: no id, as it is gone long before the thread. An older one changes nothing. */
  replyJob: z.string().optional(),
  /** The day in whose budget room is kept for the reply: on another one there is nothing to give back. */
  reservedOn: timestamp.optional(),
});
export type Thread = z.infer<typeof thread>;

/** What starting a thread takes. */
export const threadInput = thread.pick({ title: true, teamId: true }).partial();
export type ThreadInput = z.infer<typeof threadInput>;

/** What renaming one takes. */
export const threadTitle = thread.shape.title;

export const publicThread = z.object(
  withSystemFields(
    "threads",
    thread.pick({ teamId: true, title: true, lastMessageAt: true, reply: true, replyError: true })
      .shape,
  ),
);
export type PublicThread = z.infer<typeof publicThread>;

/**
 * Says whether the assistant is still busy with the last question: until it is done, failed or stopped,
 * the thread takes no other.
 * @param state how it stands with the reply
 * @returns true while a reply is on its way
 */
export function isReplying(state: ReplyState): boolean {
  return state === "queued" || state === "writing";
}
