import { memoryTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { namesOfLibraryTables, readAccess } from "./facts.ts";
import { layout } from "./layout.ts";

const imports = 'import { defineSchema } from "convex/server";\n';

describe("access", () => {
  const columns = { own: "ownerId" };
  const grants = { read: { member: "own" } };
  const matrix = (text: string) => `export const accessMatrix = defineAccess(${text});`;
  const roles = { [layout.roles]: 'export const roles = ["member"] as const;' };
  const notes = '{ columns: { own: "ownerId" }, hidden: ["key"], read: { member: "own" } }';

  test.each([
    ["all in one object", matrix(`{ notes: ${notes} }`)],
    ["in a record of the module", `const mine = { notes: ${notes} };\n${matrix("{ ...mine }")}`],
    ["by table", `import { mine as all } from "./access/x.ts";\n${matrix("{ ...all }")}`],
  ])("is read where it stands %s", (_, text) => {
    const record = `export const mine = { notes: ${notes} } as const satisfies AccessMatrix;`;
    const tree = memoryTree({ ...roles, [layout.access]: text, [layout.accessOf("x")]: record });
    expect(readAccess(tree)).toEqual({
      roles: ["member"],
      derived: {},
      tables: { notes: { columns, grants, only: {} } },
    });
  });

  test("of a role that extends another is that of the other, but for what differs", () => {
    const declared = `export const derivedRoles = {
        editor: { extends: "member", grants: { "notes.update": "all" }, without: ["notes.remove"] },
        chief: { extends: "editor" },
      } as const satisfies DerivedRoles;
      export const roles = ["member", ...namesOf(derivedRoles), "admin"] as const;`;
    const own = '{ read: { member: "own" }, update: { chief: "own" }, remove: { member: "own" } }';
    const tree = memoryTree({
      [layout.roles]: declared,
      [layout.access]: matrix(`{ notes: ${own} }`),
    });
    const { roles, derived, tables } = readAccess(tree);
    expect(roles).toEqual(["member", "editor", "chief", "admin"]);
    const parents = Object.entries(derived).map(([role, rule]) => [role, rule.extends]);
    expect(parents).toEqual([
      ["editor", "member"],
      ["chief", "editor"],
    ]);
    expect(tables.notes!.grants).toEqual({
      read: { member: "own", editor: "own", chief: "own" },
      update: { editor: "all", chief: "own" },
      remove: { member: "own" },
    });
  });

  test("that no file of the repository says is refused, with its place", () => {
    const text = `import { mine } from "a-library";\n${matrix("{ ...mine }")}`;
    const tree = memoryTree({ ...roles, [layout.access]: text });
    expect(() => readAccess(tree)).toThrow(/SHAPE_UNSUPPORTED.*no "mine"/);
  });
});

test("tables that the schema takes from a library are those that were recorded, where it takes any", () => {
  // Orders were recorded, and undone since.
  const recorded = { tables: { authAccounts: {}, orders: {} }, functions: { "orders:list": {} } };
  const snapshot = { [layout.snapshot]: JSON.stringify(recorded) };
  const names = (text: string, more: Record<string, string> = snapshot) =>
    namesOfLibraryTables(memoryTree({ [layout.schema]: imports + text, ...more }));
  expect(names("export default defineSchema({ ...authTables, notes: n });")).toEqual([
    "authAccounts",
  ]);
  expect(names("export default defineSchema({ notes: n });")).toEqual([]);
  expect(names("export default defineSchema({ ...authTables });", {})).toEqual([]);
});
