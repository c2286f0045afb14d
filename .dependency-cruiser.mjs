// Imports go one way, type imports included: `pnpm imports` refuses a circle of files, and one of folders.
const notOurs = [
  "node_modules",
  "/_generated/",
  "/dist/",
  "/fixtures/",
  "routeTree\\.gen\\.ts$",
  // Nothing imports a test, so none is part of a circle of files; beside its file, it may reach for any folder.
  "\\.test\\.tsx?$",
];

export default {
  forbidden: [
    {
      name: "circle-of-files",
      comment: "Move what both files need to a file that imports neither.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "circle-of-folders",
      comment: "Move what both folders need to a folder that imports from neither.",
      severity: "error",
      scope: "folder",
      from: {},
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
