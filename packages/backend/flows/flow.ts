// A flow: one thing that a user does in the app, with the server calls that it takes.
import assert from "node:assert/strict";
import type { Role, TeamRole } from "@repo/validators/access";
import { type ErrorCode, isAppError } from "@repo/validators/errors";
import type { ConvexHttpClient } from "convex/browser";
import type { FunctionReference } from "convex/server";
import type { Id } from "../convex/_generated/dataModel.js";

/** How many server calls one action of a user may take. */
export const CALLS_MAX = 3;

/** Who acts: the two demo accounts, a user who signs up in the first flow, and one who is not signed in. */
export const actors = ["admin", "member", "newcomer", "nobody"] as const;
export type Actor = (typeof actors)[number];

/** The official client, or a wrapper that counts its calls. */
export type Client = Pick<ConvexHttpClient, "query" | "mutation" | "action">;

/** Values that a flow passes to later ones. The flows of a feature declare theirs beside them. */
export interface Story {
  teamId: Id<"teams">;
  noteId: Id<"notes">;
  fileId: Id<"files">;
  taskId: Id<"tasks">;
}

/** A person of a chapter: their role in the app, and what they are in which team of the chapter. */
export interface Person {
  role: Role;
  teams?: Readonly<Record<string, TeamRole>>;
}

/** The people of a chapter, by name. They and their teams are made before its first flow. */
export type People = Readonly<Record<string, Person>>;

/** What a flow is driven with. `Name` and `Team` are those of its chapter, where it has people of its own. */
export interface Stage<Name extends string = never, Team extends string = never> {
  /** The actor. Each call counts. */
  me: Client;
  /** Uploads a file to the requested address, which is counted separately. */
  send: (url: string, file: Blob) => Promise<Id<"_storage">>;
  /** Values of earlier flows; reading a missing one fails. */
  story: Story;
  /** Any actor, for preparations and for what others see. Not counted. */
  as: (actor: Actor | Name) => Client;
  /** The ids of the people of the chapter. */
  people: Readonly<Record<Name, Id<"users">>>;
  /** The ids of their teams. */
  teams: Readonly<Record<Team, Id<"teams">>>;
  /** Signs a user up or in with the calls of the actor, who acts as that user from then on. */
  enter: (params: Record<string, string>) => Promise<{ isIn: boolean }>;
  /** Repeats a check until it holds, like a subscribed page. Not counted. */
  eventually: <Value>(look: () => Promise<Value | null | undefined | false>) => Promise<Value>;
}

export interface Flow<Name extends string = never, Team extends string = never> {
  /** What the person does, as a sentence that starts with the verb: `accept an invitation`. */
  name: string;
  actor: Actor | Name;
  /** The calls in their order, at most three. */
  calls: readonly FunctionReference<"query" | "mutation" | "action">[];
  /** Files that are uploaded. */
  files?: number;
  /** What holds afterwards. */
  proves: string;
  run: (stage: Stage<Name, Team>) => Promise<void>;
  /** The people of its chapter, where it has some of its own: `chapterOf` adds them. */
  cast?: People;
}

/** A flow of any chapter. */
export type AnyFlow = Flow<string, string>;

/** Flows that belong together. */
export interface Chapter<Name extends string = never, Team extends string = never> {
  title: string;
  flows: readonly Flow<Name, Team>[];
  /** Public functions of this part of the app that no flow calls, by name, each with the reason. */
  uncovered?: Readonly<Record<string, string>>;
  people?: People;
}

/** A chapter with people of its own, or without. */
export type AnyChapter = Chapter<string, string>;

type NameOf<Cast extends People> = keyof Cast & string;
type TeamOf<Cast extends People> = {
  [Name in keyof Cast]: Cast[Name] extends { teams: infer Teams } ? keyof Teams & string : never;
}[keyof Cast];

/**
 * Makes a chapter with people of its own, who know nothing of other chapters.
 * @param chapter its flows have those people as actors
 */
export function chapterOf<const Cast extends People>(
  chapter: Chapter<NoInfer<NameOf<Cast>>, NoInfer<TeamOf<Cast>>> & { people: Cast },
): AnyChapter {
  const cast = chapter.people;
  // The runner gives each flow the people of its chapter.
  const flows = chapter.flows.map((flow) => ({ ...flow, cast }) as AnyFlow);
  return { ...chapter, flows };
}

export const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

/**
 * Checks that a call is refused.
 * @param call its promise
 * @param code of the error that the caller gets
 * @throws AssertionError when it succeeds, or fails for another reason
 */
export async function assertRefused(call: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(call, (error) => {
    assert(isAppError(error), `Not ${code}: ${String(error)}`);
    assert.equal(error.data.code, code);
    return true;
  });
}
