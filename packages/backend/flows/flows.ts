// Every flow of the app, in the order in which they run: each builds on those before it.
import { type FunctionReference, getFunctionName } from "convex/server";
import { accounts, farewell } from "./accounts.ts";
import { demo } from "./demo.ts";
import { assistant } from "./assistant.ts";
import type { AnyChapter, AnyFlow } from "./flow.ts";
import { knowledge } from "./knowledge.ts";
import { partings, teams } from "./teams.ts";
import { files, notes, notifications, tasks } from "./work.ts";

/** Chapters that build on one another. Those with people of their own go to the end. */
const story: readonly AnyChapter[] = [
  accounts,
  demo,
  notes,
  files,
  teams,
  tasks,
  notifications,
  knowledge,
  assistant,
];

/** All of them: people leave their teams, and the app, last. */
export const chapters: readonly AnyChapter[] = [...story, partings, farewell];

export const flows: readonly AnyFlow[] = chapters.flatMap((chapter) => chapter.flows);

type Any = FunctionReference<"query" | "mutation" | "action">;

/** Public functions that no flow calls, by name, each with the reason. */
export const uncovered: Readonly<Record<string, string>> = {
  "auth:isAuthenticated": "the auth library's own; its client asks before it renders",
  "jobs:retry": "for operators of the app, tested in tests/platform/jobs.test.ts",
  "jobs:list": "for operators of the app, to see failed jobs",
  "names:list": "for pages whose rows refer to others, which generated entities have",
  "sessions:revoke": "as revoking all others, for one of them",
  "users:ban": "tested in tests/embedded/app.test.ts, which bans a person",
  "users:unban": "tested in tests/embedded/app.test.ts, which lifts the ban",
  "users:removeAvatar": "one call without arguments, tested beside it",
  ...Object.assign({}, ...chapters.map((chapter) => chapter.uncovered)),
};

/** The name of a function as Convex shows it. */
export function nameOf(fn: Any): string {
  return getFunctionName(fn);
}
