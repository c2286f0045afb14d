// An event that a webhook delivered, kept for as long as its sender may deliver it again.
import { z } from "zod";

export const webhookLimits = {
  /** Bytes of one request. */
  body: { max: 64 * 1024 },
  eventId: { min: 1, max: 128 },
  /** How far the time in a signature may be from ours, in milliseconds. */
  tolerance: 5 * 60 * 1000,
  /** After so many days the id of an event is forgotten: senders try again for less. */
  keptDays: 7,
} as const;

export const webhookEvent = z.object({
  /** Whose webhook: the last part of its path. */
  source: z.string().min(1).max(40),
  eventId: z.string().min(webhookLimits.eventId.min).max(webhookLimits.eventId.max),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;
