import { describe, expect, test } from "vitest";
import type { Fragment } from "../plan.ts";
import { addFragments, removeFragments } from "./fragments.ts";

const archive: Fragment = {
  kind: "functionExport",
  key: "archive",
  text: "/** Puts a note away. */\nexport const archive = mutation({\n  args: {},\n});",
};
const block: Fragment = {
  kind: "testBlock",
  key: "archive",
  text: 'describe("archive", () => {\n  test("works", () => {});\n});',
};

function added(text: string, fragment: Fragment): string {
  const edited = addFragments("a.ts", text, [fragment]);
  expect(addFragments("a.ts", edited.text, [fragment]).added).toEqual([]);
  expect(removeFragments("a.ts", edited.text, [fragment])).toEqual({ text, kept: [], changed: [] });
  return edited.text;
}

describe("a function", () => {
  const before = "// A module.\nexport const a = query({});\n";
  const helper = "\n/** Helps. */\nfunction helper() {}\n";

  test("goes after the last export, before the private helpers", () => {
    expect(added(before, archive)).toBe(`${before}\n${archive.text}\n`);
    expect(added(before + helper, archive)).toBe(`${before}\n${archive.text}\n${helper}`);
  });

  test("goes after what a line says of the last export", () => {
    const text = before.replace(";\n", "; // The only one.\n");
    expect(added(text, archive)).toBe(`${text}\n${archive.text}\n`);
  });

  test.each([
    "export function a() {}\n",
    "export async function a() {}\n",
    "const a = 1;\nexport { a };\n",
    'export { a } from "./b";\n',
    "export type A = 1;\n",
    'import { a } from "./a";\n',
    "const a = 1\n",
  ])("goes after %j", (text) => {
    expect(added(text, archive)).toBe(`${text}\n${archive.text}\n`);
  });

  test("goes before a default export", () => {
    const text = "const a = 1;\n\nexport default a;\n";
    expect(added(text, archive)).toBe(`const a = 1;\n\n${archive.text}\n\nexport default a;\n`);
    expect(added(`// What.\nexport default 1;\n`, archive)).toBe(
      `${archive.text}\n\n// What.\nexport default 1;\n`,
    );
  });

  test("is set in as the file is", () => {
    const text = before.replaceAll("\n", "\r\n");
    expect(added(text, archive)).toBe(`${before}\n${archive.text}\n`.replaceAll("\n", "\r\n"));
    const tabs = "export const a = {\n\tb: 1,\n};\n";
    expect(added(tabs, archive)).toBe(`${tabs}\n${archive.text.replace("  args", "\targs")}\n`);
    expect(added(before.trimEnd(), archive)).toBe(`${before}\n${archive.text}`);
  });

  test("is the whole of a module that holds nothing, or only remarks", () => {
    expect(addFragments("a.ts", "", [archive]).text).toBe(`${archive.text}\n`);
    expect(addFragments("a.ts", "// A module.\n", [archive]).text).toBe(
      `// A module.\n\n${archive.text}\n`,
    );
  });

  test.each([
    "export const archive = 1;\n",
    "export function archive() {}\n",
    "export class archive {}\n",
    "const b = 1;\nexport { b as archive };\n",
    "export const archive = 1, b = 2;\n",
  ])("already exists as %j", (text) => {
    expect(addFragments("a.ts", text, [archive])).toEqual({ text, added: [], present: [archive] });
  });

  test("that a person has changed stays, whether in its code or in its remark", () => {
    const { text } = addFragments("a.ts", before, [archive]);
    for (const [from, to] of [
      ["args: {}", "args: { id }"],
      ["a note", "any note"],
      ["/** Puts", "// Mine.\n/** Puts"],
    ] as const) {
      const changed = text.replace(from, to);
      expect(removeFragments("a.ts", changed, [archive])).toEqual({
        text: changed,
        kept: [],
        changed: [archive],
      });
    }
  });

  test("is taken out from between others", () => {
    const { text } = addFragments("a.ts", before + helper, [archive]);
    const grown = text.replace("\n/** Helps", "\nexport const later = 1;\n\n/** Helps");
    expect(removeFragments("a.ts", grown, [archive]).text).toBe(
      `${before}\nexport const later = 1;\n${helper}`,
    );
    expect(removeFragments("a.ts", `${archive.text}\n\nrest();\n`, [archive]).text).toBe(
      "rest();\n",
    );
  });

  test("that is already gone is ignored", () => {
    expect(removeFragments("a.ts", before, [archive])).toEqual({
      text: before,
      kept: [],
      changed: [],
    });
  });
});

describe("a block of tests", () => {
  const start = 'import { test } from "vitest";\n\n';

  test.each([
    'test("a", () => {});\n',
    'describe("a", () => {});\n',
    'describe.each([1])("a %s", () => {});\n',
    'test.each`a`("b", () => {});\n',
    "describe(name, () => {});\n",
  ])("goes after %s", (last) => {
    const helper = "\nfunction helper() {}\n";
    expect(added(start + last + helper, block)).toBe(`${start}${last}\n${block.text}\n${helper}`);
  });

  test("is known by its title", () => {
    const text = `${start}describe("archive", () => {});\n`;
    expect(addFragments("a.test.ts", text, [block]).present).toEqual([block]);
  });
});
