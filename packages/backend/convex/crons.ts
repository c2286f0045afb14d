// What runs on a schedule. Each target does one bounded batch and schedules itself while there is more.
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";
import { addKnowledgeCrons } from "./model/knowledge/crons";
import { recorded } from "./model/platform/cronRuns";

const crons = cronJobs();

crons.daily("purge audit events", { hourUTC: 3, minuteUTC: 17 }, internal.auditEvents.purge, {});
crons.interval("purge old e-mails", { hours: 24 }, internal.emails.purge, {});
crons.interval("follow e-mails that are on their way", { minutes: 1 }, internal.emails.follow, {
  after: 0,
});
crons.interval("recover stuck jobs", { minutes: 1 }, internal.jobs.recoverStuck, {});
crons.interval("purge jobs that are over", { hours: 24 }, internal.jobs.purge, {});
addKnowledgeCrons(crons);
crons.daily(
  "files: remove bytes that no row holds",
  { hourUTC: 3, minuteUTC: 10 },
  internal.files.sweep,
  {},
);
crons.daily(
  "files: remove those that never came",
  { hourUTC: 3, minuteUTC: 20 },
  internal.files.expire,
  {},
);
crons.daily("files: purge the trash", { hourUTC: 3, minuteUTC: 35 }, internal.files.purge, {});
crons.interval(
  "uploads: remove those that were not finished",
  { hours: 1 },
  internal.uploads.expire,
  {},
);
crons.daily("mail digests", { hourUTC: 6, minuteUTC: 43 }, internal.notifications.digest, {
  cursor: null,
});
crons.daily("purge notifications", { hourUTC: 3, minuteUTC: 29 }, internal.notifications.purge, {});
crons.daily(
  "purge the trash of tasks",
  { hourUTC: 3, minuteUTC: 41 },
  internal.taskUpkeep.purge,
  {},
);
crons.interval("go on with removals that stopped", { minutes: 10 }, internal.removals.resume, {});
crons.interval("invitations: remove expired ones", { hours: 1 }, internal.invitations.expire, {});

crons.interval("purge old sessions and codes", { hours: 1 }, internal.sessions.purge, {});

crons.interval("purge ids of webhook events", { hours: 24 }, internal.webhooks.purge, {});

crons.daily(
  "forget old counts of limits",
  { hourUTC: 3, minuteUTC: 52 },
  internal.callCounts.purge,
  {},
);

export default recorded(crons);
