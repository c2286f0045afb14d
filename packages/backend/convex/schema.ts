// Every table of the app, from `tables/`: a file for each area. Fields come from the validators that arguments
// and forms use too.
import { defineSchema } from "convex/server";
import { auditEventTables } from "./tables/auditEvents";
import { emailTables } from "./tables/emails";
import { fileTables } from "./tables/files";
import { jobTables } from "./tables/jobs";
import { noteTables } from "./tables/notes";
import { notificationTables } from "./tables/notifications";
import { sourceTables } from "./tables/sources";
import { taskTables } from "./tables/tasks";
import { teamTables } from "./tables/teams";
import { threadTables } from "./tables/threads";
import { usageTables } from "./tables/usage";
import { userTables } from "./tables/users";

export default defineSchema({
  ...auditEventTables,
  ...emailTables,
  ...fileTables,
  ...jobTables,
  ...noteTables,
  ...notificationTables,
  ...sourceTables,
  ...taskTables,
  ...teamTables,
  ...threadTables,
  ...usageTables,
  ...userTables,
});
