import { describe, expect, test } from "vitest";
import { parseModule } from "../reference/syntax.ts";
import type { Change } from "./changes.ts";
import { migrationsIn } from "./migrations.ts";
import { type Facts, entryFor, judge, marksIn, readEntries } from "./notes.ts";

const rows: Change = { of: "rows", name: "users", key: "users.nameKey is required" };
const api: Change = { of: "api", name: "notes:get", key: "notes:get args.a is required" };
const migrations = new Map([
  ["migrations:fillNameKeys", "users"],
  ["migrations:fillTitles", "notes"],
]);

/** What is said of a change by a file of changes, in version 0.2.0. */
function why(change: Change, text: string, more: Partial<Facts> = {}): string | null {
  const facts = {
    entries: readEntries(text),
    version: "0.2.0",
    migrations,
    explained: [],
    ...more,
  };
  const verdict = judge(change, facts);
  return verdict.ok ? null : verdict.why;
}
const under = (version: string, item: string) => `# Changes\n\n## ${version}\n\n- ${item}\n`;

describe("a change of the api", () => {
  test("is explained by an entry that names it", () => {
    expect(why(api, under("0.2.0", `\`${api.key}\`: send it.`))).toBeNull();
  });

  test("is not by one of another change, of another version, or none", () => {
    expect(why(api, "")).toContain("no entry for it under 0.2.0");
    expect(why(api, under("0.2.0", "`notes:get args.b is required`: send it."))).toContain(
      "no entry",
    );
    expect(why(api, under("0.1.0", `\`${api.key}\`: send it.`))).toContain("under 0.1.0");
    expect(why(api, `\`${api.key}\``)).toContain("no entry");
  });

  test("is explained once in a version", () => {
    const explained = [`0.2.0 ${api.key}`];
    const text = under("0.2.0", `\`${api.key}\`: send it.`);
    expect(why(api, text, { explained })).toContain("make a new version");
    expect(why(api, under("0.3.0", `\`${api.key}\`.`), { explained, version: "0.3.0" })).toBeNull();
  });
});

describe("a change of rows", () => {
  const item = (rest: string) => under("0.2.0", `\`${rows.key}\`: ${rest}`);

  test("is explained by the migration that was done before it", () => {
    expect(why(rows, item("`migrations:fillNameKeys` done 2026-12-01"))).toBeNull();
    expect(
      why(rows, item("they have\n  `migrations:fillNameKeys`,\n  done 2026-12-01.")),
    ).toBeNull();
  });

  test("is not without a migration, with one that is not there, or with one of another table", () => {
    const missing = 'names no migration of "users"';
    expect(why(rows, item("done 2026-12-01"))).toContain(missing);
    expect(why(rows, item("`migrations:fillAll` done 2026-12-01"))).toContain(missing);
    expect(why(rows, item("`migrations:fillTitles` done 2026-12-01"))).toContain(missing);
  });

  test("is not by one that is not done", () => {
    expect(why(rows, item("`migrations:fillNameKeys`"))).toContain("when the migration was done");
  });
});

test("anything is explained in a version of which nothing is deployed", () => {
  const text = under("0.2.0", "`everything`: nothing is deployed yet");
  for (const change of [rows, api]) {
    expect(why(change, text, { explained: [`0.2.0 ${change.key}`] })).toBeNull();
    expect(why(change, text.replace("0.2.0", "0.1.0"))).toContain("no entry");
    expect(why(change, under("0.2.0", "`everything` is new"))).toContain("no entry");
  }
});

test("marks are kept as long as an entry explains them", () => {
  const entries = readEntries(under("0.2.0", `\`${api.key}\`: send it.`));
  const explained = [`0.2.0 ${api.key}`, `0.1.0 ${api.key}`, `0.2.0 ${rows.key}`];
  expect(marksIn(JSON.stringify({ explained }), entries)).toEqual([`0.2.0 ${api.key}`]);
  for (const text of [null, "{}", "<<<<<<<"]) expect(marksIn(text, entries)).toEqual([]);
});

test("the printed line explains the change once its blanks are filled in", () => {
  const filled = entryFor(rows).replace("<name>", "fillNameKeys");
  expect(why(rows, `## 0.2.0\n${filled}\n`)).toBeNull();
  expect(why(rows, `## 0.2.0\n${entryFor(rows)}\n`)).not.toBeNull();
  expect(why(api, `## 0.2.0\n${entryFor(api)}\n`)).toBeNull();
});

test("migrations are found with their tables, and nothing else is", () => {
  const source = `export const a = migrations.define({ table: "users", migrateOne: f });
    export const runAll = migrations.runner([a]); const b = define(); const c = { define: 1 };`;
  const modules = [parseModule("migrations.ts", source), parseModule("notes.ts", source)];
  expect([...migrationsIn(modules)]).toEqual([["migrations:a", "users"]]);
});
