import { describe, expect, test } from "vitest";
import { templateFiles } from "../test/repository.ts";
import { readTables } from "./facts.ts";
import { layout } from "./layout.ts";
import { memoryTree } from "./tree.ts";

const withSchema = (text: string) => memoryTree({ ...templateFiles, [layout.schema]: text });
const imports = 'import { defineSchema } from "convex/server";\n';

describe("the tables", () => {
  test("are those that the schema declares", () => {
    const tree = withSchema(`${imports}export default defineSchema({ notes: n, users: u });`);
    expect(readTables(tree)).toEqual(["notes", "users"]);
  });

  test.each([
    "const a = { notes: n };\nexport default defineSchema({ ...a, drafts: d });",
    'import { people } from "./people";\nexport default defineSchema({ ...people, drafts: d });',
  ])("are those of the access matrix, too, where others are spread: %s", (text) => {
    expect(readTables(withSchema(imports + text))).toEqual(
      expect.arrayContaining(["drafts", "notes", "users"]),
    );
  });
});
