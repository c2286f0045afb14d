import { memoryTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import { layout } from "./layout.ts";
import { shapesModule, shapesPath } from "./shapes.ts";

const tree = memoryTree({
  [layout.validators("notes")]: "",
  [layout.accessOf("invitations")]: "",
  "packages/validators/src/teams/invitations.ts": "",
});

test.each([
  ["notes", "packages/validators/src/notes.ts", "@repo/validators/notes"],
  [
    "invitations",
    "packages/validators/src/teams/invitations.ts",
    "@repo/validators/teams/invitations",
  ],
  ["tickets", "packages/validators/src/tickets.ts", "@repo/validators/tickets"],
])("the shapes of %s are in %s", (table, path, module) => {
  expect(shapesPath(tree, table)).toBe(path);
  expect(shapesModule(path)).toBe(module);
});
