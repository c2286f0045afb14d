// Every flow of the app, in the order in which they are driven: each builds on those before it.
import { type FunctionReference, getFunctionName } from "convex/server";
import { api } from "../convex/_generated/api.js";
import { accounts, farewell } from "./accounts.ts";
import { assistant, knowledge } from "./asking.ts";
import type { Chapter, Flow } from "./flow.ts";
import { partings, teams } from "./teams.ts";
import { files, notes, notifications, tasks } from "./work.ts";

export const chapters: readonly Chapter[] = [
  accounts,
  notes,
  files,
  teams,
  tasks,
  notifications,
  knowledge,
  assistant,
  partings,
  farewell,
];

export const flows: readonly Flow[] = chapters.flatMap((chapter) => chapter.flows);

type Any = FunctionReference<"query" | "mutation" | "action">;

/** A public function that no flow calls, and the reason. */
export interface Apart {
  fn: Any;
  why: string;
}

export const apart: readonly Apart[] = [
  {
    fn: api.auth.isAuthenticated,
    why: "the auth library's own; its client asks before it renders",
  },
  { fn: api.auditEvents.listAll, why: "as the log of a team, of all teams" },
  { fn: api.auditEvents.listByActor, why: "the same page, from the other side" },
  { fn: api.jobs.list, why: "for whoever runs the app, to see what failed in the background" },
  { fn: api.messages.retry, why: "needs a reply that failed, which no local model makes" },
  {
    fn: api.names.list,
    why: "for pages whose rows refer to others, which generated entities have",
  },
  { fn: api.sessions.revoke, why: "as revoking all others, for one of them" },
  {
    fn: api.sources.replaceFile,
    why: "as replacing a text, after an upload that is a flow already",
  },
  { fn: api.sources.retry, why: "needs a source that failed, which no local model makes" },
  { fn: api.users.ban, why: "driven in embedded.test.ts, where it shuts somebody out" },
  { fn: api.users.unban, why: "driven in embedded.test.ts, where it lets them in again" },
  { fn: api.users.removeAvatar, why: "one call without arguments, tested beside it" },
];

/** The name of a function as Convex shows it. */
export function nameOf(fn: Any): string {
  return getFunctionName(fn);
}
