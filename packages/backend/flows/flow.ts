// A flow: one thing that a user does in the app, with the server calls that it takes.
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

/** What a flow is driven with. */
export interface Stage {
  /** The actor. Each call counts. */
  me: Client;
  /** Uploads a file to the requested address, which is counted separately. */
  send: (url: string, file: Blob) => Promise<Id<"_storage">>;
  /** Values of earlier flows; reading a missing one fails. */
  story: Story;
  /** Any actor, for preparations and for what others see. Not counted. */
  as: (actor: Actor) => Client;
  /** Signs a user up or in with the calls of the actor, who acts as that user from then on. */
  enter: (params: Record<string, string>) => Promise<{ isIn: boolean }>;
  /** Repeats a check until it holds, like a subscribed page. Not counted. */
  eventually: <Value>(look: () => Promise<Value | null | undefined | false>) => Promise<Value>;
}

export interface Flow {
  /** What the person does, as a sentence that starts with the verb: `accept an invitation`. */
  name: string;
  actor: Actor;
  /** The calls in their order, at most three. */
  calls: readonly FunctionReference<"query" | "mutation" | "action">[];
  /** Files that are uploaded. */
  files?: number;
  /** What holds afterwards. */
  proves: string;
  run: (stage: Stage) => Promise<void>;
}

/** Flows that belong together. */
export interface Chapter {
  title: string;
  flows: readonly Flow[];
  /** Public functions of this part of the app that no flow calls, by name, each with the reason. */
  uncovered?: Readonly<Record<string, string>>;
}

export const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
