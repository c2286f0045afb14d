// Every word of this feature that a person reads, so that another language is another file.
import type { Role } from "@repo/validators/access";
import type { JobStatus } from "@repo/validators/platform/jobs";

export const jobStatusNames: Record<JobStatus, string> = {
  waiting: "Waiting",
  queued: "Queued",
  running: "Running",
  done: "Done",
  failed: "Failed",
};
export const jobStatuses = Object.keys(jobStatusNames) as JobStatus[];

export const roleNames: Record<Role, string> = { admin: "Admin", member: "Member" };

export const words = {
  audit: "Audit log",
  auditText: "Who changed what, in the whole app. Events are kept for a year.",
  jobs: "Jobs",
  jobsText: "Background work: what waits, what runs, and what failed and why.",
  jobStatus: "State",
  noJobs: "No jobs in this state.",
  attempts: (made: number, most: number) => `Attempt ${made} of ${most}`,
  roles: "Roles",
  rolesText:
    "Who may do what, as the server enforces it. It is read from the same matrix that every call is checked against.",
  table: "Table",
  read: "Read",
  create: "Create",
  update: "Update",
  remove: "Remove",
  scopes: {
    own: "their own",
    team: "their teams'",
    led: "teams they own",
    all: "all",
  },
  only: (fields: string) => `only ${fields}`,
  nobody: "–",
  loading: "Loading",
  roleOf: (role: string) => `What the role ${role} may do`,
};
