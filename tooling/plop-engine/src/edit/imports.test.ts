import { describe, expect, test } from "vitest";
import type { Fragment } from "../plan.ts";
import { addFragments, removeFragments } from "./fragments.ts";
import { importFragments } from "./import-names.ts";

/** The module with the import added; taking it out again has to give the module back. */
function added(text: string, statement: string): string {
  const fragments = importFragments(statement);
  const edited = addFragments("a.ts", text, fragments);
  expect(addFragments("a.ts", edited.text, fragments).added).toEqual([]);
  expect(removeFragments("a.ts", edited.text, edited.added)).toEqual({
    text,
    kept: [],
    changed: [],
  });
  return edited.text;
}

test("an import is one fragment for each name", () => {
  const fragment = (key: string, text: string): Fragment => ({ kind: "import", key, text });
  expect(importFragments('import a, { b, type C, d as e } from "./f";')).toEqual([
    fragment("./f#default as a", 'import a from "./f";'),
    fragment("./f#b", 'import { b } from "./f";'),
    fragment("./f#C", 'import type { C } from "./f";'),
    fragment("./f#d as e", 'import { d as e } from "./f";'),
  ]);
  expect(importFragments('import * as g from "h"; import "./i.css";')).toEqual([
    fragment("h#* as g", 'import * as g from "h";'),
    fragment("./i.css", 'import "./i.css";'),
  ]);
});

describe("into an import from the same module", () => {
  test.each([
    ['import { a, c } from "m";\n', "import { b }", 'import { a, b, c } from "m";\n'],
    ['import { b } from "m";\n', "import { a }", 'import { a, b } from "m";\n'],
    ['import { a } from "m";\n', "import { b }", 'import { a, b } from "m";\n'],
    ['import { c, a } from "m";\n', "import { b }", 'import { c, a, b } from "m";\n'],
    ['import { B, a } from "m";\n', "import { C }", 'import { B, C, a } from "m";\n'],
    ['import {a} from "m";\n', "import { b }", 'import {a, b} from "m";\n'],
    ['import { a, } from "m";\n', "import { b }", 'import { a, b, } from "m";\n'],
    ['import { a } from "m";\n', "import type { B }", 'import { type B, a } from "m";\n'],
    [
      'import { a, z, type B } from "m";\n',
      "import type { C }",
      'import { a, z, type B, type C } from "m";\n',
    ],
    ['import type { A } from "m";\n', "import type { B }", 'import type { A, B } from "m";\n'],
    ['import d, { a } from "m";\n', "import { b }", 'import d, { a, b } from "m";\n'],
    ['import { a as x } from "m";\n', "import { b as y }", 'import { a as x, b as y } from "m";\n'],
    [
      "import {\n  a, // One.\n  c,\n} from 'm'\n",
      "import { b }",
      "import {\n  a, // One.\n  b,\n  c,\n} from 'm'\n",
    ],
  ])("%j", (before, names, after) => {
    expect(added(before, `${names} from "m";`)).toBe(after);
  });

  test("breaks the line where it gets too long, and joins it again", () => {
    const names = ["a", "b", "c"].map((letter) => letter.repeat(24));
    const before = `import { ${names.join(", ")} } from "m";\n`;
    const after = `import {\n${[...names, "d"].map((name) => `  ${name},\n`).join("")}} from "m";\n`;
    expect(added(before, 'import { d } from "m";')).toBe(before.replace(" }", ", d }"));
    const longer = before.replace('"m"', '"mm"');
    expect(added(longer, 'import { d } from "mm";')).toBe(after.replace('"m"', '"mm"'));
  });
});

describe("an import of its own", () => {
  const packages = 'import { a } from "a";\nimport { c } from "c";\n';
  const own = 'import { d } from "./d";\nimport { f } from "./f";\n';

  test("goes in order among its like", () => {
    const text = `// What this is.\n${packages}${own}\nuse(a, c, d, f);\n`;
    const after = (line: string) => text.replace(line, `${line}NEW\n`);
    const put = (statement: string) => added(text, statement).replace(statement, "NEW");
    expect(put('import { b } from "b";')).toBe(after('import { a } from "a";\n'));
    expect(put('import { x } from "x";')).toBe(after('import { c } from "c";\n'));
    expect(put('import { x } from "a-first";')).toBe(after('import { a } from "a";\n'));
    expect(put('import { x } from "@repo/x";')).toBe(after("// What this is.\n"));
    expect(put('import { x } from "../x";')).toBe(after('import { c } from "c";\n'));
    expect(put('import { e } from "./e";')).toBe(after('import { d } from "./d";\n'));
    expect(put('import { g } from "./g";')).toBe(after('import { f } from "./f";\n'));
  });

  test("keeps blank lines between groups where they are", () => {
    const text = `${packages}\n${own}`;
    expect(added(text, 'import { x } from "./a";')).toBe(
      `${packages}\nimport { x } from "./a";\n${own}`,
    );
    expect(added(text, 'import { x } from "x";')).toBe(
      `${packages}import { x } from "x";\n\n${own}`,
    );
  });

  test("goes after the last that comes before it where they are in no order, and after the others where it is the first", () => {
    const mixed = 'import "d";\nimport "a";\nimport "z";\n';
    expect(added(mixed, 'import "b";')).toBe(
      'import "d";\nimport "a";\nimport "b";\nimport "z";\n',
    );
    const text = 'import "c";\nimport "a";\n\nuse();\n';
    expect(added(text, 'import "b";')).toBe('import "c";\nimport "a";\nimport "b";\n\nuse();\n');
    expect(added(text, 'import "./b";')).toBe(
      'import "c";\nimport "a";\nimport "./b";\n\nuse();\n',
    );
    expect(added(own, 'import "b";')).toBe(`import "b";\n${own}`);
  });

  test("does not come between an import and the remark above it", () => {
    const text = 'import "a";\n// eslint-disable-next-line some-rule\nimport "c";\n';
    expect(added(text, 'import "b";')).toBe(
      'import "a";\nimport "b";\n// eslint-disable-next-line some-rule\nimport "c";\n',
    );
    const first = '// @ts-expect-error untyped\nimport "c";\n';
    expect(added(first, 'import "b";')).toBe(`import "b";\n${first}`);
  });

  test("does not go into an import of all, or of a default", () => {
    expect(added('import * as m from "m";\n', 'import { a } from "m";')).toBe(
      'import * as m from "m";\nimport { a } from "m";\n',
    );
    expect(added('import m from "m";\n', 'import { a } from "m";')).toBe(
      'import m from "m";\nimport { a } from "m";\n',
    );
    expect(added('import type { A } from "m";\n', 'import { a } from "m";')).toBe(
      'import type { A } from "m";\nimport { a } from "m";\n',
    );
  });

  test("may be of all, of a default, or of no name", () => {
    for (const statement of ['import * as z from "z";', 'import z from "z";', 'import "z";']) {
      expect(added(packages, statement)).toBe(`${packages}${statement}\n`);
    }
  });

  test("is quoted and ended as the others are", () => {
    const text = "import { a } from 'a'\n\nuse(a)\n";
    expect(added(text, 'import { b } from "b";')).toBe(
      "import { a } from 'a'\nimport { b } from 'b'\n\nuse(a)\n",
    );
    expect(added(text.replaceAll("\n", "\r\n"), 'import { b } from "b";')).toBe(
      "import { a } from 'a'\r\nimport { b } from 'b'\r\n\r\nuse(a)\r\n",
    );
  });
});

describe("the first import of a module", () => {
  test.each([
    ["use();\n", "NEW\n\nuse();\n"],
    ["// What this is.\nuse();\n", "// What this is.\nNEW\n\nuse();\n"],
    ["// What this is.\n\nuse();\n", "// What this is.\nNEW\n\nuse();\n"],
    ["/** Of the function. */\nuse();\n", "NEW\n\n/** Of the function. */\nuse();\n"],
    ['"use node";\nuse();\n', '"use node";\nNEW\n\nuse();\n'],
    ['"use node";\n\nuse();\n', '"use node";\nNEW\n\nuse();\n'],
    ["#!/usr/bin/env node\nuse();\n", "#!/usr/bin/env node\nNEW\n\nuse();\n"],
    ["// Nothing yet.\n", "// Nothing yet.\nNEW\n"],
    ["", "NEW\n"],
  ])("%j", (before, after) => {
    const statement = 'import { a } from "a";';
    const edited = addFragments("a.ts", before, importFragments(statement));
    expect(edited.text).toBe(after.replace("NEW", statement));
  });
});

describe("an import that is there", () => {
  test("is not added again", () => {
    const text = 'import { a, type B } from "m";\nimport * as n from "n";\n';
    const fragments = importFragments('import { a, type B } from "m"; import * as n from "n";');
    expect(addFragments("a.ts", text, fragments)).toEqual({ text, added: [], present: fragments });
  });

  test("as a value will do where a type is asked for, but not the other way", () => {
    const [value] = importFragments('import { a } from "m";');
    const [type] = importFragments('import type { a } from "m";');
    expect(addFragments("a.ts", 'import { a } from "m";', [type!]).added).toEqual([]);
    expect(() => addFragments("a.ts", 'import type { a } from "m";', [value!])).toThrow(
      'cannot edit a.ts: "a" is imported as a type only',
    );
  });

  test.each([
    'import { a } from "other";',
    'import { b as a } from "m";',
    "const a = 1;",
    "export const { x: a } = y;",
    "export function a() {}",
    "class a {}",
    "type a = 1;",
    "interface a {}",
    "enum a {}",
  ])("of the same name, from elsewhere, is a conflict: %s", (statement) => {
    const add = () => addFragments("a.ts", statement, importFragments('import { a } from "m";'));
    expect(add).toThrow(expect.objectContaining({ exit: 3 }));
    expect(add).toThrow('NAME_TAKEN: a.ts has another "a", so');
  });
});

describe("an import is taken out", () => {
  const fragments = importFragments('import { a } from "m";');

  test.each([
    "a();",
    "const x: a = 1;",
    "const x = { a };",
    "export { a };",
    "const x = y[a];",
    "type X = typeof a;",
  ])("unless the module uses the name: %s", (statement) => {
    const text = `import { a } from "m";\n\n${statement}\n`;
    expect(removeFragments("a.ts", text, fragments)).toEqual({
      text,
      kept: fragments,
      changed: [],
    });
  });

  test.each(["x.a();", "const x = { a: 1 };", "type X = { a: 1 };", 'const x = "a"; // a'])(
    "where the name only looks the same: %s",
    (statement) => {
      const { text } = removeFragments("a.ts", `import { a } from "m";\n${statement}\n`, fragments);
      expect(text).toBe(`${statement}\n`);
    },
  );

  test("from JSX, too", () => {
    const text = 'import { A } from "m";\nexport const b = <A />;\n';
    const kept = importFragments('import { A } from "m";');
    expect(removeFragments("a.tsx", text, kept).kept).toEqual(kept);
    const plain = text.replace("<A />", "<b A />");
    expect(removeFragments("a.tsx", plain, kept).text).toBe("export const b = <b A />;\n");
  });

  test.each([
    ['import d, { a } from "m";\n', 'import d from "m";\n'],
    ['import { a, b } from "m";\n', 'import { b } from "m";\n'],
    ['import { b, a } from "m";\n', 'import { b } from "m";\n'],
    ['import { a } from "m"; use();\n', " use();\n"],
    ['import { a } from "m"; // Why.\n', " // Why.\n"],
    ['use();\nimport { a } from "m";', "use();\n"],
    ['import {\n  a, // One.\n  b,\n} from "m";\n', 'import {\n  // One.\n  b,\n} from "m";\n'],
  ])("of %j", (before, after) => {
    expect(removeFragments("a.ts", before, fragments).text).toBe(after);
  });

  test("where it is the default beside others", () => {
    const [other] = importFragments('import d from "m";');
    const remove = (text: string) => removeFragments("a.ts", text, [other!]).text;
    expect(remove('import d, { a } from "m";\n')).toBe('import { a } from "m";\n');
    expect(remove('import d, * as m from "m";\n')).toBe('import * as m from "m";\n');
  });

  test("not where it became another: as a type it is changed", () => {
    const text = 'import type { a } from "m";\n';
    expect(removeFragments("a.ts", text, fragments).changed).toEqual(fragments);
  });
});
