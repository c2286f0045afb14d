// Imports go one way, type imports included: `pnpm imports` refuses a circle of files, and one of folders.
// docs/decisions/0019-imports-go-one-way.md says why, and where folders do not hold to it yet.
const notOurs = [
  "node_modules",
  "/_generated/",
  "/dist/",
  "/fixtures/",
  "routeTree\\.gen\\.ts$",
  // Nothing imports a test, so none is part of a circle of files; beside its file, it may reach for any folder.
  "\\.test\\.tsx?$",
];

// A package whose folders import one way comes off this list.
const circlesLeft = {
  files: [],
  folders: ["packages/backend/", "tooling/dev-server/", "tooling/plop-engine/", "generators/"],
};

/** @param {string[]} folders that are let off */
const notIn = (folders) => ({ pathNot: `^(${folders.join("|")})` });

export default {
  forbidden: [
    {
      name: "circle-of-files",
      comment: "Move what both files need to a file that imports neither.",
      severity: "error",
      from: notIn(circlesLeft.files),
      to: { circular: true },
    },
    {
      name: "circle-of-folders",
      comment: "Move what both folders need to a folder that imports from neither.",
      severity: "error",
      scope: "folder",
      from: notIn(circlesLeft.folders.map((folder) => folder.replace(/\/$/, "(/|$)"))),
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: notOurs.join("|") },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".d.ts"],
    },
  },
};
