// A message of a thread, as the component hands it out: a question, or a reply with the tools it used.
import { z } from "zod";
import { json } from "../fields.ts";

export const messageLimits = {
  prompt: { min: 1, max: 4000 },
  parts: 200,
  /** Replies of one thread that may be on their way, and how many pieces of them one answer holds. */
  streams: 100,
  deltas: 1000,
} as const;

/** What asking takes. */
export const prompt = z.string().trim().min(messageLimits.prompt.min).max(messageLimits.prompt.max);

export const messageStates = ["pending", "streaming", "success", "failed"] as const;

const words = { text: z.string(), state: z.enum(["streaming", "done"]).optional() };

/** One use of a tool: what it is called in the SDK, and how far it is. */
const toolUse = { type: z.templateLiteral(["tool-", z.string()]), toolCallId: z.string() };

/** The parts of a message of the AI SDK that the assistant makes use of, by the names that the SDK gives. */
export const messagePart = z.union([
  z.object({ type: z.literal("text"), ...words }),
  z.object({ type: z.literal("reasoning"), ...words }),
  z.object({ ...toolUse, state: z.literal("input-streaming"), input: json.optional() }),
  z.object({ ...toolUse, state: z.literal("input-available"), input: json }),
  z.object({ ...toolUse, state: z.literal("output-available"), input: json, output: json }),
  z.object({
    ...toolUse,
    state: z.literal("output-error"),
    input: json,
    errorText: z.string(),
  }),
]);
export type MessagePart = z.infer<typeof messagePart>;

export const publicMessage = z.object({
  id: z.string(),
  _creationTime: z.number(),
  /** Unique in the list, and the same while a reply is written. */
  key: z.string(),
  /** Which question of the thread this belongs to, and which step of the reply to it. */
  order: z.number(),
  stepOrder: z.number(),
  role: z.enum(["system", "user", "assistant"]),
  status: z.enum(messageStates),
  text: z.string(),
  parts: z.array(messagePart).max(messageLimits.parts),
});
export type PublicMessage = z.infer<typeof publicMessage>;

/** What the component's hooks ask for, beside a page: which replies are being written, or more of them. */
export const streamArgs = z.union([
  z.object({ kind: z.literal("list"), startOrder: z.number().optional() }),
  z.object({
    kind: z.literal("deltas"),
    cursors: z
      .array(z.object({ streamId: z.string(), cursor: z.number() }))
      .max(messageLimits.streams),
  }),
]);
export type StreamArgs = z.infer<typeof streamArgs>;

const publicStream = z.object({
  streamId: z.string(),
  status: z.enum(["streaming", "finished", "aborted"]),
  format: z.enum(["UIMessageChunk", "TextStreamPart"]).optional(),
  order: z.number(),
  stepOrder: z.number(),
});

/** A piece of a reply: what came between two places in its stream. */
const publicDelta = z.object({
  streamId: z.string(),
  start: z.number(),
  end: z.number(),
  parts: z.array(json).max(messageLimits.deltas),
});

/** The answer to `streamArgs`. */
export const publicStreams = z.union([
  z.object({
    kind: z.literal("list"),
    messages: z.array(publicStream).max(messageLimits.streams),
  }),
  z.object({
    kind: z.literal("deltas"),
    deltas: z.array(publicDelta).max(messageLimits.deltas),
  }),
]);
export type PublicStreams = z.infer<typeof publicStreams>;
