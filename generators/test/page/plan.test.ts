import { describe, expect, test } from "vitest";
import type { PageInput } from "@groundwork/convex-generators/page/input";
import { planPage } from "@groundwork/convex-generators/page/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { after, codesOf } from "@groundwork/plop-engine/testing/plans";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { templateFiles, templateTree } from "../repository.ts";

const tree = templateTree();
const mails: PageInput = {
  path: "sent-mails",
  query: "emails.list",
  under: "admin",
  icon: "Mails",
};
const task: PageInput = {
  path: "new-task",
  mutation: "tasks.create",
  under: "team",
  title: "Task",
};
const notes: PageInput = {
  ...{ path: "quick-note", query: "notes.list", mutation: "notes.create", under: "signed-in" },
};

/** A tree with a module whose functions are recorded so. */
function treeWith(code: string, functions: object): Tree {
  const recorded = JSON.parse(templateFiles[layout.snapshot]!) as { functions: object };
  const snapshot = { ...recorded, functions: { ...recorded.functions, ...functions } };
  return memoryTree({
    ...templateFiles,
    [layout.backendModule("shops")]: code,
    [layout.snapshot]: JSON.stringify(snapshot),
  });
}

const object = (value: Record<string, object>, optional = false) => ({
  type: "object",
  value: Object.fromEntries(
    Object.entries(value).map(([name, fieldType]) => [name, { fieldType, optional }]),
  ),
});
const shops = treeWith(
  `import { APP_NAME } from "@repo/validators/app";
   import { z } from "zod";
   const kinds = ["a"];
   export const all = query({ access: publicAccess("a shop window"), args: {}, returns: z.null() });
   export const one = query({ access: "signedIn", args: {}, returns: z.null() });
   export const odd = query({ access: "signedIn", args: {}, returns: z.null() });
   export const rate = mutation({ access: "signedIn", args: { stars: z.number(), why: z.string().max(9) } });
   export const mark = mutation({ access: "signedIn", args: { kind: z.enum(kinds) } });`,
  {
    "shops:all": {
      ...{ kind: "query", args: object({}) },
      returns: { type: "array", value: object({ name: { type: "string" } }) },
    },
    "shops:one": {
      ...{ kind: "query", args: object({}) },
      returns: {
        type: "union",
        value: [{ type: "null" }, object({ isOpen: { type: "boolean" } })],
      },
    },
    "shops:odd": { kind: "query", args: object({}), returns: { type: "string" } },
    "shops:rate": {
      ...{ kind: "mutation", returns: { type: "null" } },
      args: object({ stars: { type: "number" }, why: { type: "string" } }),
    },
    "shops:mark": {
      ...{ kind: "mutation", returns: { type: "null" } },
      args: object({ kind: { type: "literal", value: "a" } }),
    },
  },
);

const all = ({ files }: Plan) =>
  files.map(({ path, after: text }) => `${path}\n${text}\n`).join("\n");
const textOf = ({ files }: Plan, end: string) =>
  files.find(({ path }) => path.endsWith(end))?.after ?? "";

test.each([
  ["rows", mails],
  ["team-form", task],
  ["rows-and-form", notes],
] as const)("a page: its route, its feature and its test: %s", async (name, input) => {
  await expect(all(planPage(input, tree))).toMatchFileSnapshot(`../../page/golden/${name}.txt`);
});

test("the form has the shape that the server checks, without what the address gives", () => {
  expect(textOf(planPage(task, tree), "-form.tsx")).toMatch(
    /formShape\(taskInput\.pick\(\{.*title: true.*\}\)\)/,
  );
  const rate: PageInput = { path: "rate", mutation: "shops.rate", under: "signed-in" };
  const form = textOf(planPage(rate, shops), "-form.tsx");
  expect(form).toContain("z.object({ stars: z.number(), why: z.string().max(9) })");
  expect(form).toContain('import { z } from "zod";');
});

test("a public page has no place in the navigation, and needs nobody who is signed in", () => {
  const plan = planPage({ path: "shops", query: "shops.all", under: "public" }, shops);
  expect(textOf(plan, "/feature.ts")).toBe("");
  expect(textOf(plan, "routes/shops.tsx")).toContain('createFileRoute("/shops")');
  expect(textOf(plan, "-page.tsx")).toContain("<main");
});

test("one object that may be missing says so where it is", () => {
  const plan = planPage({ path: "shop", query: "shops.one", under: "signed-in" }, shops);
  expect(textOf(plan, "-view.tsx")).toContain("if (row === null) return <Empty />;");
  expect(textOf(plan, ".test.tsx")).toContain("says that there is nothing");
});

test("only those whom the function serves see the page", () => {
  expect(textOf(planPage(mails, tree), "/feature.ts")).toContain('access: "emails.read"');
  expect(textOf(planPage(mails, tree), "-page.tsx")).toContain('permission="emails.read"');
  expect(textOf(planPage(notes, tree), "/feature.ts")).not.toContain("access:");
});

test("says what the page leaves out", () => {
  expect(planPage(task, tree).notes).toEqual(["The form does not ask for: assigneeId."]);
});

test.each([mails, task, notes])("a second run finds nothing to do: $path", (input) => {
  expect(planPage(input, after(planPage(input, tree), tree)).files).toEqual([]);
});

describe("is refused:", () => {
  const there = after(planPage(mails, tree), tree);
  const shown = (query: string): PageInput => ({ ...notes, query, mutation: undefined });
  const filled = (mutation: string): PageInput => ({ ...notes, query: undefined, mutation });
  test.each<[string, string[], PageInput, Tree]>([
    ["a path with a slash", ["2 PAGE_PATH"], { ...mails, path: "admin/mails" }, tree],
    ["a path in capitals", ["2 PAGE_PATH"], { ...mails, path: "SentMails" }, tree],
    ["no place", ["2 PAGE_UNDER"], { ...mails, under: "admins" as never }, tree],
    ["a long title", ["2 PAGE_TITLE"], { ...mails, title: "a".repeat(41) }, tree],
    ["an icon that is none", ["2 ICON"], { ...mails, icon: "mails" }, tree],
    ["no function", ["2 PAGE_FUNCTION"], { path: "a", under: "team" }, tree],
    ["a function that is not there", ["2 PAGE_FUNCTION"], shown("notes.lst"), tree],
    ["an internal one", ["2 PAGE_FUNCTION"], shown("emails.purge"), tree],
    ["a mutation as a query", ["2 PAGE_FUNCTION"], shown("notes.create"), tree],
    ["a query as a mutation", ["2 PAGE_FUNCTION"], filled("notes.list"), tree],
    ["one that needs the id of a row", ["2 PAGE_ARGS"], shown("notes.get"), tree],
    ["one that needs a team elsewhere", ["2 PAGE_ARGS"], filled("tasks.create"), tree],
    [
      "one for the signed-in on a public page",
      ["2 PAGE_ACCESS"],
      { ...notes, under: "public", mutation: undefined },
      tree,
    ],
    ["what is no object", ["2 PAGE_RETURNS"], shown("shops.odd"), shops],
    ["a shape of the module alone", ["2 PAGE_SHAPE"], filled("shops.mark"), shops],
    ["another page of the same path", ["3 PAGE_EXISTS"], { ...mails, title: "Mails" }, there],
    ["a path of another place", ["3 PAGE_EXISTS"], { ...notes, path: "sent-mails" }, there],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planPage(input, of))).toEqual(codes);
  });

  test("with the nearest name, and what else the module has", () => {
    const problem = (() => {
      try {
        planPage(shown("notes.lst"), tree);
      } catch (error) {
        return String(error);
      }
      return "";
    })();
    expect(problem).toContain('Did you mean "notes.list"?');
    expect(problem).toContain("The module has notes.get, notes.list");
  });

  test("one that nothing is recorded of yet, with what records it", () => {
    const code = 'export const late = query({ access: "signedIn", args: {} });';
    expect(codesOf(() => planPage(shown("shops.late"), treeWith(code, {})))).toEqual([
      "2 PAGE_FUNCTION",
    ]);
  });
});
