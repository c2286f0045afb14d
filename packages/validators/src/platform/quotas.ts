// How much a person and a team may store: rows and bytes, by table. Every table whose rows somebody can
// create is counted; the backend does so with each write, and `quotas` rows hold the counts.
import { z } from "zod";
import { type AccessMatrix, accessMatrix } from "../access.ts";
import { zid } from "../convex.ts";
import { assistantQuotas } from "../features/assistant.ts";
import { knowledgeQuotas, knowledgeUncounted } from "../features/knowledge.ts";
import { modelUncounted } from "../features/models.ts";

/** How many rows, and how many bytes with the files that they hold. */
export type QuotaLimits = { readonly rows: number; readonly bytes: number };

/** Whom the rows of a table count for, by which column, and how many each may have. */
export interface Quota {
  readonly person?: QuotaLimits & { readonly column: string };
  readonly team?: QuotaLimits & { readonly column: string };
}

/** What holds for a table that states nothing else: generated entities, too. */
export const usualQuota = {
  person: { rows: 10_000, bytes: 50_000_000 },
  team: { rows: 50_000, bytes: 250_000_000 },
} as const satisfies Record<keyof Quota, QuotaLimits>;

/** A quota by a column of the table; the usual limits apply where it states no other. */
type Stated = { readonly [Of in keyof Quota]: { readonly column: string } & Partial<QuotaLimits> };

/** Where a table needs other limits, or counts by a column that its access does not name. */
const stated: { readonly [table: string]: Stated } = {
  files: {
    person: { column: "ownerId", rows: 2_000, bytes: 500_000_000 },
    team: { column: "teamId", rows: 10_000, bytes: 2_000_000_000 },
  },
  invitations: {
    person: { column: "invitedBy", rows: 500, bytes: 1_000_000 },
    team: { column: "teamId", rows: 500, bytes: 1_000_000 },
  },
  tasks: { person: { column: "creatorId" }, team: { column: "teamId" } },
  // An upload counts with the most that it may send, until it is finished or swept.
  uploads: { person: { column: "ownerId", rows: 100, bytes: 500_000_000 } },
  ...assistantQuotas,
  ...knowledgeQuotas,
};

/** Tables that are not counted, each with what bounds it instead. */
export const uncounted: { readonly [table: string]: string } = {
  auditEvents: "written along with changes, which are limited, and purged",
  authCodes: "one for an address and a purpose, limited by auth.codes, and purged",
  blobs: "one for each stored file, which counts with its row",
  counters: "one for each list that numbers its rows",
  cronRuns: "one for each cron",
  emails: "written with an action that is limited itself, and purged",
  jobs: "one for each thing that is limited or counted, and purged",
  listedIds: "one for each id in a list, which has a bound and counts with its row",
  memberships: "addMember bounds the people of a team and the teams of a person",
  notifications: "written with an action that is limited itself, and purged",
  quotas: "one for each person or team and counted table",
  removals: "one for each removal that is under way",
  teams: "addMember bounds the teams that a person is in, and one goes with its last member",
  users: "one for each confirmed address",
  webhookEvents: "one for each signed event, limited by the minute, removed after a week",
  ...knowledgeUncounted,
  ...modelUncounted,
};

/**
 * Says how a table is counted. One that states nothing is counted by the columns of its access matrix, if
 * the matrix lets anybody create rows of it.
 * @param table a table's name
 * @param matrix the matrix to go by; default: the app's own
 * @returns whom its rows count for; nobody for a table that is not counted
 */
export function quotaOf(table: string, matrix: AccessMatrix = accessMatrix): Quota {
  const own = Object.hasOwn(stated, table) ? stated[table]! : byColumns(table, matrix);
  return {
    ...(own.person && { person: { ...usualQuota.person, ...own.person } }),
    ...(own.team && { team: { ...usualQuota.team, ...own.team } }),
  };
}

function byColumns(table: string, matrix: AccessMatrix): Stated {
  const access = Object.hasOwn(matrix, table) ? matrix[table] : undefined;
  if (access?.create === undefined || Object.hasOwn(uncounted, table)) return {};
  const { own, team } = access.columns ?? {};
  return {
    ...(own !== undefined && { person: { column: own } }),
    ...(team !== undefined && { team: { column: team } }),
  };
}

/** Tables that a deployment may have at most; a person has a count for each that is counted. */
export const QUOTA_TABLES_MAX = 200;

const limit = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What one person or one team has in one table, and the limits that hold for them instead of the usual. */
export const quota = z.object({
  ownerId: zid("users").optional(),
  teamId: zid("teams").optional(),
  table: z.string().max(64),
  rows: z.number().min(0),
  bytes: z.number().min(0),
  rowsMax: limit.optional(),
  bytesMax: limit.optional(),
  /** The recount that is under way; taken away by each write, which it may have missed. */
  recount: z.string().max(64).optional(),
});
export type StoredQuota = z.infer<typeof quota>;

const share = z.object({ used: z.number(), limit: z.number() });

/** What a person or a team has used of one table's quota. */
export const publicQuota = z.object({ table: z.string(), rows: share, bytes: share });
export type PublicQuota = z.infer<typeof publicQuota>;

/** What changing a quota takes: null for a limit brings the usual one back. */
export const quotaChange = z.object({
  table: quota.shape.table,
  rows: limit.nullable(),
  bytes: limit.nullable(),
});
export type QuotaChange = z.infer<typeof quotaChange>;
