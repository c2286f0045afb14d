// An audit event: who did what to which row, when and by which request. Only ever added.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";

export const auditLimits = {
  action: { max: 64 },
  field: { max: 64 },
  /** Longer texts are content, which has no place in the log. */
  text: { max: 200 },
  details: { max: 32 },
  requestId: { max: 128 },
  network: { max: 64 },
  /** After so many days an event is purged. */
  keptDays: 365,
} as const;

/** A value that an event may hold. */
export const auditValue = z.union([
  z.string().max(auditLimits.text.max),
  z.number(),
  z.boolean(),
  z.null(),
]);
export type AuditValue = z.infer<typeof auditValue>;

/** One field: what it was and what it became. Both are absent where the value is private. */
export const auditDetail = z.object({
  field: z.string().min(1).max(auditLimits.field.max),
  from: auditValue.optional(),
  to: auditValue.optional(),
});
export type AuditDetail = z.infer<typeof auditDetail>;

export const auditEvent = z.object({
  /** Absent when the system itself did it, and once the account is gone. */
  actorId: zid("users").optional(),
  /** The team whose row it was; absent for rows of no team, and once the team is gone. */
  teamId: zid("teams").optional(),
  /** A table and a verb: `users.update`. */
  action: z
    .string()
    .regex(/^\w+\.\w+$/)
    .max(auditLimits.action.max),
  table: z.string(),
  /** The row's id, as text: the row may be gone. */
  rowId: z.string(),
  details: z.array(auditDetail).max(auditLimits.details.max),
  requestId: z.string().max(auditLimits.requestId.max),
  /** Where they called from: a name for the network, the same each time, that does not tell its address. */
  network: z.string().max(auditLimits.network.max).optional(),
});
export type AuditEvent = z.infer<typeof auditEvent>;

export const publicAuditEvent = z.object(withSystemFields("auditEvents", auditEvent.shape));
export type PublicAuditEvent = z.infer<typeof publicAuditEvent>;
