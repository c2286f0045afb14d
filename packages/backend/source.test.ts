// @vitest-environment node
// Rules over the source of the backend: no index that nothing reads, no code of an error that nothing
// throws or no test expects.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { authTables } from "@convex-dev/auth/server";
import { errorCodes } from "@repo/validators/errors";
import { describe, expect, test } from "vitest";
import { references } from "./convex/references.ts";
import { type ExportedTable, exportedTables } from "./reference/exported-schema.ts";
import { codesThrown } from "./reference/facts.ts";
import { type IndexUse, indexUses } from "./reference/reads.ts";
import { parseModules, pushedFiles } from "./reference/syntax.ts";

const convex = join(import.meta.dirname, "convex");
const modules = parseModules(convex, pushedFiles(convex));

describe("indexes", () => {
  test("are each read by a function, or by the library that asks for them", () => {
    expect(unusedIndexes(exportedTables(), indexUses(modules))).toEqual([]);
  });

  test("that nothing reads are found", () => {
    const [notes] = exportedTables().filter(({ tableName }) => tableName === "notes");
    const extra = { indexDescriptor: "by_title", fields: ["title"] };
    const search = { indexDescriptor: "search_body", searchField: "body", filterFields: [] };
    const changed = { ...notes!, indexes: [...notes!.indexes, extra], searchIndexes: [search] };
    const unused = ["notes.by_title", "notes.search_body"];
    expect(unusedIndexes([changed], indexUses(modules))).toEqual(unused);
  });
});

describe("the codes of errors", () => {
  test("are each thrown, and there are no others", () => {
    expect(codesThrown(modules)).toEqual([...errorCodes].sort());
  });

  test.each(errorCodes)("%s is expected by a test of the functions", (code) => {
    const names = readdirSync(convex, { recursive: true, encoding: "utf8" });
    const tests = names.filter((name) => name.endsWith(".test.ts"));
    const texts = tests.map((name) => readFileSync(join(convex, name), "utf8"));
    expect(texts.some((text) => text.includes(`"${code}"`))).toBe(true);
  });
});

/** Indexes that neither a function, nor the auth library, nor the removal of a row reads. */
function unusedIndexes(tables: readonly ExportedTable[], uses: readonly IndexUse[]): string[] {
  const read = new Set([
    ...uses.map(({ table, index }) => `${table}.${index}`),
    ...readElsewhere(),
  ]);
  return tables
    .flatMap(({ tableName, indexes, searchIndexes, vectorIndexes }) =>
      [...indexes, ...searchIndexes, ...vectorIndexes].map(
        ({ indexDescriptor }) => `${tableName}.${indexDescriptor}`,
      ),
    )
    .filter((index) => !read.has(index));
}

function readElsewhere(): string[] {
  const ofLibrary = Object.entries(authTables).flatMap(([table, definition]) =>
    definition[" indexes"]().map(({ indexDescriptor }) => `${table}.${indexDescriptor}`),
  );
  // Removing a row finds those that refer to it, by an index that starts with the field.
  const ofReferences = Object.entries(references).flatMap(([table, fields]) =>
    Object.keys(fields).map((field) => `${table}.by_${field}`),
  );
  return [...ofLibrary, ...ofReferences];
}
