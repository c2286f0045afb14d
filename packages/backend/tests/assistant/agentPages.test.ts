import { PAGE_BYTES_MAX, PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { expect, test } from "vitest";
import { clampForAgent } from "../../convex/model/assistant/agentPages.ts";

test("no bound is the client's to choose, but the end cursor", () => {
  const sent = { numItems: 5, cursor: "c", endCursor: "e", id: 7 };
  const greedy = { maximumRowsRead: 1e9, maximumBytesRead: 1e12 };
  const bounds = { maximumRowsRead: PAGE_SIZE_MAX * 2, maximumBytesRead: PAGE_BYTES_MAX };
  const clamped = clampForAgent({ ...sent, ...greedy });
  expect(clamped).toEqual({ numItems: 5, cursor: "c", endCursor: "e", ...bounds });
});
