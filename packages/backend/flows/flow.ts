// What a flow is: one thing that somebody does in the app, with the calls to the server that it takes.
import type { ConvexHttpClient } from "convex/browser";
import type { FunctionReference } from "convex/server";
import type { Id } from "../convex/_generated/dataModel.js";

/** Calls to the server that one action of a person may take. */
export const CALLS_MAX = 3;

/** Who acts: the two demo accounts, somebody who signs up in the first flow, and somebody not signed in. */
export const actors = ["admin", "member", "newcomer", "nobody"] as const;
export type Actor = (typeof actors)[number];

/** The official client, or what counts its calls. */
export type Client = Pick<ConvexHttpClient, "query" | "mutation" | "action">;

/** What one flow leaves for those after it. The flows of a feature declare theirs beside them. */
export interface Story {
  teamId: Id<"teams">;
  noteId: Id<"notes">;
  fileId: Id<"files">;
  taskId: Id<"tasks">;
}

/** What a flow is driven with. */
export interface Stage {
  /** The actor. Each call counts. */
  me: Client;
  /** Sends the bytes of a file to where they were asked for, which counts apart. */
  send: (url: string, file: Blob) => Promise<Id<"_storage">>;
  /** What flows before this one left; asking for what none did fails. */
  story: Story;
  /** Anybody, for what has to be there first and for what the others see. Not counted. */
  as: (actor: Actor) => Client;
  /** Signs somebody up or in with the calls of the actor, and lets them act from then on. */
  enter: (params: Record<string, string>) => Promise<{ isIn: boolean }>;
  /** Tries again until it is so, as a page does that is subscribed. Not counted. */
  eventually: <Value>(look: () => Promise<Value | null | undefined | false>) => Promise<Value>;
}

export interface Flow {
  /** What the person does, as a sentence that starts with the verb: `accept an invitation`. */
  name: string;
  actor: Actor;
  /** The calls in their order, at most three. */
  calls: readonly FunctionReference<"query" | "mutation" | "action">[];
  /** Files that are sent on the way. */
  files?: number;
  /** What is true afterwards. */
  proves: string;
  run: (stage: Stage) => Promise<void>;
}

/** Flows that belong together. */
export interface Chapter {
  title: string;
  flows: readonly Flow[];
  /** Public functions of this part of the app that no flow calls, by name, each with the reason. */
  apart?: Readonly<Record<string, string>>;
}

export const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
