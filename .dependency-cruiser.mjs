// Imports go one way, type imports included: `pnpm imports` refuses a circle of files, and a use of an optional
// feature in the core. Circles of folders are found by docs/check-imports.ts.
import { existsSync } from "node:fs";

import { combining } from "./packages/backend/features/combining.ts";
import { features } from "./packages/backend/features/features.ts";

const webConfig = "apps/web/tsconfig.json";

const notOurs = [
  "node_modules",
  "/_generated/",
  "/dist/",
  "/fixtures/",
  "routeTree\\.gen\\.ts$",
  // Nothing imports a test, so none is part of a circle of files; beside its file, it may reach for any folder.
  "\\.test\\.tsx?$",
];

/** Paths of the features, as one pattern; without any it matches nothing. */
const pattern = (paths) =>
  `^(${["-", ...paths].map((path) => path.replace(/[.$]/g, "\\$&") + (path.endsWith("/") ? "" : "$")).join("|")})`;
const joinsOf = ({ joins = {} }) => Object.values(joins).flat();
const optional = pattern(features.flatMap((feature) => [...feature.files, ...joinsOf(feature)]));

/** A feature imports from the core, from itself, from those that it uses, and joins others in files of their own. */
const featureRules = features.map((feature) => {
  const { name, uses } = feature;
  const others = features.filter((other) => other.name !== name && !uses.includes(other.name));
  return {
    name: `feature-${name}`,
    comment: `Add the feature to "uses" of packages/backend/features/${name}.ts, or list the file in "joins".`,
    severity: "error",
    from: {
      path: pattern(feature.files),
      pathNot: [pattern(features.flatMap(joinsOf)), pattern(combining)],
    },
    to: { path: pattern(others.flatMap(({ files }) => files)) },
  };
});

export default {
  forbidden: [
    {
      name: "core-to-feature",
      comment:
        "Let the feature add its part to a list of the core (docs/guides/features.md), or list the file in packages/backend/features/.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: [optional, pattern(combining)] },
      to: { path: optional },
    },
    ...featureRules,
    {
      name: "page-to-page",
      comment:
        "Move what both features need to apps/web/src/components, lib or session; what the shell shows is in feature.ts.",
      severity: "error",
      from: { path: "^apps/web/src/features/([^/]+)/" },
      to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
    },
    {
      name: "shell-to-feature",
      comment:
        "Let the feature add to the shell in its feature.ts; routes alone name its components.",
      severity: "error",
      from: { path: "^apps/web/src/", pathNot: "^apps/web/src/(features|routes)/" },
      to: { path: "^apps/web/src/features/" },
    },
    {
      name: "circle-of-files",
      comment: "Move what both files need to a file that imports neither.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    // Where `@/` of the web app leads.
    ...(existsSync(webConfig) && { tsConfig: { fileName: webConfig } }),
    exclude: { path: notOurs.join("|") },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".d.ts"],
    },
  },
};
