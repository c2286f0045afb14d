import { memoryTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import { kitchen } from "../described/testing/plain-projects.ts";
import { withoutTaken } from "./follow-code.ts";
import { designIn } from "./places.ts";

const path = "app.design.ts";
const design = `export default defineDesign({
  version: 1,
  name: "Kitchen",
  about: "Cooks plan meals.",
  features: {
    recipes: { about: "What to cook.", stories: ["As a cook I find a recipe."], entities: ["recipe", "cook"] },
    // Goes as a whole.
    meals: { about: "What was cooked.", stories: ["As a cook I plan a week."], entities: ["meal"] },
  },
  entities: {
    cook: { fields: { name: "string", email: "string+index" } },
    // People also order.
    meal: { fields: { kind: "enum(cooked,ordered)", day: "string" } },
    recipe: {
      about: "what is cooked",
      fields: { title: "string+search", level: "enum(easy,hard)", note: "string?+nullable" },
      index: ["level,servings"],
    },
  },
  functions: {
    "recipes.list": { kind: "query", args: { cookId: "ref(cooks)", level: "enum(easy,hard)?" } },
    "recipes.bare": { kind: "query" },
  },
  crons: { tidy: { cron: "7 */6 * * *", runs: "recipes.dropOld" } },
  http: { "POST /orders": {} },
  memory: { strategy: "Meals of a year.", tables: ["meals"] },
  flows: {
    Cooking: {
      people: { ann: "member", bob: "member" },
      actions: [
        { as: "bob", does: "look at a title", calls: ["recipes.bare"], proves: "It is there." },
        { as: "ann", does: "find a recipe", calls: ["recipes.list"], proves: "It is listed." },
      ],
    },
    Looking: { actions: [{ as: "member", does: "look", calls: ["recipes.bare"], proves: "It is there." }] },
  },
  criteria: {
    found: { text: "Recipes are found.", proof: ["flow:Cooking#1", "flow:Cooking#2", "test:gone.test.ts>it"] },
    kept: { text: "Meals are kept.", proof: ["access:meals.read.member=own", "flow:Looking#1"] },
    checked: { text: "All is checked.", proof: ["check:check"] },
  },
});
`;

const schema = kitchen["convex/schema.ts"]!;
const after = {
  ...kitchen,
  "convex/schema.ts": schema
    .replace(/\/\/ A meal[^]*?\n {6}\),\n/, "")
    .replace(
      'v.union(v.literal("easy"), v.literal("hard"))',
      'v.union(v.literal("easy"), v.literal("hard"), v.literal("mad"))',
    )
    .replace("note: v.optional(v.union(v.string(), v.null())),", ""),
  "convex/recipes.ts": kitchen["convex/recipes.ts"]!.replace(/export const bare.*\n/, ""),
  "convex/crons.ts": "",
};

const text = withoutTaken(path, design, {
  before: memoryTree({ ...kitchen, "gone.test.ts": "" }),
  after: memoryTree(after),
  features: ["meals"],
});
const left = designIn(path, text);

test("what the code has no more leaves the design, with the remark above it", () => {
  expect(Object.keys(left.entities!)).toEqual(["cook", "recipe"]);
  expect(Object.keys(left.functions!)).toEqual(["recipes.list"]);
  expect(left.crons).toEqual({});
  expect(left.http).toEqual({ "POST /orders": {} });
  expect(left.memory).toBeUndefined();
  expect(left.features).toEqual({
    recipes: {
      about: "What to cook.",
      stories: ["As a cook I find a recipe."],
      entities: ["recipe", "cook"],
    },
  });
  expect(text).not.toMatch(/People also order|Goes as a whole/);
});

test("what changed says what the code says, and nothing is added", () => {
  expect(left.entities!["recipe"]).toEqual({
    about: "what is cooked",
    fields: { title: "string+search", level: "enum(easy,hard,mad)" },
    index: ["level,servings"],
  });
});

test("actions whose calls are gone leave their flow, and proofs name the rest by their new numbers", () => {
  expect(left.flows).toEqual({
    Cooking: {
      people: { ann: "member" },
      actions: [
        { as: "ann", does: "find a recipe", calls: ["recipes.list"], proves: "It is listed." },
      ],
    },
  });
  expect(left.criteria).toEqual({
    found: { text: "Recipes are found.", proof: ["flow:Cooking#1"] },
    checked: { text: "All is checked.", proof: ["check:check"] },
  });
});

test("a run that takes nothing out changes nothing", () => {
  const tree = memoryTree({ ...kitchen, "gone.test.ts": "" });
  expect(withoutTaken(path, design, { before: tree, after: tree, features: [] })).toBe(design);
});
