import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { templateFiles } from "../repository.ts";
import { readPurgedTables, readTables } from "@groundwork/convex-generators/repository/facts";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { diskTree, memoryTree } from "@groundwork/plop-engine/tree";

const withSchema = (text: string) => memoryTree({ ...templateFiles, [layout.schema]: text });
const imports = 'import { defineSchema } from "convex/server";\n';

describe("the tables", () => {
  test("are those that the schema declares", () => {
    const tree = withSchema(`${imports}export default defineSchema({ notes: n, users: u });`);
    expect(readTables(tree)).toEqual(["notes", "users"]);
  });

  test("of a record that is spread are among them, wherever it is declared", () => {
    const text = `${imports}import { noteTables } from "./tables/notes";
      const own = { drafts: d } satisfies Tables;
      export default defineSchema({ ...noteTables, ...own, users: u });`;
    expect(readTables(withSchema(text))).toEqual(["notes", "drafts", "users"]);
  });

  test.each([
    'import { people } from "a-library";\nexport default defineSchema({ ...people, drafts: d });',
    'import { people } from "./people";\nexport default defineSchema({ ...people, drafts: d });',
    "export default defineSchema({ ...makeTables(), drafts: d });",
  ])("are those of the access matrix, too, where others are spread: %s", (text) => {
    expect(readTables(withSchema(imports + text))).toEqual(
      expect.arrayContaining(["drafts", "notes", "users"]),
    );
  });
});

test("tables that the app empties by itself are found in its own modules", () => {
  const root = join(import.meta.dirname, "../../..");
  const purged = readPurgedTables(diskTree(root));
  expect(purged).toEqual(expect.arrayContaining(["emails", "invitations", "notifications"]));
  expect(purged).not.toContain("notes");
});
