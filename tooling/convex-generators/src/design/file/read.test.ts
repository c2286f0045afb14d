import { GeneratorError } from "@groundwork/plop-engine/plan";
import { describe, expect, test } from "vitest";
import { readDesign } from "./read.ts";

const PATH = "app.design.ts";
const head = `version: 1, name: "Helpdesk", about: "Tickets."`;
const module = (data: string) => `export default defineDesign({ ${head}, ${data} });`;

/** What is wrong with a module, as `line:column CODE`. */
function wrong(text: string, path = PATH): string[] {
  try {
    readDesign(text, path);
    return [];
  } catch (error) {
    if (!(error instanceof GeneratorError) || error.exit !== 2) throw error;
    return error.problems.map(({ arg = "", code }) => `${arg.slice(path.length + 1)} ${code}`);
  }
}

test("the data of a module is read with its types, comments, quotes and signs", () => {
  const text = `\ufeff// A design.\r
import { type Design, defineDesign } from "@groundwork/convex-generators/design/design";\r
export default (defineDesign({\r
  version: 1 as const, // the first
  'name': \`Helpdesk\`,
  "about": "Says \\"hi\\".",
  entities: { ticket: ({ fields: { ["rank"]: "int(-5..5)=-2" }, scale: { rows: 10 } }) },
  flows: { "answer": { actions: [{ as: "ann", does: "ask", calls: [{ call: "a.b", with: { n: -1, none: null } }], proves: "x" }] } },
} satisfies Design));\r
`;
  const { design } = readDesign(text, PATH);
  expect(design).toEqual({
    ...{ version: 1, name: "Helpdesk", about: 'Says "hi".' },
    entities: { ticket: { fields: { rank: "int(-5..5)=-2" }, scale: { rows: 10 } } },
    flows: {
      answer: {
        actions: [
          {
            ...{ as: "ann", does: "ask", proves: "x" },
            calls: [{ call: "a.b", with: { n: -1, none: null } }],
          },
        ],
      },
    },
  });
});

describe("a place", () => {
  const file = readDesign(
    `export default defineDesign({\r\n  ${head},\r\n  entities: {\r\n    "ticket": { fields: { title: "a\\u00e9\\n\\"b" } },\r\n  },\r\n});`,
    PATH,
  );
  const title = ["entities", "ticket", "fields", "title"];

  test("is that of the value, or of its key", () => {
    expect(file.placeOf(title)).toEqual({ line: 4, column: 34 });
    expect(file.keyPlaceOf(title)).toEqual({ line: 4, column: 27 });
  });

  test("of what is absent is the key of what it would be in", () => {
    expect(file.placeOf(["entities", "ticket", "access", 0])).toEqual({ line: 4, column: 5 });
    expect(file.placeOf(["flows"])).toEqual({ line: 1, column: 29 });
  });

  test("in a text counts what it is written as", () => {
    const columns = [0, 1, 2, 3, 4].map((offset) => file.placeOf(title, offset).column - 34);
    expect(columns).toEqual([1, 2, 8, 10, 12]);
  });
});

describe("what is no design is refused with its place", () => {
  test.each<[string, string, string[]]>([
    ["an empty file", "", ["1:1 DESIGN_EXPORT"]],
    ["a file of comments", "// later\n", ["1:1 DESIGN_EXPORT"]],
    ["a named export", "export const design = {};", ["1:1 DESIGN_EXPORT"]],
    ["an object alone", "\nexport default { version: 1 };", ["2:16 DESIGN_EXPORT"]],
    ["another call", "export default design({});", ["1:16 DESIGN_EXPORT"]],
    ["no argument", "export default defineDesign();", ["1:16 DESIGN_EXPORT"]],
    ["a variable as argument", "export default defineDesign(it);", ["1:29 DESIGN_EXPORT"]],
    ["two arguments", `export default defineDesign({ ${head} }, 2);`, ["1:82 DESIGN_EXPORT"]],
    ["more beside it", `const x = 1;\n${module("")}`, ["1:1 DESIGN_EXPORT"]],
    ["two exports", `${module("")}\n${module("")}`, ["2:1 DESIGN_EXPORT"]],
    [
      "a bracket that is open",
      "export default defineDesign({\n  a: [1,\n});",
      ["3:1 DESIGN_SYNTAX"],
    ],
    ["a text that is open", 'export default defineDesign({\n  a: "x,\n});', ["2:6 DESIGN_SYNTAX"]],
  ])("%s", (_, text, problems) => {
    expect(wrong(text)).toEqual(problems);
  });
});

describe("what is no data is refused with its place", () => {
  test.each([
    ["a spread", "...rest", "2:1 DESIGN_LITERAL"],
    ["a call", "crons: crons()", "2:8 DESIGN_LITERAL"],
    ["a variable", "crons: crons", "2:8 DESIGN_LITERAL"],
    ["a shorthand", "crons", "2:1 DESIGN_LITERAL"],
    ["undefined", "crons: undefined", "2:8 DESIGN_LITERAL"],
    ["a method", "crons() {}", "2:6 DESIGN_LITERAL"],
    ["a computed key", "[key]: 1", "2:1 DESIGN_LITERAL"],
    ["a number as key", "crons: { 1: {} }", "2:10 DESIGN_LITERAL"],
    ["a value in a text", "crons: { a: { runs: `a.${b}` } }", "2:21 DESIGN_LITERAL"],
    ["texts that are joined", 'crons: { a: { runs: "a." + "b" } }', "2:21 DESIGN_LITERAL"],
    ["a hole", 'features: { a: { about: "x", stories: [,] } }', "2:39 DESIGN_LITERAL"],
    ["a regular expression", "crons: { a: { runs: /a/ } }", "2:21 DESIGN_LITERAL"],
    ["a key that is there", "jobs: {}, jobs: {}", "2:11 DESIGN_KEY_TWICE"],
    ["a misspelt section", "entites: {}", "2:1 INPUT_KEY_UNKNOWN"],
    ["a wrong type", "crons: []", "2:8 INPUT_TYPE"],
    ["a number for a text", 'jobs: { a: { of: "x", calls: "Y", attempts: 3 } }', "2:45 INPUT_TYPE"],
    ["a missing value", "entities: { ticket: {} }", "2:13 INPUT_KEY_MISSING"],
    ["a scale below 0", "entities: { a: { fields: {}, scale: { rows: -1 } } }", "2:45 INPUT_TYPE"],
  ])("%s", (_, data, problem) => {
    const text = module(`\n${data}`);
    expect(wrong(text)).toEqual([problem]);
  });

  test("all of it at once, in the order of the file", () => {
    expect(wrong(module("\n...a,\nentites: {},\njobs: b"))).toEqual([
      "2:1 DESIGN_LITERAL",
      "3:1 INPUT_KEY_UNKNOWN",
      "4:7 DESIGN_LITERAL",
    ]);
  });
});

describe("the same as JSON", () => {
  const json = `{"version":1,\n "name":"Helpdesk","about":"Tickets."`;

  test("is read with places", () => {
    const file = readDesign(`\ufeff${json}}`, "x.json");
    expect(file.design.name).toBe("Helpdesk");
    expect(file.placeOf(["version"])).toEqual({ line: 1, column: 12 });
    expect(file.placeOf(["name"])).toEqual({ line: 2, column: 9 });
  });

  test.each([
    [`${json},"jobs":[]}`, "2:46 INPUT_TYPE"],
    [`${json} "jobs":{}}`, "2:39 DESIGN_SYNTAX"],
    [`{"a" 1}`, "1:6 DESIGN_SYNTAX"],
    [`${json},}`, "1:1 DESIGN_SYNTAX"],
    ["", "1:1 DESIGN_SYNTAX"],
  ])("%s is refused", (text, problem) => {
    expect(wrong(text, "x.json")).toEqual([problem]);
  });
});
