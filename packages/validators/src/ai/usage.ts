// What a person has used of the assistant in one day: tokens, against a budget.
import { z } from "zod";
import { zid } from "../convex.ts";
import { timestamp } from "../fields.ts";

export const DAY = 24 * 60 * 60 * 1000;

export const usageLimits = {
  /** Tokens that one person may use in a day: some fifty questions. */
  tokensPerDay: 200_000,
  /** What a reply may use at most, most use far less; kept free for it until it is over. */
  tokensPerReply: 25_000,
} as const;

export const usage = z.object({
  ownerId: zid("users"),
  /** When the day began, in UTC. */
  day: timestamp,
  tokens: z.number().min(0),
  /** Kept free for replies that are on their way. */
  reserved: z.number().min(0),
});
export type Usage = z.infer<typeof usage>;

export const publicUsage = z.object({
  used: z.number(),
  reserved: z.number(),
  limit: z.number(),
  /** When the budget is whole again. */
  resetsAt: z.number(),
});
export type PublicUsage = z.infer<typeof publicUsage>;

/**
 * Finds the day of a timestamp. Days begin at midnight in UTC, for everyone.
 * @param moment in milliseconds since 1970
 * @returns when that day began
 */
export function dayOf(moment: number): number {
  return moment - (moment % DAY);
}
