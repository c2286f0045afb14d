// The files of the core that combine the parts of features, each in one line. `pnpm imports` refuses an import of a
// feature by any other file of the core.
export const combining: readonly string[] = [
  "packages/backend/convex/builders/writes.ts",
  "packages/backend/convex/convex.config.ts",
  "packages/backend/convex/crons.ts",
  "packages/backend/convex/features/all.ts",
  "packages/backend/convex/model/platform/references.ts",
  "packages/backend/convex/schema.ts",
  "packages/backend/convex/seed.ts",
  "packages/backend/features/features.ts",
  "packages/backend/flows/flows.ts",
  "packages/backend/testing/arguments.ts",
  "packages/backend/testing/manifest.ts",
  "packages/backend/testing/matrix.ts",
  "packages/backend/testing/remains.ts",
  "packages/backend/testing/setup.ts",
  "packages/validators/src/access.ts",
  "packages/validators/src/files/files.ts",
  "packages/validators/src/platform/paths.ts",
  "packages/validators/src/platform/notifications.ts",
  "packages/validators/src/platform/quotas.ts",
];
