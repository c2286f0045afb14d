import type { Feature } from "./feature.ts";

export const demo = {
  name: "demo",
  about: "People, teams, tasks and files around the two accounts that `pnpm dev` makes.",
  uses: [],
  files: [
    "apps/web/e2e/demo.test.ts",
    "apps/web/src/features/demo/",
    "packages/backend/convex/demo.ts",
    "packages/backend/convex/model/demo/",
    "packages/backend/flows/demo.ts",
    "packages/backend/testing/demo-lists.ts",
    "packages/backend/tests/demo/",
  ],
  packages: [],
} as const satisfies Feature;
