// The one ESLint configuration of the workspace. Each package runs it on its own folder.
import convexPlugin from "@convex-dev/eslint-plugin";
import tseslint from "typescript-eslint";
import { wording } from "./docs/wording.ts";
import {
  backendExceptions,
  backendRules,
  backendTestRules,
  clientRules,
  routeRules,
} from "./packages/backend/lint/restrictions.js";

/** Those of `packages/backend/convex` and, in the same place, what has to be refused there. */
const inBackend = (files) =>
  ["convex", "lint/fixtures/convex"].map((folder) => `packages/backend/${folder}/${files}`);
const backendTests = ["tests", "lint/fixtures/tests"].map(
  (folder) => `packages/backend/${folder}/**`,
);

/** How tests wait: for what happens, with a patience that no busy machine exhausts. */
const waits = [
  {
    selector:
      "CallExpression[callee.object.name='vi'][callee.property.name=/^wait/][arguments.length=1]",
    message:
      "TEST_WAIT: this gives up after a second; use expect.poll, whose patience is in the configuration.",
  },
  {
    selector: "Property[key.name='timeout'] > Literal[value<120000]",
    message:
      "TEST_TIMEOUT: a busy machine takes longer; leave the timeout out, or give it two minutes.",
  },
  {
    selector:
      ":matches(CallExpression[callee.name='sleep'], NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout'])",
    message: "TEST_SLEEP: wait for what is to happen, with expect.poll.",
  },
];

export default tseslint.config(
  {
    ignores: [
      "**/_generated/**",
      "**/dist/**",
      "**/.turbo/**",
      "**/routeTree.gen.ts",
      "**/test/fixtures/**",
      "packages/backend/lint/fixtures/**",
    ],
  },
  tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Folders whose texts are clean; the list grows until it is the whole workspace.
    files: ["apps/web/**", "packages/**", "tooling/**", "generators/**", "docs/*.ts"],
    // It quotes the phrases.
    ignores: ["docs/wording.test.ts"],
    plugins: { wording },
    rules: { "wording/words": "error" },
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "**/bench/**", "**/test/**", "**/e2e/**"],
    rules: {
      "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": "off",
      // What comes over the wire is asserted value by value.
      "@typescript-eslint/no-explicit-any": "off",
    },
  },
  // One file of plain data, however much of it there is.
  { files: ["packages/backend/app.design.ts"], rules: { "max-lines": "off" } },
  {
    files: ["**/*.test.ts", "**/*.test.tsx"],
    rules: { "no-restricted-syntax": ["error", ...waits] },
  },
  {
    files: inBackend("**/*.ts"),
    plugins: { "@convex-dev": convexPlugin },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...Object.fromEntries(
        Object.keys(convexPlugin.rules).map((rule) => [`@convex-dev/${rule}`, "error"]),
      ),
      // It cannot see the `access` that our builders require; the manifest test holds every function to it.
      "@convex-dev/require-access-control": "off",
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      ...backendRules,
    },
  },
  ...backendExceptions.map(({ file, rules }) => ({ files: inBackend(file), rules })),
  { files: backendTests, rules: backendTestRules },
  { files: ["apps/web/src/**", "packages/backend/lint/fixtures/web/**"], rules: clientRules },
  {
    // shadcn/ui's components import all of React for its types.
    files: ["apps/web/src/components/ui/**", "apps/web/src/testing/shadcn/**"],
    rules: { "@typescript-eslint/consistent-type-imports": "off" },
  },
  {
    files: [
      "apps/web/src/routes/**",
      "apps/web/src/features/*/{feature,search}.ts",
      "packages/backend/lint/fixtures/web/routes/**",
    ],
    rules: routeRules,
  },
);
