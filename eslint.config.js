// The one ESLint configuration of the workspace. Each package runs it on its own folder.
import convexPlugin from "@convex-dev/eslint-plugin";
import tseslint from "typescript-eslint";

/** Backend functions are made by our builders, which carry the access check. */
const restrictedBackendImports = [
  {
    group: ["**/_generated/server", "./_generated/server"],
    importNames: [
      "query",
      "mutation",
      "action",
      "internalQuery",
      "internalMutation",
      "internalAction",
    ],
    message: "Import the builders from ./functions: they require `access` and `returns`.",
  },
  {
    group: ["convex/server"],
    importNames: ["queryGeneric", "mutationGeneric", "actionGeneric"],
    message: "Import the builders from ./functions: they require `access` and `returns`.",
  },
];

/** Reads that grow with the table, and calls that queries and mutations may not make. */
const restrictedBackendSyntax = [
  {
    selector: "CallExpression[callee.property.name='collect'][arguments.length=0]",
    message: "A list is bounded: use .paginate(), .take(n) or .unique().",
  },
  {
    selector:
      "CallExpression[callee.property.name='filter'][callee.object.callee.property.name='query']",
    message: "Filtering scans the table: read through .withIndex().",
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
    files: ["**/*.test.ts", "**/*.test.tsx", "**/bench/**", "**/test/**", "**/e2e/**"],
    rules: {
      "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": "off",
      // What comes over the wire is asserted value by value.
      "@typescript-eslint/no-explicit-any": "off",
    },
  },
  {
    files: ["packages/backend/convex/**/*.ts"],
    ignores: ["**/*.test.ts", "**/testing.setup.ts"],
    plugins: { "@convex-dev": convexPlugin },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...Object.fromEntries(
        Object.keys(convexPlugin.rules).map((rule) => [`@convex-dev/${rule}`, "error"]),
      ),
      // It cannot see the `access` that our builders require; the manifest test holds every function to it.
      "@convex-dev/require-access-control": "off",
      "no-restricted-syntax": ["error", ...restrictedBackendSyntax],
    },
  },
  {
    files: ["packages/backend/convex/**/*.ts"],
    ignores: ["**/functions.ts", "**/*.test.ts", "**/testing.setup.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: restrictedBackendImports }],
    },
  },
);
