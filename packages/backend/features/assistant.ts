import type { Feature } from "./feature.ts";

export const assistant = {
  name: "assistant",
  about: "Conversations with a model that has tools and remembers what it is asked to.",
  uses: ["models"],
  files: [
    "apps/web/src/features/assistant/",
    "apps/web/src/routes/_app/assistant.tsx",
    "apps/web/src/routes/_app/assistant/",
    "docs/patterns/agent-memory.md",
    "packages/backend/convex/assistant.ts",
    "packages/backend/convex/features/assistant.ts",
    "packages/backend/convex/memories.ts",
    "packages/backend/convex/messages.ts",
    "packages/backend/convex/model/assistant/",
    "packages/backend/convex/tables/threads.ts",
    "packages/backend/convex/threads.ts",
    "packages/backend/flows/assistant.ts",
    "packages/backend/testing/assistant-components.ts",
    "packages/backend/testing/assistant-lists.ts",
    "packages/backend/testing/assistant-rows.ts",
    "packages/backend/testing/scripted-model.ts",
    "packages/backend/tests/assistant/",
    "packages/backend/tests/embedded/assistant.test.ts",
    "packages/validators/src/access/threads.ts",
    "packages/validators/src/assistant/",
    "packages/validators/src/features/assistant.ts",
    "packages/validators/tests/assistant/",
  ],
  joins: {
    demo: [
      "packages/backend/convex/model/demo/thread.ts",
      "packages/backend/tests/demo/thread.test.ts",
    ],
  },
  packages: ["@convex-dev/agent"],
} as const satisfies Feature;
