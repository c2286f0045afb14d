import { describe, expect, test } from "vitest";
import { cutModule, usesOf } from "./cut.ts";

const wanted = {
  isRemoved: (specifier: string) => /(^|\/)rag\b/.test(specifier),
  properties: { internal: new Set(["rag"]), api: new Set(["rag"]) },
  names: new Set(["passages"]),
  takers: new Set(["query", "Doc", "zid"]),
  isNamed: (text: string) => text === "rag:index" || text.endsWith("/rag"),
};
const cut = (text: string, path = "a.ts") => cutModule(path, text, wanted);
const imports = `import { rag } from "./rag";\nimport { web } from "./web";\n`;
const left = `import { web } from "./web";\n`;

describe("a use that is one line goes with its import", () => {
  test.each([
    [
      "a spread of a record",
      "const all = {\n  ...rag,\n  ...web,\n};",
      "const all = {\n  ...web,\n};",
    ],
    ["a spread of a part", "const all = { ...rag.names, ...web };", "const all = { ...web };"],
    ["a spread of a call", "run([...rag({ a: 1 }), web]);", "run([web]);"],
    ["an element", "const all = [web, rag];", "const all = [web];"],
    ["a text", 'const all = ["/web", "/t/rag"];', 'const all = ["/web"];'],
    ["a template", "const all = [`${web}/a`, `${web}/rag`];", "const all = [`${web}/a`];"],
    ["a property", "const all = { web, rag: rag.part };", "const all = { web };"],
    ["a shorthand", "const all = { rag, web };", "const all = { web };"],
    ["a statement", "web.use(rag);\nweb.use(web);", "web.use(web);"],
    ["a statement that calls it", "rag(web);\nweb.use(web);", "web.use(web);"],
    [
      "a type of a member",
      "type All = {\n  a: typeof rag;\n  b: typeof web;\n};",
      "type All = {\n  b: typeof web;\n};",
    ],
    ["several at once", "web.use(rag, web);\nconst all = [rag, web, rag];", "const all = [web];"],
  ])("%s", (_what, before, after) => {
    expect(cut(`${imports}\n${before}\n`)).toEqual({ text: `${left}\n${after}\n`, left: [] });
  });
});

test("an export from a removed file goes, and so does an import that nothing uses any more", () => {
  const text = `export * from "./rag";
import { all } from "./all";
import { internal, components } from "./api";

all.add("sweep", internal.rag.sweep);
export const used = components;
`;
  expect(cut(text).text).toBe(`import { components } from "./api";

export const used = components;
`);
});

test("an import that nothing used before stays", () => {
  const text = `import { web } from "./web";\nimport { rag } from "./rag";\nconst all = [rag];\n`;
  expect(cut(text).text).toBe(`import { web } from "./web";\nconst all = [];\n`);
});

describe("a use by hand is named, with its line", () => {
  test.each([
    ["a call", "const found = rag.search(web);"],
    ["inside a function", "function f() { rag.search(web); }"],
    ["an element of a list inside a function", "function f() { return [rag, web]; }"],
    ["an element of a list of lists", 'test.each([["rag", rag.shape.title]])(web);'],
    ["a type", "const part: typeof rag = web;"],
    ["a mock", 'vi.mock("./rag", () => web);'],
    ["an import while it runs", 'const part = await import("./rag");'],
    ["a function of the API", "const id = await web.query(api.rag.find, {});"],
    ["a table", 'const rows = db.query("passages");'],
    ["a function by its name", 'const job = { kind: "rag:index" };'],
    ["a function by its name, as a key", 'const reads = { "rag:index": 5 };'],
    ["the type of a row", 'const row = web as Doc<"passages">;'],
  ])("%s", (_what, line) => {
    expect(cut(`${imports}\n${line}\n`).left).toEqual([{ path: "a.ts", line: 4, text: line }]);
  });

  test("each line once, whatever else could be cut", () => {
    const text = `${imports}const all = [rag];\nuse(rag.a, () => rag.b);\n`;
    expect(cut(text).left.map(({ line }) => line)).toEqual([4]);
  });

  test("though another one stands beside it in the same list", () => {
    const text = `${imports}const all = [rag, () => rag.b];\n`;
    expect(cut(text).left).toHaveLength(1);
  });
});

test("all uses of a module are listed with their lines, the import among them", () => {
  const text = `${imports}\nconst all = [rag];\nconst row = web as Doc<"passages">;\n`;
  expect(usesOf("a.ts", text, wanted).map(({ line }) => line)).toEqual([1, 4, 5]);
  expect(usesOf("a.ts", "const all = [1];\n", wanted)).toEqual([]);
});

test.each([
  "const rag = 1;\nexport const all = { a: rag };\n",
  'export const text = "passages";\n',
  "export const part = web.rag;\n",
  "export const all = { rag: 1 };\n",
  'export const text = "rag: all of it";\n',
])("what only has the same name is left alone: %j", (text) => {
  expect(cut(text)).toEqual({ text, left: [] });
});
