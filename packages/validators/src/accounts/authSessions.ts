// A session, one place where somebody is signed in, as its owner sees it. The auth library stores it.
import { z } from "zod";
import { withSystemFields } from "../convex.ts";

export const publicSession = z.object(
  withSystemFields("authSessions", {
    /** When it last asked for a token, which it does about every hour while it is open. */
    lastUsedAt: z.number(),
    /** Whether it is the one that asks. */
    isCurrent: z.boolean(),
  }),
);
export type PublicSession = z.infer<typeof publicSession>;
