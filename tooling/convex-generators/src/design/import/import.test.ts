import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layout } from "../../repository/layout.ts";
import { compareDesign } from "../described/compare.ts";
import { describeBackend } from "../described/describe.ts";
import { club, kitchen } from "../described/testing/plain-projects.ts";
import { designIn } from "../edit/places.ts";
import { planImport } from "./plan.ts";
import { designText } from "./write.ts";

const path = "app.design.ts";
const placeOf = () => ({ line: 1, column: 1 });
/** The text as the formatter of the repository lays it out. */
const root = join(import.meta.dirname, "..", "..", "..", "..", "..");
const laidOut = async (text: string) =>
  (await formatted(root, { path: layout.design, before: null, after: text }))!;

describe.each([
  ["kitchen", kitchen],
  ["club", club],
])("the design of the %s", (_, files) => {
  test("says the same as its code once it is written and read", async () => {
    const described = describeBackend(memoryTree(files));
    const text = await laidOut(designText(described.design));
    const design = designIn(path, text);
    expect(Object.keys(design.entities!)).toEqual(Object.keys(described.design.entities!));
    expect(compareDesign({ path, design, placeOf }, described)).toEqual([]);
  });
});

test("what is short is on one line, and the sections are in their order", async () => {
  const { answer } = planImport({}, memoryTree(kitchen));
  expect(await laidOut(answer!.text[0]!)).toMatchInlineSnapshot(`
    "// The design of the backend: \`pnpm plop design\` reads it, and nothing runs it.
    import { defineDesign } from "@groundwork/convex-generators/design/design";

    export default defineDesign({
      version: 1,
      name: "kitchen",
      about: "",
      entities: {
        cook: {
          fields: {
            name: "string",
            email: "string+index",
          },
        },
        meal: {
          fields: {
            kind: "enum(cooked,ordered)",
            day: "string",
            recipeId: "ref(recipes)?",
            from: "string?",
          },
        },
        recipe: {
          fields: {
            title: "string+search",
            cookId: "ref(cooks)",
            level: "enum(easy,hard)",
            servings: "number",
            vegan: "bool",
            photo: "file?",
            tags: "string[]",
            note: "string?+nullable",
            nutrition: "custom",
            steps: "custom",
            scores: "custom",
            extra: "json",
            embedding: "vector(384)",
          },
          index: ["level,servings"],
          searchFilter: "level",
        },
      },
      functions: {
        "recipes.add": {
          kind: "mutation",
          args: { title: "string", servings: "number", nutrition: "custom" },
          returns: "ref(recipes)",
        },
        "recipes.bare": { kind: "query" },
        "recipes.default": { kind: "internalMutation" },
        "recipes.dropOld": { kind: "internalMutation", args: { days: "number" } },
        "recipes.list": { kind: "query", args: { cookId: "ref(cooks)", level: "enum(easy,hard)?" } },
      },
      crons: {
        "look for orders": { every: "30m", runs: "recipes.dropOld", args: '{"days":3}' },
        "drop old recipes": { daily: "04:05", runs: "recipes.dropOld", args: '{"days":90}' },
        "shopping list": { weekly: "friday@16:00", runs: "recipes.dropOld", args: '{"days":1}' },
        count: { cron: "3 1 2 * *", runs: "recipes.dropOld", args: '{"days":1}' },
        tidy: { cron: "7 */6 * * *", runs: "recipes.dropOld", args: '{"days":1}' },
      },
      http: {
        "POST /orders": {},
        "GET /photos/*": {},
      },
      environment: {
        KITCHEN_TOKEN: { about: "It is read in convex/recipes.ts.", secret: true },
      },
    });
    "
  `);
});

describe("a file that is there", () => {
  const design = `import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
  name: "The kitchen",
  about: "Cooks plan meals.",
  features: { meals: { about: "Meals of a week.", stories: ["As a cook I plan a week."] } },
  entities: {
    // People who cook.
    chef: { plural: "cooks", fields: { name: "string" }, scale: { rows: 20 } },
    recipe: { fields: { title: "string+search", cookId: "ref(cooks)" }, searchFilter: "level" },
  },
  functions: { "recipes.bare": { kind: "query", about: "A title." } },
});
`;
  const tree = memoryTree({ ...kitchen, [path]: design });
  const described = describeBackend(memoryTree(kitchen));

  test("is not written over unless that is asked for", () => {
    const planned = () => planImport({ to: path }, tree);
    expect(planned).toThrow(GeneratorError);
    expect(planned).toThrow(/DESIGN_THERE: app.design.ts already exists/);
  });

  test("with --add keeps what is written, and gets what it does not name", async () => {
    const { files } = planImport({ to: path, add: true }, tree);
    const text = await laidOut(files[0]!.after);
    expect(text).toContain("    // People who cook.\n    chef: {");
    expect(text).toContain('stories: ["As a cook I plan a week."] }');
    const added = designIn(path, text);
    expect(added.entities!["chef"]!.fields).toEqual({ name: "string", email: "string+index" });
    expect(Object.keys(added.entities!["recipe"]!.fields)).toHaveLength(13);
    expect(added.entities!["recipe"]!.index).toEqual(["level,servings"]);
    expect(compareDesign({ path, design: added, placeOf }, described)).toEqual([]);
    expect(
      planImport({ to: path, add: true }, memoryTree({ ...kitchen, [path]: text })).files[0]!.after,
    ).toBe(text);
  });

  test("with --replace keeps what no code says", () => {
    const { files } = planImport({ to: path, replace: true }, tree);
    expect(files).toMatchObject([{ path, before: design, replaces: true }]);
    const replaced = designIn(path, files[0]!.after);
    expect(replaced).toMatchObject({ name: "The kitchen", about: "Cooks plan meals." });
    expect(replaced.entities!["chef"]).toEqual({
      plural: "cooks",
      fields: { name: "string", email: "string+index" },
      scale: { rows: 20 },
    });
    expect(replaced.features).toEqual(designIn(path, design).features);
    expect(replaced.functions!["recipes.bare"]).toEqual({ kind: "query", about: "A title." });
    expect(compareDesign({ path, design: replaced, placeOf }, described)).toEqual([]);
  });
});

describe("another project", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "design-import-"));
    for (const [name, text] of Object.entries(club)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is read from its folder, and written to a file of this one", () => {
    const { files } = planImport({ project: folder, to: "club.design.ts" }, memoryTree({}));
    expect(files.map((file) => file.path)).toEqual(["club.design.ts"]);
    expect(Object.keys(designIn(path, files[0]!.after).entities!)).toEqual([
      "event",
      "member",
      "visit",
    ]);
  });

  test.each([
    ["without Convex is refused", { project: "/nowhere" }, /IMPORT_EMPTY/],
    ["is written as a module", { to: "design.json" }, /IMPORT_TO/],
    ["has no flag of a file where it is printed", { add: true }, /IMPORT_TO/],
  ])("%s", (_, input, message) => {
    expect(() => planImport(input, memoryTree(kitchen))).toThrow(message);
  });
});
