// The work of knowledge's crons on an embedded backend, and how to see that it is done.
import { expect, vi } from "vitest";

type Rows = (table: string, component?: string) => Promise<Record<string, unknown>[]>;
type Put = (
  table: string,
  how: "append" | "replace",
  rows: readonly Record<string, unknown>[],
) => Promise<void>;

export const knowledgeErrands = ({ rows, put }: { rows: Rows; put: Put }) => ({
  "knowledge:sweep": {
    args: { olderThan: -60_000 },
    given: async () => {
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
