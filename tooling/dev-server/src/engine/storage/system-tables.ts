// The tables the backend keeps for itself, in every component's namespace. Their numbers are fixed:
// they stand in ids. User tables start at FIRST_USER_TABLE_NUMBER.

export const FIRST_USER_TABLE_NUMBER = 10_001;

export interface SystemTable {
  name: string;
  number: number;
  indexes: { name: string; fields: string[] }[];
}

export const SYSTEM_TABLES = [
  /** Files. `uuid` names the capability URL; user code sees sha256 (base64), size, contentType. */
  { name: "_storage", number: 1, indexes: [{ name: "by_uuid", fields: ["uuid"] }] },
  /** Jobs. User code sees name, args, scheduledTime, completedTime, state. */
  {
    name: "_scheduled_functions",
    number: 2,
    indexes: [{ name: "by_state_next", fields: ["state.kind", "nextTs"] }],
  },
  { name: "_cron_jobs", number: 3, indexes: [{ name: "by_name", fields: ["name"] }] },
  { name: "_cron_job_logs", number: 4, indexes: [{ name: "by_name", fields: ["name"] }] },
  { name: "_environment_variables", number: 5, indexes: [{ name: "by_name", fields: ["name"] }] },
  /** Mounted and unmounted components: their id is kept for ever under their path. */
  { name: "_components", number: 6, indexes: [{ name: "by_path", fields: ["path"] }] },
  /** What is deployed: one document; sources lie beside the database as files. */
  { name: "_deployments", number: 7, indexes: [] },
  /** Outcome of each mutation a client sent, so that a resend does not run twice. */
  {
    name: "_session_requests",
    number: 9,
    indexes: [{ name: "by_request", fields: ["sessionId", "requestId"] }],
  },
  { name: "_imports", number: 10, indexes: [] },
  { name: "_exports", number: 11, indexes: [] },
] as const satisfies readonly SystemTable[];
