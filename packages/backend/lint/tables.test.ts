// @vitest-environment node
// What is said of tables in a file for each area is all combined, and said once: a record that nobody
// spreads says nothing, and of two that name the same table the later one would win without a word.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessMatrix } from "@repo/validators/access";
import { describe, expect, test } from "vitest";
import { references } from "../convex/model/platform/references.ts";
import schema from "../convex/schema.ts";

type Records = Record<string, Record<string, object>>;

const places = {
  tables: join(import.meta.dirname, "..", "convex", "tables"),
  access: join(import.meta.dirname, "..", "..", "validators", "src", "access"),
};

/** What the files of access are made of, and who is named in them. */
const grammar = ["matrix.ts", "roles.ts", "scopes.ts"];

describe.each([
  { what: "tables", folder: places.tables, name: /Tables$/, whole: schema.tables },
  { what: "references", folder: places.tables, name: /References$/, whole: references },
  { what: "access", folder: places.access, name: /Access$/, whole: accessMatrix },
])("the $what", ({ folder, name, whole }) => {
  test("of each file are combined as they stand there", async () => {
    const records = await recordsOf(folder);
    expect(astray(named(records, name), whole)).toEqual([]);
  });

  test("of all files name a table once", async () => {
    expect(twice(named(await recordsOf(folder), name))).toEqual([]);
  });
});

test("a record that nobody combines is found, and a table that stands in two", () => {
  const notes = { notes: { by: 1 } };
  const records = { "a.ts noteTables": notes, "b.ts otherTables": { notes: {}, boxes: {} } };
  expect(astray(records, notes)).toEqual(["b.ts otherTables: notes", "b.ts otherTables: boxes"]);
  expect(twice(records)).toEqual(["notes"]);
});

test("files of tables and access export nothing else", async () => {
  const exported = async (folder: string, name: RegExp) => {
    const records = await recordsOf(folder);
    return Object.keys(records).filter(
      (key) => !grammar.includes(key.split(" ", 1)[0]!) && !name.test(key),
    );
  };
  expect(await exported(places.tables, /(Tables|References)$/)).toEqual([]);
  expect(await exported(places.access, /Access$/)).toEqual([]);
});

/** Every export of the modules of a folder, by file and name. */
async function recordsOf(folder: string): Promise<Records> {
  const records: Records = {};
  for (const file of readdirSync(folder)) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Records;
    for (const [name, record] of Object.entries(module)) records[`${file} ${name}`] = record;
  }
  return records;
}

function named(records: Records, name: RegExp): Records {
  return Object.fromEntries(Object.entries(records).filter(([key]) => name.test(key)));
}

/** What a record says of a table, and the whole does not. */
function astray(records: Records, whole: Record<string, unknown>): string[] {
  return Object.entries(records).flatMap(([key, record]) =>
    Object.entries(record)
      .filter(([table, said]) => whole[table] !== said)
      .map(([table]) => `${key}: ${table}`),
  );
}

function twice(records: Records): string[] {
  const tables = Object.values(records).flatMap(Object.keys);
  return tables.filter((table, at) => tables.indexOf(table) !== at);
}
