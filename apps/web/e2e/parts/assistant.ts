import { rowsOf } from "@repo/backend/embedded/admin";

import type { Part } from "../app/part.ts";

export const part: Part = {
  params: {
    $thread: async ({ backend }) => {
      const [thread] = await rowsOf(backend, "threads");
      return thread?._id as string;
    },
  },
};
