// The work of knowledge's crons on an embedded backend, and how to see that it is done.
import type { ConvexClient } from "convex/browser";
import { expect, vi } from "vitest";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

type Rows = (table: string, component?: string) => Promise<Record<string, unknown>[]>;
type Put = (
  table: string,
  how: "append" | "replace",
  rows: readonly Record<string, unknown>[],
) => Promise<void>;

interface Backend {
  rows: Rows;
  put: Put;
  /** A team, and somebody in it. */
  team: () => { client: ConvexClient; teamId: Id<"teams"> };
}

export const knowledgeErrands = ({ rows, put, team }: Backend) => ({
  "knowledge:sweep": {
    args: { olderThan: -60_000 },
    given: async () => {
      const { client, teamId } = team();
      const source = { teamId, title: "Travel", kind: "text", text: "Book trains early." } as const;
      await client.mutation(api.sources.addText, source);
      await vi.waitFor(async () => {
        const statuses = (await rows("sources")).map(({ status }) => status);
        expect(new Set(statuses)).toEqual(new Set(["ready"]));
      }, 60_000);
      expect(await rows("entries", "rag")).not.toEqual([]);
      await put("sources", "replace", []);
    },
    done: async () => {
      expect(await rows("entries", "rag")).toEqual([]);
      expect(await rows("chunks", "rag")).toEqual([]);
    },
  },
});
