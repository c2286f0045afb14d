// What takes the place of an entity, in a small repository with one of each: it is refused before anything is
// written, with a plural that is free.
import { describe, expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { templateFiles } from "../repository.ts";
import { planEntity } from "@groundwork/convex-generators/entity/plan";

const tree = memoryTree({
  ...templateFiles,
  [layout.components]: "app.use(rag); app.use(pool, { name: 'workers' });",
  [layout.backendModule("functions")]:
    'import { writes } from "./writes"; import { z } from "zod";',
  [layout.backendModule("writes")]: 'export { counts } from "./model/counts.ts";',
  [layout.backendModule("webhooks")]: "",
  [layout.validators("fields")]: "",
  [layout.validators("demos")]: "",
  [layout.snapshot]: '{ "tables": { "authAccounts": {} } }',
  [layout.schema]: templateFiles[layout.schema]!.replace(
    "defineSchema({",
    "defineSchema({\n  ...authTables,\n  badges: defineTable({}),",
  ),
  [layout.access]: templateFiles[layout.access]!.replace(
    "defineAccess({",
    'defineAccess({\n  badges: { read: { admin: "all" } },',
  ),
  [`${layout.routes}/sign-in.tsx`]: "",
  [`${layout.routes}/_app/reports.daily.tsx`]: "",
  [`${layout.webFolder("people")}/person-row.tsx`]: "",
});

const fields = ["title:string(1..9)"];

function problemsOf(name: string, plural: string | undefined, web: boolean): readonly Problem[] {
  try {
    planEntity({ name, fields, web, ...(plural !== undefined && { plural }) }, tree);
    return [];
  } catch (error) {
    if (error instanceof GeneratorError) return error.problems;
    throw error;
  }
}

test("a table that stands in the schema itself, and access in the matrix, are not written beside", () => {
  const problems = problemsOf("badge", undefined, false);
  expect(problems.map(({ code, arg }) => [code, arg])).toEqual([
    ["ENTITY_EXISTS", layout.schema],
    ["ENTITY_EXISTS", layout.access],
  ]);
});

describe.each<[string, string, string | undefined, boolean, string]>([
  ["a table that a library brings", "authAccount", undefined, false, "NAME_TAKEN"],
  ["a component", "thing", "rag", false, "NAME_RESERVED"],
  ["a component that is mounted under a name", "worker", undefined, false, "NAME_RESERVED"],
  ["a module that is of no table", "webhook", undefined, false, "MODULE_EXISTS"],
  ["shapes that are of no table", "demo", undefined, false, "MODULE_EXISTS"],
  ["a folder of the web app", "person", undefined, true, "MODULE_EXISTS"],
  ["a page outside the app's layout", "thing", "signIn", true, "ROUTE_TAKEN"],
  ["a table of other rows", "thing", "notes", false, "NAME_TAKEN"],
])("%s", (_what, name, plural, web, code) => {
  const problems = problemsOf(name, plural, web);

  test("is in the way", () => {
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.arg).toBe(plural ?? name);
  });

  test("and what is said instead is free", () => {
    const words = problems[0]!.replace!;
    expect(words).toHaveLength(plural === undefined ? 3 : 1);
    expect(problemsOf(name, words.at(-1), web)).toEqual([]);
  });
});

test("what only a page conflicts with does not matter without one", () => {
  expect(problemsOf("person", undefined, false)).toEqual([]);
  expect(problemsOf("thing", "signIn", false)).toEqual([]);
});

test("a page below another address is another page", () => {
  expect(problemsOf("daily", undefined, true)).toEqual([]);
});

describe("a row that outlives the owner of what it refers to does not keep it from being removed", () => {
  const codesOf = (fields: string[], access: string[]) => {
    try {
      planEntity({ name: "thing", fields: ["title:string(1..9)", ...fields], access }, tree);
      return [];
    } catch (error) {
      if (error instanceof GeneratorError)
        return error.problems.map(({ code, fix }) => [code, fix]);
      throw error;
    }
  };
  const owner = "ownerId:ref(users)+owner";

  test.each([
    ["without an owner", [], ["admin:all"]],
    ["a team's", ["teamId:ref(teams)+cascade"], ["member:team"]],
    ["a team's, made by somebody", ["teamId:ref(teams)+cascade", owner], ["member:team"]],
  ])("where it is %s: the fix is free of the fault", (_whose, more, access) => {
    const fix = "noteId:ref(notes)+cascade";
    expect(codesOf(["noteId:ref(notes)", ...more], access)).toEqual([["MOD_CONFLICT", fix]]);
    expect(codesOf([fix, ...more], access)).toEqual([]);
  });

  test("where it goes with the same person it may keep it", () => {
    expect(codesOf(["noteId:ref(notes)", owner], ["member:own"])).toEqual([]);
  });
});
