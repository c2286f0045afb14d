import { expect, test } from "vitest";
import { withRemarks } from "./remarks.ts";

const path = "packages/backend/convex/tables/notes.ts";
const declare = (...indexes: string[]) =>
  `export const noteTables = {\n  notes: defineTable(zodToConvex(note))\n${indexes.map((one) => `    ${one}\n`).join("")}};\n`;
const remark =
  "// eslint-disable-next-line @convex-dev/no-duplicate-indexes -- its rows are in the order of their creation";

test("an index that another one starts with gets its remark, and loses it with that one", () => {
  const [short, long] = ['.index("by_a", ["a"])', '.index("by_a_and_b", ["a", "b"])'];
  const both = withRemarks(path, declare(short, long), "notes");
  expect(both.replace(/\n\s*\n/g, "\n")).toBe(declare(remark, short, long));
  const alone = declare(remark, short);
  expect(withRemarks(path, alone, "notes")).toBe(declare(short));
});

test("an index that is staged is no reason for a remark", () => {
  const text = declare(
    '.index("by_a", ["a"])',
    '.index("by_a_b", { fields: ["a", "b"], staged: true })',
  );
  expect(withRemarks(path, text, "notes")).toBe(text);
});

test("other remarks, and search indexes, stay as they are", () => {
  const text = declare(
    '// Of a person.\n    .index("by_a", ["a"])',
    '.searchIndex("search_b", { searchField: "b", filterFields: ["a", "c"] })',
  );
  expect(withRemarks(path, text, "notes")).toBe(text);
});
