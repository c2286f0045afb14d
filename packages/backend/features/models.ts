import type { Feature } from "./feature.ts";

export const models = {
  name: "models",
  about: "Language models, hosted or local, with a budget of tokens for each person.",
  uses: [],
  files: [
    "docs/patterns/models.md",
    "packages/backend/convex/model/ai/",
    "packages/backend/convex/tables/usage.ts",
    "packages/backend/convex/usage.ts",
    "packages/backend/testing/models/hosted-models.ts",
    "packages/backend/tests/ai/",
    "packages/validators/src/access/usage.ts",
    "packages/validators/src/ai/",
    "packages/validators/src/features/models.ts",
  ],
  packages: ["@ai-sdk/openai", "@ai-sdk/openai-compatible", "@ai-sdk/provider", "ai"],
} as const satisfies Feature;
