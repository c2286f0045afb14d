import { memoryTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { compareDesign } from "./compare.ts";
import { describeBackend } from "./describe.ts";
import { comparedType } from "./shapes/field-text.ts";
import { club, kitchen } from "./testing/plain-projects.ts";

const projects = { kitchen, club };
const describedOf = (files: Readonly<Record<string, string>>) => describeBackend(memoryTree(files));

describe("a plain project", () => {
  test("has its tables as entities, with types in the grammar of fields", () => {
    const { design } = describedOf(kitchen);
    expect(design.name).toBe("kitchen");
    expect(design.entities).toEqual({
      cook: { fields: { name: "string", email: "string+index" } },
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
    });
  });

  test("has its functions, also those that say nothing of what they take", () => {
    expect(describedOf(kitchen).design.functions).toEqual({
      "recipes.add": {
        kind: "mutation",
        args: { title: "string", servings: "number", nutrition: "custom" },
        returns: "ref(recipes)",
      },
      "recipes.bare": { kind: "query" },
      "recipes.default": { kind: "internalMutation" },
      "recipes.dropOld": { kind: "internalMutation", args: { days: "number" } },
      "recipes.list": {
        kind: "query",
        args: { cookId: "ref(cooks)", level: "enum(easy,hard)?" },
      },
    });
  });

  test("has its schedules and routes, and the variables that it reads", () => {
    const { crons, http, environment } = describedOf(kitchen).design;
    expect(environment).toEqual({
      KITCHEN_TOKEN: { about: "It is read in convex/recipes.ts.", secret: true },
    });
    expect(crons).toEqual({
      "look for orders": { every: "30m", runs: "recipes.dropOld", args: '{"days":3}' },
      "drop old recipes": { daily: "04:05", runs: "recipes.dropOld", args: '{"days":90}' },
      "shopping list": { weekly: "friday@16:00", runs: "recipes.dropOld", args: '{"days":1}' },
      count: { cron: "3 1 2 * *", runs: "recipes.dropOld", args: '{"days":1}' },
      tidy: { cron: "7 */6 * * *", runs: "recipes.dropOld", args: '{"days":1}' },
    });
    expect(http).toEqual({ "POST /orders": {}, "GET /photos/*": {} });
  });

  test("may be split over files, and build its functions with builders of its own", () => {
    const { design, foreignTables } = describedOf(club);
    expect(design.entities).toEqual({
      event: {
        fields: {
          title: "string",
          start: "bigint+index",
          level: "enum(open,members)",
          host: "ref(members)?",
        },
      },
      member: { fields: { name: "string", eventIds: "ref(events)[]" } },
      visit: { fields: { memberId: "ref(members)", at: "number" } },
    });
    expect([...foreignTables]).toEqual([]);
    expect(design.functions).toEqual({
      "auth.isAuthenticated": { kind: "query" },
      "auth.signIn": { kind: "action" },
      "auth.signOut": { kind: "action" },
      "auth.store": { kind: "internalMutation" },
      "events/all.plan": {
        kind: "mutation",
        args: {
          title: "string",
          start: "bigint",
          level: "enum(open,members)",
          host: "ref(members)?",
        },
      },
      "events/all.upcoming": { kind: "query", args: { level: "enum(open,members)" } },
    });
    expect(design.components).toEqual({
      payments: { package: "stripe-component", because: "" },
      "sharded-counter": { because: "A counter that many people change at once." },
    });
    expect(design.environment).toEqual({
      STRIPE_KEY: { about: "The key of the payment service.", required: true, secret: true },
    });
  });

  test("says where each thing stands", () => {
    const { placeOf } = describedOf(kitchen);
    expect(placeOf(["entities", "cook"])).toBe("convex/schema.ts:6");
    expect(placeOf(["entities", "recipe", "fields", "photo"])).toBe("convex/schema.ts:13");
    expect(placeOf(["functions", "recipes.add"])).toBe("convex/recipes.ts:10");
    expect(placeOf(["crons", "tidy"])).toBe("convex/crons.ts:10");
    // Of what is not there, what it would be part of.
    expect(placeOf(["entities", "cook", "fields", "age"])).toBe("convex/schema.ts:6");
    expect(placeOf(["entities", "guest"])).toBe("convex");
  });

  test.each(Object.entries(projects))(
    "%s says nothing that the grammar refuses, and is as itself",
    (_, files) => {
      const described = describedOf(files);
      const texts = Object.values(described.design.entities!).flatMap(({ fields }) =>
        Object.values(fields),
      );
      expect(texts.filter((text) => comparedType(text, true) === null)).toEqual([]);
      expect(compareDesign(asFile(described.design), described)).toEqual([]);
    },
  );
});

describe("a design that says other things than the code", () => {
  type Design = ReturnType<typeof describedOf>["design"];
  const differencesAfter = (change: (design: Design) => Design) => {
    const described = describedOf(kitchen);
    return compareDesign(asFile(change(structuredClone(described.design))), described);
  };
  const with_ = (more: Partial<Design>) => (design: Design) => ({ ...design, ...more });
  const recipe = (change: object) => (design: Design) => ({
    ...design,
    entities: { ...design.entities, recipe: { ...design.entities!["recipe"]!, ...change } },
  });
  const fields = (change: object) => (design: Design) =>
    recipe({ fields: { ...design.entities!["recipe"]!.fields, ...change } })(design);
  const add = (change: object) => (design: Design) => ({
    ...design,
    functions: {
      ...design.functions,
      "recipes.add": { ...design.functions!["recipes.add"]!, ...change },
    },
  });

  test.each([
    [
      "ENTITY_LACKING app.design.ts:entities.guest",
      (design: Design) =>
        with_({ entities: { ...design.entities, guest: { fields: { name: "string" } } } })(design),
    ],
    ["FIELD_LACKING app.design.ts:entities.recipe.fields.price", fields({ price: "int?" })],
    ["FIELD_DIFFERS app.design.ts:entities.recipe.fields.vegan", fields({ vegan: "bool?" })],
    [
      "FIELD_DIFFERS app.design.ts:entities.recipe.fields.level",
      fields({ level: "enum(easy,middling,hard)" }),
    ],
    ["FIELD_DIFFERS app.design.ts:entities.recipe.fields.cookId", fields({ cookId: "ref(meals)" })],
    [
      "INDEX_LACKING app.design.ts:entities.recipe.index.1",
      recipe({ index: ["level,servings", "title,level"] }),
    ],
    ["INDEX_UNDESIGNED convex/schema.ts:23", recipe({ index: [] })],
    [
      "ENTITY_DIFFERS app.design.ts:entities.recipe.searchFilter",
      recipe({ searchFilter: "vegan" }),
    ],
    ["FUNCTION_DIFFERS app.design.ts:functions.recipes.add.kind", add({ kind: "action" })],
    [
      "FUNCTION_DIFFERS app.design.ts:functions.recipes.add.args.title",
      add({ args: { title: "bool", servings: "number", nutrition: "custom" } }),
    ],
    [
      "FUNCTION_DIFFERS app.design.ts:functions.recipes.add.args",
      add({ args: { title: "string", nutrition: "custom" } }),
    ],
    ["FUNCTION_DIFFERS app.design.ts:functions.recipes.add.returns", add({ returns: "null" })],
    [
      "CRON_LACKING app.design.ts:crons.mail",
      (design: Design) =>
        with_({ crons: { ...design.crons, mail: { every: "1h", runs: "recipes.dropOld" } } })(
          design,
        ),
    ],
    [
      "CRON_DIFFERS app.design.ts:crons.tidy.cron",
      (design: Design) =>
        with_({ crons: { ...design.crons, tidy: { cron: "8 1 * * *", runs: "recipes.dropOld" } } })(
          design,
        ),
    ],
    ["ROUTE_UNDESIGNED convex/http.ts:6", with_({ http: { "GET /photos/*": {} } })],
    [
      "VARIABLE_LACKING app.design.ts:environment.API_KEY",
      with_({
        environment: {
          KITCHEN_TOKEN: { about: "Ours." },
          API_KEY: { about: "A key." },
        },
      }),
    ],
    [
      "COMPONENT_LACKING app.design.ts:components.rag",
      with_({ components: { rag: { because: "To search." } } }),
    ],
    ["ROLE_LACKING app.design.ts:roles.captain", with_({ roles: { captain: {} } })],
  ])("%s", (expected, change) => {
    const found = differencesAfter(change as (design: Design) => Design);
    expect(found.map(({ code, arg }) => `${code} ${arg!.replace(/:$/, "")}`)).toEqual([expected]);
    expect(found[0]!.fix).toMatch(/\S/);
    expect(found[0]!.message).toMatch(/\.$/);
  });

  test("names the line to write for what it lacks", () => {
    const found = differencesAfter(({ functions, ...design }) => {
      const { "recipes.dropOld": _, "recipes.list": __, ...kept } = functions!;
      return { ...design, functions: kept };
    });
    // A cron runs the one; nothing of the design names the other.
    expect(found).toMatchObject([
      {
        code: "FUNCTION_UNDESIGNED",
        arg: "convex/recipes.ts:5",
        fix: 'In app.design.ts, under functions: "recipes.list": { kind: "query", args: { cookId: "ref(cooks)", level: "enum(easy,hard)?" } },',
      },
    ]);
  });

  test("leaves a variable that a route brings along to the run that makes the route", () => {
    const found = differencesAfter(
      with_({
        http: { "POST /paid": { signature: "hmac:PAID_SECRET" } },
        environment: { PAID_SECRET: { about: "Signs." }, OTHER: { about: "Of nothing." } },
      }),
    );
    const fixes = found.flatMap(({ code, fix }) => (code === "VARIABLE_LACKING" ? [fix] : []));
    expect(fixes).toEqual([
      "pnpm plop design apply",
      "Add it to the code, or take it out of the design.",
    ]);
  });
});

/** A design whose places are their own paths, to see which one is meant. */
function asFile(design: ReturnType<typeof describedOf>["design"]) {
  const columnOf = (at: readonly (string | number)[]) => at.join(".");
  return {
    path: "app.design.ts",
    design,
    placeOf: (at: readonly (string | number)[]) =>
      ({ line: columnOf(at), column: "" }) as unknown as { line: number; column: number },
  };
}
