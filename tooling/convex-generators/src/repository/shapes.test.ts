import { memoryTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import { layout } from "./layout.ts";
import { useSettings } from "./settings.ts";
import { shapesModule, shapesPath } from "./shapes.ts";

useSettings({ templates: "/templates", scope: "@acme" });

const tree = memoryTree({
  [layout.validators("notes")]: "",
  [layout.accessOf("invitations")]: "",
  "packages/validators/src/teams/invitations.ts": "",
});

test.each([
  ["notes", "packages/validators/src/notes.ts", "@acme/validators/notes"],
  [
    "invitations",
    "packages/validators/src/teams/invitations.ts",
    "@acme/validators/teams/invitations",
  ],
  ["tickets", "packages/validators/src/tickets.ts", "@acme/validators/tickets"],
])("the shapes of %s are in %s", (table, path, module) => {
  expect(shapesPath(tree, table)).toBe(path);
  expect(shapesModule(path)).toBe(module);
});
