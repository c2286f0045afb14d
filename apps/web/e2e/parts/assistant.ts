import { rowsOf } from "@repo/backend/embedded/admin";

import type { Part } from "../app/part.ts";

export const part: Part = {
  params: {
    $thread: async ({ backend }) => {
      const [thread] = await rowsOf(backend, "threads");
      return thread?._id as string;
    },
  },
  expectedProblems: [
    {
      kind: "refusal",
      text: "messages:send QUOTA_EXCEEDED",
      in: ["a budget that is used up is said, and what was typed stays"],
      why: "The budget is used up.",
    },
  ],
};
