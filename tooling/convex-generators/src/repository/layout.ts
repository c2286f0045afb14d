// Where things are in this repository: the one place to change when they move.

export const layout = {
  backend: "packages/backend",
  validatorsPackage: "packages/validators",
  web: "apps/web",
  /** The settings of the lint, without the rules that need types. */
  untypedLint: "eslint.untyped.config.js",
  convex: "packages/backend/convex",
  /** Folders of what modules of functions share. */
  shared: [
    "packages/backend/convex/builders",
    "packages/backend/convex/features",
    "packages/backend/convex/lib",
    "packages/backend/convex/model",
    "packages/backend/convex/tables",
  ],
  tests: "packages/backend/tests",
  /** Tests that start a backend, and the one of crons among them. */
  embeddedTests: "packages/backend/tests/embedded",
  errands: "packages/backend/tests/embedded/crons.test.ts",
  http: "packages/backend/convex/http.ts",
  httpTests: "packages/backend/tests/lib/http.test.ts",
  /** What example rows of tests have beside what their validators say. */
  exampleRows: "packages/backend/testing/manifest.ts",
  manifestTests: "packages/backend/tests/lib/manifest.test.ts",
  webhookTests: "packages/backend/tests/platform/webhooks.test.ts",
  crons: "packages/backend/convex/crons.ts",
  components: "packages/backend/convex/convex.config.ts",
  schema: "packages/backend/convex/schema.ts",
  rateLimits: "packages/backend/convex/model/platform/rateLimits.ts",
  references: "packages/backend/convex/model/platform/references.ts",
  names: "packages/backend/convex/names.ts",
  /** What the entities that the project came with were generated from: the input of `pnpm plop entity`. */
  entities: "generators/entities",
  migrations: "packages/backend/convex/migrations.ts",
  /** The design of the backend, as data. */
  design: "packages/backend/app.design.ts",
  /** What a version asks of rows and of clients, and the version that is being made. */
  changes: "packages/backend/CHANGES.md",
  /** What of a removed account remains, also in components; and the components of tests. */
  remains: "packages/backend/convex/model/platform/remains.ts",
  testSetup: "packages/backend/testing/setup.ts",
  /** The tables whose rows are knowledge. */
  indexedRows: "packages/backend/convex/model/knowledge/rows.ts",
  backendManifest: "packages/backend/package.json",
  apiTypes: "packages/backend/convex/_generated/api.d.ts",
  serverTypes: "packages/backend/convex/_generated/server.d.ts",
  deployGuide: "docs/guides/deploy.md",
  access: "packages/validators/src/access.ts",
  roles: "packages/validators/src/access/roles.ts",
  /** What roles of the app and of teams are called on the pages. */
  roleWords: "apps/web/src/features/admin/words.ts",
  teamWords: "apps/web/src/features/teams/words.ts",
  /** What belongs to each optional feature. */
  features: "packages/backend/features",
  flows: "packages/backend/flows/flows.ts",
  errors: "packages/validators/src/errors.ts",
  /** How much of a list one call may ask for. */
  pagination: "packages/validators/src/pagination.ts",
  /** What e-mails are about, an example of each, the pages that they link to, and what switches say of them. */
  emailKinds: "packages/validators/src/platform/emails.ts",
  emailExamples: "packages/backend/convex/model/emails/examples.ts",
  paths: "packages/validators/src/platform/paths.ts",
  accountWords: "apps/web/src/features/account/words.ts",
  navigation: "apps/web/src/shell/feature.ts",
  routes: "apps/web/src/routes",
  /** What the icons of the web app are called, once they are installed. */
  icons: "apps/web/node_modules/lucide-react/dist/lucide-react.d.ts",
  reference: "docs/reference",
  /** What writes the reference pages and the snapshot. */
  referenceWriter: "packages/backend/reference/write.ts",
  snapshotWriter: "packages/backend/snapshot/write.ts",
  /** What the backend promises, recorded. */
  snapshot: "packages/backend/snapshot/snapshot.json",
  /** An entity's table and references, and who may do what with it. */
  tables: (table: string) => `packages/backend/convex/tables/${table}.ts`,
  accessOf: (table: string) => `packages/validators/src/access/${table}.ts`,
  backendModule: (module: string) => `packages/backend/convex/${module}.ts`,
  migrationTest: (name: string) => `packages/backend/tests/migrations/${name}.test.ts`,
  backendTest: (module: string) => `packages/backend/tests/${module}.test.ts`,
  validators: (table: string) => `packages/validators/src/${table}.ts`,
  validatorsTest: (table: string) => `packages/validators/tests/${table}.test.ts`,
  entityPage: (table: string) => `docs/reference/entities/${table}.md`,
  webFolder: (fileMany: string) => `apps/web/src/features/${fileMany}`,
  /** The page of an entity: of a team's rows, under the address of the team. */
  webRoute: (fileMany: string, isOfTeam: boolean) =>
    `apps/web/src/routes/_app/${isOfTeam ? "t/$team/" : ""}${fileMany}.tsx`,
} as const;
