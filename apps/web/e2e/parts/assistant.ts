import { api } from "@repo/backend/_generated/api";
import { rowsOf } from "@repo/backend/embedded/admin";

import type { Part } from "../app/part.ts";

export const part: Part = {
  params: {
    // The demo has one.
    $thread: async (app) => {
      const [thread] = await rowsOf(app.backend, "threads");
      if (thread) return String(thread._id);
      return await (await app.client("member")).mutation(api.threads.create, {});
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
