// Every flow of the app, in the order in which they are driven: each builds on those before it.
import { type FunctionReference, getFunctionName } from "convex/server";
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

/** Public functions that no flow calls, by name, each with the reason. */
export const apart: Readonly<Record<string, string>> = {
  "auth:isAuthenticated": "the auth library's own; its client asks before it renders",
  "auditEvents:listAll": "as the log of one team, for all teams",
  "auditEvents:listByActor": "as the events of one row, by person",
  "imports:cancel": "needs a running import, and this one ends immediately",
  "imports:retry": "needs failed sources, which no local model causes",
  "jobs:list": "for operators of the app, to see failed jobs",
  "messages:retry": "needs a failed reply, which no local model causes",
  "names:list": "for pages whose rows refer to others, which generated entities have",
  "sessions:revoke": "as revoking all others, for one of them",
  "sources:replaceFile": "as replacing a text, after an upload that is a flow already",
  "sources:retry": "needs a failed source, which no local model causes",
  "users:ban": "driven in embedded.test.ts, where a person is banned",
  "users:unban": "driven in embedded.test.ts, where the ban is lifted",
  "users:removeAvatar": "one call without arguments, tested beside it",
};

/** The name of a function as Convex shows it. */
export function nameOf(fn: Any): string {
  return getFunctionName(fn);
}
