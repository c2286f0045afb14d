// `pnpm plop design graph`: loaded on demand, with the library that lays out.
import type { RegisteredCommand } from "@groundwork/plop-engine/project";

export const designGraph: RegisteredCommand = {
  command: {
    name: "design graph",
    writes: false,
    usage: "",
    positionals: 0,
    about: "draw the tables of the design, or its flows",
    details:
      "As text, or as an SVG that follows light and dark. `design docs` puts the tables into the schema page.",
    flags: [
      { name: "flows", kind: "switch", about: "the flows with their calls, instead of the tables" },
      { name: "svg", kind: "switch", about: "print an SVG document" },
    ],
    examples: [
      {
        line: "pnpm plop design graph",
        about: "each table, its fields, and where references lead",
      },
      { line: "pnpm -s plop design graph --svg > tables.svg", about: "the same as a picture" },
      { line: "pnpm plop design graph --flows", about: "what people do, by which calls" },
    ],
  },
  run: async (request) => (await import("./command.ts")).drawGraph(request),
};
