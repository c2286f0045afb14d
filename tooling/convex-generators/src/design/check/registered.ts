// `pnpm plop design check`: loaded on demand.
import type { RegisteredCommand } from "@groundwork/plop-engine/project";

export const designCheck: RegisteredCommand = {
  command: {
    name: "design check",
    writes: false,
    usage: "[file]",
    positionals: 1,
    about: "hold the design against itself and against the code, and list what is wrong",
    details:
      "Each finding is file:line:column, a code and a sentence; `pnpm plop explain <code>` says more. First the design\n" +
      "itself: what no generator would make, roles, states, flows, criteria. Once that is right, it is compared with the\n" +
      "code. Errors exit with 6; warnings do not, unless --strict. The file is packages/backend/app.design.ts, or another\n" +
      "one; one that ends in .json is the same data as JSON.",
    flags: [
      {
        name: "from",
        kind: "text",
        value: "<file|->",
        about: "read the design as JSON from a file or stdin; `schema design` describes it",
      },
      {
        name: "no-code",
        kind: "switch",
        about: "check the design alone, whose code is not written yet",
      },
      { name: "strict", kind: "switch", about: "warnings are errors: all of the code is designed" },
    ],
    examples: [
      { line: "pnpm plop design check", about: "checks the design of this repository" },
      {
        line: "pnpm plop design check --no-code",
        about: "before it is applied for the first time",
      },
      {
        line: "pnpm plop design check --strict --json",
        about: "the same for programs, and in full",
      },
    ],
  },
  run: async (request) => (await import("./command.ts")).check(request),
};
