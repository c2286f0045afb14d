// Every shape that the object of an edited file may have, and what an added property makes of it.
import { describe, expect, test } from "vitest";
import { type Fragment, GeneratorError } from "../plan.ts";
import { addFragments, readFragment, removeFragments } from "./fragments.ts";
import { parseModule } from "./source.ts";
import { missingToken, tokensOf } from "./tokens.ts";

const table: Fragment = { kind: "schemaTable", key: "tickets", text: "tickets: t" };

/** The files that have such an object, and how it stands in them. */
const files: [Fragment["kind"], string, (object: string) => string][] = [
  [
    "schemaTable",
    "schema.ts",
    (object) =>
      `import { defineSchema } from "convex/server";\n\nexport default defineSchema(${object});\n`,
  ],
  [
    "accessRow",
    "access.ts",
    (object) =>
      `export function defineAccess(m: object) {\n  return m;\n}\n\nexport const accessMatrix = defineAccess(${object});\n`,
  ],
  [
    "reference",
    "references.ts",
    (object) =>
      `const defineReferences = (m) => m;\n\nexport const all = defineReferences(${object});\n`,
  ],
  [
    "accessTest",
    "access.test.ts",
    (object) => `const written: Record<string, object> = ${object};\n\ntest("x", () => {});\n`,
  ],
  [
    "rateLimit",
    "rateLimits.ts",
    (object) => `export const rateLimits = ${object} satisfies Record<string, object>;\n`,
  ],
  ["rowName", "names.ts", (object) => `const nameFields = ${object} as const satisfies object;\n`],
];

/** Name, object before, object after. What is expected to be gone by `remove` is the first again. */
const shapes: [string, string, string][] = [
  ["a trailing comma", "{\n  a: 1,\n}", "{\n  a: 1,\n  tickets: t,\n}"],
  ["no trailing comma", "{\n  a: 1\n}", "{\n  a: 1,\n  tickets: t\n}"],
  ["a remark after the last comma", "{\n  a: 1, // one\n}", "{\n  a: 1, // one\n  tickets: t,\n}"],
  [
    "a remark where a comma is missing",
    "{\n  a: 1 // one\n}",
    "{\n  a: 1, // one\n  tickets: t\n}",
  ],
  [
    "a remark before the comma",
    "{\n  a: 1 /* one, */,\n}",
    "{\n  a: 1 /* one, */,\n  tickets: t,\n}",
  ],
  [
    "a comma on a line of its own",
    "{\n  a: 1 // one\n  ,\n}",
    "{\n  a: 1 // one\n  ,\n  tickets: t,\n}",
  ],
  [
    "a remark below the last property",
    "{\n  a: 1,\n  // More to come.\n}",
    "{\n  a: 1,\n  tickets: t,\n  // More to come.\n}",
  ],
  [
    "a remark over two lines after the last property",
    "{\n  a: 1, /* one\n  and only */\n}",
    "{\n  a: 1, /* one\n  and only */\n  tickets: t,\n}",
  ],
  ["nothing but a remark", "{\n  // None yet.\n}", "{\n  // None yet.\n  tickets: t,\n}"],
  ["one line", "{ a: 1 }", "{ a: 1, tickets: t }"],
  ["one line without space", "{a: 1}", "{a: 1, tickets: t}"],
  ["one line with a trailing comma", "{ a: 1, }", "{ a: 1, tickets: t, }"],
  ["one line with a remark", "{ a: 1 /* one */ }", "{ a: 1 /* one */, tickets: t }"],
  ["nothing", "{}", "{\n  tickets: t,\n}"],
  ["a spread first", "{\n  ...more,\n  a: 1,\n}", "{\n  ...more,\n  a: 1,\n  tickets: t,\n}"],
  ["a spread last", "{\n  a: 1,\n  ...more,\n}", "{\n  a: 1,\n  ...more,\n  tickets: t,\n}"],
  ["only a spread", "{ ...more }", "{ ...more, tickets: t }"],
  ["quoted names", '{\n  "a": 1,\n}', '{\n  "a": 1,\n  tickets: t,\n}'],
  [
    "names that are computed",
    "{\n  [name()]: 1,\n  a: 2,\n}",
    "{\n  [name()]: 1,\n  a: 2,\n  tickets: t,\n}",
  ],
  [
    "brackets inside texts, patterns, templates and remarks",
    '{\n  a: f("}", /[}]/, `}${"}"}`), // }\n  /* } */\n}',
    '{\n  a: f("}", /[}]/, `}${"}"}`), // }\n  tickets: t,\n  /* } */\n}',
  ],
  [
    "two properties on a line",
    "{\n  a: 1, b: 2,\n  c: 3,\n}",
    "{\n  a: 1, b: 2,\n  c: 3,\n  tickets: t,\n}",
  ],
  [
    "the closing bracket behind the last property",
    "{\n  a: 1,\n  b: 2 }",
    "{\n  a: 1,\n  b: 2, tickets: t }",
  ],
  [
    "values over several lines",
    "{\n  a: f()\n    .g(),\n}",
    "{\n  a: f()\n    .g(),\n  tickets: t,\n}",
  ],
  ["deep indentation", "{\n      a: 1,\n    }", "{\n      a: 1,\n      tickets: t,\n    }"],
  ["emoji before the place", '{\n  a: "👩‍👩‍👧 🎉",\n}', '{\n  a: "👩‍👩‍👧 🎉",\n  tickets: t,\n}'],
  [
    "methods and getters",
    "{\n  a() {},\n  get b() {\n    return 1;\n  },\n}",
    "{\n  a() {},\n  get b() {\n    return 1;\n  },\n  tickets: t,\n}",
  ],
];

describe("a record that is spread", () => {
  const record = (name: string): Fragment => ({
    kind: "schemaTable",
    key: `...${name}`,
    text: `...${name}`,
  });

  test.each([
    ["{}", "{\n  ...fTables,\n}"],
    ["{\n  a: 1,\n}", "{\n  ...fTables,\n  a: 1,\n}"],
    [
      "{\n  ...eTables,\n  ...gTables,\n  a: 1,\n}",
      "{\n  ...eTables,\n  ...fTables,\n  ...gTables,\n  a: 1,\n}",
    ],
    ["{\n  ...make(),\n  ...eTables,\n}", "{\n  ...make(),\n  ...eTables,\n  ...fTables,\n}"],
    [
      "{\n  a: 1,\n  ...eTables,\n  b: 1,\n}",
      "{\n  a: 1,\n  ...eTables,\n  ...fTables,\n  b: 1,\n}",
    ],
  ])("goes among others of its kind, before the tables by themselves: %s", (before, after) => {
    const imports = 'import { defineSchema } from "convex/server";\n\n';
    const text = `${imports}export default defineSchema(${before});\n`;
    const edited = addFragments("schema.ts", text, [record("fTables")]);
    expect(edited.text).toBe(`${imports}export default defineSchema(${after});\n`);
    expect(addFragments("schema.ts", edited.text, [record("fTables")]).added).toEqual([]);
    expect(removeFragments("schema.ts", edited.text, [record("fTables")]).text).toBe(text);
  });
});

const spellings: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["with CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["with a byte order mark", (text) => "\ufeff" + text],
  ["with tabs", (text) => text.replaceAll("  ", "\t")],
  ["without a last line end", (text) => text.trimEnd()],
  ["below emoji", (text) => `// 🎉\n${text}`],
];

describe.each(files)("%s", (kind, path, module) => {
  const fragment = { ...table, kind };

  describe.each(spellings)("%s", (spelling, spelt) => {
    // A file without any indentation does not tell that it would use tabs.
    const told = shapes.filter(([, before]) => spelling !== "with tabs" || before.includes("  "));

    test.each(told)("%s", (_name, before, after) => {
      const start = spelt(module(before));
      const { text, added } = addFragments(path, start, [fragment]);
      expect(text).toBe(spelt(module(after)));
      expect(added).toEqual([fragment]);

      const words = (text: string) => tokensOf(parseModule(path, text));
      expect(missingToken(words(text), words(start))).toBeNull();
      expect(addFragments(path, text, [fragment])).toEqual({
        text,
        added: [],
        present: [fragment],
      });
      expect(readFragment(path, text, fragment)).toBe(fragment.text);
      expect(removeFragments(path, text, [fragment])).toEqual({
        text: start,
        kept: [],
        changed: [],
      });
    });
  });
});

describe("a call is found", () => {
  test.each([
    ["with a second argument", "defineSchema({\n  a: 1,\n}, { schemaValidation: false })"],
    ["with type arguments", "defineSchema<Some, true>({\n  a: 1,\n})"],
    ["with `satisfies`", "defineSchema({\n  a: 1,\n} satisfies Tables)"],
    ["with `as const`", "defineSchema({\n  a: 1,\n} as const)"],
    ["with parentheses", "(defineSchema)(({\n  a: 1,\n}))"],
    ["inside another call", "wrap(defineSchema({\n  a: 1,\n}))"],
  ])("%s", (_name, call) => {
    const text = `import { defineSchema } from "convex/server";\nexport default ${call};\n`;
    expect(added(text)).toBe(text.replace("  a: 1,\n", "  a: 1,\n  tickets: t,\n"));
  });

  test.each([
    ["by another name", 'import { defineSchema as ds } from "convex/server";', "ds"],
    ["on the whole module", 'import * as server from "convex/server";', "server.defineSchema"],
    ["by a quoted name", 'import * as server from "convex/server";', 'server["defineSchema"]'],
    [
      "in single quotes, without semicolons",
      "import { defineSchema } from 'convex/server'",
      "defineSchema",
    ],
  ])("imported %s", (_name, statement, callee) => {
    const end = statement.endsWith(";") ? ";" : "";
    const text = `${statement}\n\nconst schema = ${callee}({\n  a: 1,\n})${end}\nexport default schema${end}\n`;
    expect(added(text)).toBe(text.replace("  a: 1,\n", "  a: 1,\n  tickets: t,\n"));
  });

  test.each([
    ["", ""],
    [" with `satisfies`", " satisfies Tables"],
    [" with `as const`", " as const"],
  ])("whose argument is a variable%s", (_name, remark) => {
    const text = `import { defineSchema } from "convex/server";\nconst tables = {\n  a: 1,\n}${remark};\nexport default defineSchema(tables);\n`;
    expect(added(text)).toBe(text.replace("  a: 1,\n", "  a: 1,\n  tickets: t,\n"));
  });
});

describe("a property that already exists is left as it is", () => {
  test.each([
    ["by its name", "export default defineSchema({ tickets: other })"],
    ["in quotes", 'export default defineSchema({ "tickets": other })'],
    ["in brackets", 'export default defineSchema({ ["tickets"]: other })'],
    ["by shorthand", "export default defineSchema({ tickets })"],
    [
      "in an object that is spread",
      "const own = { tickets: 1 };\nexport default defineSchema({ ...own, a: 1 })",
    ],
    [
      "where we cannot follow, in our words",
      "const make = () => ({ tickets: t });\nexport default defineSchema(make())",
    ],
  ])("%s", (_name, code) => {
    const text = `import { defineSchema } from "convex/server";\n${code};\n`;
    expect(addFragments("schema.ts", text, [table])).toEqual({ text, added: [], present: [table] });
  });
});

describe("a shape that we cannot edit is refused, with the lines to paste", () => {
  const imported = 'import { defineSchema } from "convex/server";\n';

  test.each([
    [
      "a call as the argument",
      `${imported}export default defineSchema(make());`,
      "the argument of defineSchema() is not an object literal (line 2)",
    ],
    [
      "a choice as the argument",
      `${imported}export default defineSchema(a ? {} : {});`,
      "is not an object literal (line 2)",
    ],
    [
      "no argument",
      `${imported}export default defineSchema();`,
      "the argument of defineSchema() is missing (line 2)",
    ],
    [
      "a variable from elsewhere",
      `${imported}import { tables } from "./tables";\nexport default defineSchema(tables);`,
      "is not an object literal (line 3)",
    ],
    [
      "a variable that may change",
      `${imported}let tables = {};\nexport default defineSchema(tables);`,
      "is not an object literal (line 3)",
    ],
    [
      "a variable of a variable",
      `${imported}const a = {};\nconst tables = a;\nexport default defineSchema(tables);`,
      "is not an object literal (line 4)",
    ],
    [
      "two calls",
      `${imported}export const a = defineSchema({});\nexport default defineSchema({});`,
      "defineSchema() is called 2 times (line 3)",
    ],
    ["no call", `${imported}export default {};`, "defineSchema() is not called"],
    [
      "the name from elsewhere",
      'import { defineSchema } from "./mine";\nexport default defineSchema({});',
      'defineSchema is not imported from "convex/server"',
    ],
    [
      "the name from nowhere",
      "export default defineSchema({});",
      'defineSchema is not imported from "convex/server"',
    ],
    ["a syntax error", `${imported}export default defineSchema({ a: , });`, "cannot be read"],
  ])("%s", (_name, text, message) => {
    const error = refusal("packages/backend/convex/schema.ts", text, [table]);
    expect(error.exit).toBe(4);
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]!.message).toContain(message);
    expect(error.problems[0]!.message).toContain("packages/backend/convex/schema.ts");
    expect(error.problems[0]!.fix).toBeTruthy();
  });

  test("all of a file's lines are named, those that could be added too", () => {
    const used: Fragment = { kind: "import", key: "./t#t", text: 'import { t } from "./t";' };
    const text = `${imported}export default defineSchema(make());\n`;
    const [problem] = refusal("schema.ts", text, [used, table]).problems;
    expect(problem!.fix).toBe('import { t } from "./t";\ntickets: t');
  });

  test("a variable that is missing, or is another list", () => {
    const limit: Fragment = { ...table, kind: "rateLimit" };
    expect(refusal("rateLimits.ts", "export const limits = {};\n", [limit]).message).toContain(
      'there is no "rateLimits" at the top of the module',
    );
    expect(refusal("rateLimits.ts", "export const rateLimits = [];\n", [limit]).message).toContain(
      '"rateLimits" is not an object literal (line 1)',
    );
  });
});

describe("where a property goes", () => {
  const module = (object: string) => `export const rateLimits = ${object};\n`;
  const limit = (key: string): Fragment => ({ kind: "rateLimit", key, text: `"${key}": 1` });
  const keysAfter = (keys: string[], key: string) => {
    const before = module(`{\n${keys.map((key) => `  "${key}": 1,\n`).join("")}}`);
    const { text } = addFragments("rateLimits.ts", before, [limit(key)]);
    expect(removeFragments("rateLimits.ts", text, [limit(key)]).text).toBe(before);
    return [...text.matchAll(/"(.+)":/g)].map(([, key]) => key);
  };

  test("in the order of the keys, where they are in that order", () => {
    expect(keysAfter(["b.x", "d.x"], "a.x")).toEqual(["a.x", "b.x", "d.x"]);
    expect(keysAfter(["b.x", "d.x"], "c.x")).toEqual(["b.x", "c.x", "d.x"]);
    expect(keysAfter(["b.x", "d.x"], "e.x")).toEqual(["b.x", "d.x", "e.x"]);
  });

  test("after the last of those that have the same word before the dot", () => {
    expect(keysAfter(["b.x", "b.a", "d.x"], "b.m")).toEqual(["b.x", "b.a", "b.m", "d.x"]);
  });

  test("at the end, where they are in no order", () => {
    expect(keysAfter(["d.x", "b.x"], "c.x")).toEqual(["d.x", "b.x", "c.x"]);
  });

  test("before a property, without coming between it and its remarks", () => {
    const before = module("{ // Two.\n  // First.\n  b: 1, // Bee.\n  // Second.\n  d: 1,\n}");
    const put = (key: string) => addFragments("rateLimits.ts", before, [limit(key)]).text;
    expect(put("a.x")).toBe(before.replace("// Two.\n", '// Two.\n  "a.x": 1,\n'));
    expect(put("c.x")).toBe(before.replace("// Bee.\n", '// Bee.\n  "c.x": 1,\n'));
  });

  test("on one line, between two", () => {
    const before = module("{ b: 1, d: 1 }");
    const put = (key: string) => addFragments("rateLimits.ts", before, [limit(key)]).text;
    expect(put("a")).toBe(module('{ "a": 1, b: 1, d: 1 }'));
    expect(put("c")).toBe(module('{ b: 1, "c": 1, d: 1 }'));
  });

  test("on lines of its own, where one line gets too long", () => {
    const long = `a: "${"x".repeat(60)}"`;
    const { text } = addFragments("rateLimits.ts", module(`{ ${long} }`), [
      { kind: "rateLimit", key: "b", text: 'b: "some more text"' },
    ]);
    expect(text).toBe(module(`{\n  ${long},\n  b: "some more text",\n}`));
  });
});

describe("a fragment of several lines", () => {
  const fragment: Fragment = {
    kind: "schemaTable",
    key: "tickets",
    text: "// Sold at\n// the door.\ntickets: f({\n  a: `x\n  y`,\n\n  b: 1,\n})",
  };
  const module = (object: string) =>
    `import { defineSchema } from "convex/server";\nexport default defineSchema(${object});\n`;

  test("is set in as the file is, but for the inside of templates", () => {
    const before = module("{\n\ta: 1,\n}");
    const { text } = addFragments("schema.ts", before, [fragment]);
    expect(text).toBe(
      module(
        "{\n\ta: 1,\n\t// Sold at\n\t// the door.\n\ttickets: f({\n\t\ta: `x\n  y`,\n\n\t\tb: 1,\n\t}),\n}",
      ),
    );
    expect(removeFragments("schema.ts", text, [fragment]).text).toBe(before);
  });

  test("is the same when it is only broken otherwise, and changed when a remark is", () => {
    const { text } = addFragments("schema.ts", module("{\n  a: 1,\n}"), [fragment]);
    const reformatted = text.replace("b: 1,\n", "b:\n1\n");
    expect(removeFragments("schema.ts", reformatted, [fragment]).changed).toEqual([]);
    for (const [from, to] of [
      ["the door", "the gate"],
      ["b: 1", "b: 2"],
      ["x\n", "z\n"],
    ] as const) {
      const changed = text.replace(from, to);
      expect(removeFragments("schema.ts", changed, [fragment])).toEqual({
        text: changed,
        kept: [],
        changed: [fragment],
      });
    }
  });

  test("is taken out with its own remarks, and leaves those of others", () => {
    const { text } = addFragments("schema.ts", module("{\n  a: 1,\n}"), [fragment]);
    const remarked = text
      .replace("  // Sold at", "  // A person's.\n  // Sold at")
      .replace("}),\n", "}), // Also theirs.\n");
    expect(removeFragments("schema.ts", remarked, [fragment]).text).toBe(
      module("{\n  a: 1,\n  // A person's.\n  // Also theirs.\n}"),
    );
  });
});

function added(text: string): string {
  const edited = addFragments("schema.ts", text, [table]);
  expect(removeFragments("schema.ts", edited.text, [table]).text).toBe(text);
  return edited.text;
}

function refusal(path: string, text: string, fragments: Fragment[]): GeneratorError {
  try {
    addFragments(path, text, fragments);
  } catch (error) {
    if (error instanceof GeneratorError) return error;
    throw error;
  }
  throw new Error("was not refused");
}
