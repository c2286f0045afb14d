import { describe, expect, test } from "vitest";
import { format } from "prettier";
import type { Fragment } from "../model.ts";
import { ROWS_END, ROWS_IGNORED, ROWS_START } from "./docs-rows.ts";
import { addFragments, removeFragments } from "./fragments.ts";

const row = (key: string, about = `All ${key}.`): Fragment => ({
  kind: "docsRow",
  key,
  text: `| \`${key}\` | ${about} |`,
});
const page = (table: string) =>
  `# Entities\n\n${ROWS_START}\n\n${ROWS_IGNORED}\n${table}\n\n${ROWS_END}\n\nMore.\n`;
const empty = page("| Table | What |\n| --- | --- |");

function added(text: string, ...rows: Fragment[]): string {
  const edited = addFragments("entities.md", text, rows);
  expect(addFragments("entities.md", edited.text, rows).added).toEqual([]);
  expect(removeFragments("entities.md", edited.text, edited.added)).toEqual({
    text,
    kept: [],
    changed: [],
  });
  return edited.text;
}

test("rows stand in the order of their keys", () => {
  expect(added(empty, row("tickets"), row("notes", "Short texts."))).toBe(
    page(
      [
        "| Table | What |",
        "| --- | --- |",
        "| `notes` | Short texts. |",
        "| `tickets` | All tickets. |",
      ].join("\n"),
    ),
  );
});

test("a row is a line, and no other line changes: two branches can each add one", () => {
  const before = added(empty, row("a"), row("z", "牛乳 and 👩‍👩‍👧"));
  const lines = added(before, row("m", "1 \\| 2, and much more than the others say")).split("\n");
  expect(lines.filter((line) => !line.startsWith("| `m` |")).join("\n")).toBe(before);
});

test("the formatter leaves the table as it is", async () => {
  const text = added(empty, row("a", "牛乳 and 👩‍👩‍👧"), row("b", "حليب"), row("c", "1 \\| 2"));
  expect(await format(text, { parser: "markdown", printWidth: 100 })).toBe(text);
});

test("a file with CRLF keeps it", () => {
  const text = added(empty.replaceAll("\n", "\r\n"), row("a"));
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
});

test("a table that somebody has aligned takes a row, too", () => {
  const odd = page("| Table | What |\n| :---- | ---- |\n| `x`   | X.   | more |");
  expect(added(odd, row("a"))).toContain(
    "| :---- | ---- |\n| `a` | All a. |\n| `x`   | X.   | more |",
  );
});

test("a row that a person has changed stays, one that is only wider does not", () => {
  const text = added(empty, row("a"), row("b"));
  const changed = text.replace("All a.", "Mine.");
  expect(removeFragments("entities.md", changed, [row("a")]).changed).toEqual([row("a")]);
  const wider = text.replace("| All b. |", "| All b.      |");
  expect(removeFragments("entities.md", wider, [row("b")]).text).toBe(added(empty, row("a")));
});

describe("a file that has no such table is refused", () => {
  test.each([
    ["no marks", "# Entities\n", "it needs"],
    ["one mark", `${ROWS_START}\n`, "it needs"],
    ["marks twice", empty + empty, "it needs"],
    ["marks the wrong way round", `${ROWS_END}\n${ROWS_START}\n`, "it needs"],
    ["nothing between them", page(""), "more or less than a table"],
    ["a text between them", page("| a | b |\n| - | - |\n\nMine."), "more or less than a table"],
    ["another number of columns", page("| a |\n| - |"), "its table has 1 columns, and a row has 2"],
  ])("%s", (_name, text, why) => {
    const add = () => addFragments("entities.md", text, [row("a")]);
    expect(add).toThrow(expect.objectContaining({ exit: 4 }));
    expect(add).toThrow(why);
  });
});
