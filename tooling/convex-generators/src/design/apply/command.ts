// The command lines of `pnpm plop design apply` and `pnpm plop design plan`.
import type { Command, Flag } from "@groundwork/plop-engine/command";

const webFlag: Flag = {
  name: "web",
  kind: "switch",
  about: "give every entity a page in the web app",
};

export const designApplyCommand: Command = {
  name: "design apply",
  writes: true,
  usage: "",
  positionals: 0,
  about: "make the backend what packages/backend/app.design.ts says",
  details:
    "Tables, functions, roles, schedules and the rest are written as the generators write them, in one run that is undone\n" +
    "at once. What generators made before is changed where the design has changed, field by field, with migrations in two\n" +
    "phases. Code that people wrote is not touched: where it differs, the run is refused and says what to change.\n" +
    "Nothing is deleted that only the code has.",
  flags: [webFlag],
  examples: [
    { line: "pnpm plop design apply", about: "writes what the code lacks" },
    { line: "pnpm plop design apply --web", about: "the same, with a page for every entity" },
    { line: "pnpm plop design apply --diff", about: "shows every line first" },
  ],
};

export const designPlanCommand: Command = {
  name: "design plan",
  writes: false,
  usage: "",
  positionals: 0,
  about: "list what `design apply` would change, and what each change asks of rows and clients",
  details:
    "Each line is marked: safe, migration (rows that exist are filled in or cleaned up first), or breaking (clients or\n" +
    "rows may rely on what changes). What only the code has is listed, too: `pnpm plop remove` takes it away.",
  flags: [webFlag],
  examples: [
    {
      line: "pnpm plop design plan",
      about: "lists the changes, each with its place in the design",
    },
    { line: "pnpm plop design plan --web", about: "as `design apply --web` would" },
    { line: "pnpm plop design plan --json", about: "the same for programs" },
  ],
};
