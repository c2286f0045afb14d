// What remains of a person after their account is removed, and for how long. Their own rows are removed with them
// (`references.ts`), and so are rows with their address (`accounts/accounts.ts`); this is the rest.
// `remains.test.ts` removes a person and searches everything that is stored for traces.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { auditLimits } from "@repo/validators/platform/auditEvents";
import { notificationLimits } from "@repo/validators/platform/notifications";
import { COUNTS_KEPT_DAYS } from "./rateLimits";
import { featureRemains } from "../../features/all";
import { KEEP_MS as EMAILS_KEPT_MS } from "./email";
import { KEEP_MS as JOBS_KEPT_MS } from "./jobs";
import { type Bound, type Remains, afterDays } from "../../lib/remains";

const DAY = 24 * 60 * 60 * 1000;

const mailed = {
  what: "the person's address, and the text of an e-mail to or about them",
  why: "the mail component keeps e-mails for a day",
  until: afterDays(1, "emails:purge"),
} as const;

/** What the app itself writes, by table and column; for a component, by its path and table. */
export const remains: { readonly [place: string]: Remains } = {
  "auditEvents.rowId": {
    what: "the person's id, which no longer refers to a row",
    why: "the log records what happened to which row; the actor is removed with the account",
    until: afterDays(auditLimits.keptDays, "auditEvents:purge"),
  },
  "auditEvents.details[].from": {
    what: "the person's id, where others assigned a task or a role to them, and ids of their sessions",
    why: "the same: it records what others did",
    until: afterDays(auditLimits.keptDays, "auditEvents:purge"),
  },
  "auditEvents.details[].to": {
    what: "the same",
    why: "the same",
    until: afterDays(auditLimits.keptDays, "auditEvents:purge"),
  },
  "authRateLimits.identifier": {
    what: "an address for which a wrong code of the auth library was entered",
    why: "the library counts attempts by it",
    until: afterDays(1, "sessions:purge"),
  },
  "emails.subject": {
    what: "the person's name, in an invitation that they sent",
    why: "the record of what the app sent to others",
    until: afterDays(EMAILS_KEPT_MS / DAY, "emails:purge"),
  },
  "emails.text": {
    what: "the person's name, in invitations and digests to others; only where no mail service is set",
    why: "without a mail service the row is all there is of the e-mail",
    until: afterDays(EMAILS_KEPT_MS / DAY, "emails:purge"),
  },
  "emails.html": {
    what: "the same as HTML",
    why: "the same",
    until: afterDays(EMAILS_KEPT_MS / DAY, "emails:purge"),
  },
  "emails.error": {
    what: "the error of the mail service about an e-mail to somebody else",
    why: "admins see why it was not delivered",
    until: afterDays(EMAILS_KEPT_MS / DAY, "emails:purge"),
  },
  "jobs.error": {
    what: "the error of a service about a text that it refused",
    why: "admins see why a job failed",
    until: afterDays(JOBS_KEPT_MS / DAY, "jobs:purge"),
  },
  "jobs.told": {
    what: "the part of it that the waiting user may read",
    why: "the same",
    until: afterDays(JOBS_KEPT_MS / DAY, "jobs:purge"),
  },
  "notifications.title": {
    what: "the person's name, and the titles that they gave, in notifications of others",
    why: "others were notified of what the person did",
    until: afterDays(notificationLimits.keptDays, "notifications:purge"),
  },
  "rateLimiter/rateLimits": {
    what: "how often they called: a number, under a keyed hash of their id, address or network",
    why: "removing an account must not reset its limits",
    until: afterDays(COUNTS_KEPT_DAYS, "callCounts:purge"),
  },
  "resend/content": mailed,
  "resend/deliveryEvents": mailed,
  "resend/emails": mailed,
  ...featureRemains.remains,
};

/** Texts that the app itself writes and that hold nothing about a removed person, with the reason, by table. */
export const untelling: {
  readonly [table: string]: { readonly columns: readonly string[]; readonly why: string };
} = {
  auditEvents: {
    columns: ["action", "table", "details[].field", "requestId", "network"],
    why: "names of code and of a request; the network is taken out with the actor",
  },
  authAccounts: {
    columns: ["provider", "providerAccountId", "secret", "emailVerified", "phoneVerified"],
    why: "goes with its person",
  },
  authCodes: { columns: ["email", "hash"], why: "goes with the address that it was mailed to" },
  authVerificationCodes: {
    columns: ["provider", "code", "verifier", "emailVerified", "phoneVerified"],
    why: "goes with its account",
  },
  authVerifiers: { columns: ["signature"], why: "a random value" },
  blobs: { columns: ["table", "rowId"], why: "names the row that holds a file, and goes with it" },
  counters: { columns: ["table", "field"], why: "names of code" },
  cronRuns: { columns: ["title", "scheduled"], why: "a name of code, and an id of the scheduler" },
  emails: {
    columns: ["to", "kind", "resendId"],
    why: "e-mails to a person go with them; a kind is a name of code",
  },
  jobs: {
    columns: ["kind", "subject", "group", "whenFailed"],
    why: "names of code, ids of rows and of teams",
  },
  listedIds: {
    columns: ["targetId", "table", "field", "rowId"],
    why: "names a row that refers to others, and goes with either",
  },
  notifications: { columns: ["link"], why: "a path with the id of a task or a team" },
  quotas: { columns: ["table", "recount"], why: "a name of code, and a random value" },
  removals: { columns: ["table", "rowId"], why: "gone once the removal is over" },
  users: {
    columns: ["name", "email", "nameKey", "bio", "timeZone", "image", "phone"],
    why: "the person's own row, which goes last",
  },
  webhookEvents: { columns: ["source", "eventId"], why: "ids of the sender's" },
};

/** Tables of components that hold nothing about a removed person, with the reason. */
export const untellingComponents: { readonly [table: string]: string } = {
  "aggregate/btree": "counts of a team's tasks",
  "aggregate/btreeNode": "counts of a team's tasks, by their ids",
  "aggregate/deadLetterOperations": "not used",
  "aggregate/pendingOperations": "not used",
  "migrations/migrations": "names of code, and how far they are",
  "rateLimiter/pendingUpdates": "not used",
  "resend/lastOptions": "the settings of the mail service",
  "resend/nextBatchRun": "one id of the scheduler",
  ...featureRemains.untellingComponents,
};

/** The same for all tables whose path begins so. */
export const untellingFamilies: { readonly [start: string]: string } = {
  "resend/callbackWorkpool/": "work that is under way, gone when it is done",
  "resend/emailWorkpool/": "work that is under way, gone when it is done",
  "resend/rateLimiter/": "how often the mail service was called",
  ...featureRemains.untellingFamilies,
};

/** The default for a table whose rows people create. */
export const written: Remains = {
  what: "texts that the person wrote in a team's work, and that others wrote about them",
  why: "it belongs to the team, or to its author",
  until: "theirs",
};

/**
 * Says what a text may hold about a removed person.
 * @param table a table of the app
 * @param column one of its texts, such as `title` or `details[].to`
 * @param matrix the access matrix; in a table whose rows people create, texts are what people wrote
 * @returns what, why and for how long; null for a text that holds nothing; undefined where it is not declared
 */
export function remainsIn(
  table: string,
  column: string,
  matrix: AccessMatrix = accessMatrix,
): Remains | null | undefined {
  const place = `${table}.${column}`;
  if (Object.hasOwn(remains, place)) return remains[place];
  const said = Object.hasOwn(untelling, table) ? untelling[table] : undefined;
  if (said?.columns.includes(column)) return null;
  const access = Object.hasOwn(matrix, table) ? matrix[table] : undefined;
  return access?.create === undefined ? undefined : written;
}

/**
 * The same for a table of a component.
 * @param table its path and its name, such as `agent/messages`
 */
export function remainsInComponent(table: string): Remains | null | undefined {
  if (Object.hasOwn(remains, table)) return remains[table];
  const isSaid =
    Object.hasOwn(untellingComponents, table) ||
    Object.keys(untellingFamilies).some((start) => table.startsWith(start));
  return isSaid ? null : undefined;
}

/** The time limits of everything that does not stay with others, in the order of the list. */
export const bounds: readonly Bound[] = Object.values(remains).flatMap(({ until, ofOwnTeam }) =>
  [until, ofOwnTeam].filter((each) => each !== undefined && each !== "theirs"),
);

/** The longest time that anything of a person remains, except what belongs to others: in days. */
export const longestDays = Math.max(...bounds.map(({ days }) => days));
