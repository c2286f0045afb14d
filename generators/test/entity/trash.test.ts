// Rows that are kept in a trash: which lists leave them out, and how they go for good.
import { describe, expect, test } from "vitest";
import { readPurgedTables } from "@groundwork/convex-generators/repository/facts";
import { thing } from "./thing.ts";

const fields = ["kind:enum(a,b)+index", "dueOn:day", "words:string(1..80)+search"];
const asked = { trash: true, index: ["kind,dueOn"] };

describe("with a trash", () => {
  test("every list has the mark among its equal fields, and the search among its filters", async () => {
    const { tables, functions } = await thing(fields, asked);
    for (const index of [
      '["deletedAt"]',
      '["kind", "deletedAt"]',
      '["kind", "deletedAt", "dueOn"]',
    ])
      expect(tables).toContain(`, ${index})`);
    expect(tables).toContain('filterFields: ["deletedAt"]');
    expect(functions.match(/\.eq\("deletedAt", undefined\)/g)).toHaveLength(4);
    expect(functions).toContain('.gte("deletedAt", 0)');
  });

  test("rows are marked by who may remove them, and changed while they are live", async () => {
    const { functions } = await thing(fields, asked);
    expect(functions).toContain('await moveToTrash(ctx, "things", id)');
    expect(functions).toContain('await restoreFromTrash(ctx, "things", id)');
    expect(functions).toContain('await getLive(ctx, "things", id)');
    expect(functions).not.toContain('ctx.db.delete("things"');
  });

  test("callers neither give nor change the mark, and the record of the run does not name it", async () => {
    const { shapes, functionsTest } = await thing(fields, asked);
    expect(shapes).toContain("deletedAt: fields.timestamp.optional()");
    expect(functionsTest).toContain('["deletedAt"])("nobody says what %s a new one has"');
  });

  test("a cron removes for good what is in it for long, which others take into account", async () => {
    const { functions, crons, errands } = await thing(fields, asked);
    expect(crons).toContain("internal.things.purge");
    expect(errands).toContain('"things:purge": emptiesTrash("things")');
    const tree = { read: () => functions, list: () => ["things.ts"] };
    expect(readPurgedTables(tree)).toEqual(["things"]);
  });
});

test("a search that callers narrow leaves it out, too", async () => {
  const { functions } = await thing(["kind:enum(a,b)+index", "words:string(1..80)+search"], {
    searchFilter: "kind",
    trash: true,
  });
  expect(functions).toContain('.search("words", args.term).eq("deletedAt", undefined)');
});

test("without one nothing is marked", async () => {
  const { functions, tables, crons } = await thing(fields);
  expect(functions + tables + crons).not.toContain("deletedAt");
});
