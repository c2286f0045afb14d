// The backend of this repository as a design: what is read, and that it says the same as the code.
import { compareDesign } from "@groundwork/convex-generators/design/described/compare";
import { describeBackend } from "@groundwork/convex-generators/design/described/describe";
import { comparedType } from "@groundwork/convex-generators/design/described/shapes/field-text";
import { readDesign } from "@groundwork/convex-generators/design/file/read";
import { readTables } from "@groundwork/convex-generators/repository/facts";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { Tree } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import "../set-up.ts";
import { workspace } from "../repository.ts";

const tree = diskTree(workspace);
const described = describeBackend(tree);
const { design } = described;
const placeOf = () => ({ line: 1, column: 1 });
const asFile = (one: typeof design) => ({ path: "app.design.ts", design: one, placeOf });

test("every type of a field, an argument and an answer is in the grammar", () => {
  const stored = Object.entries(design.entities!).flatMap(([key, { fields }]) =>
    Object.entries(fields).map(([name, text]) => [`${key}.${name}: ${text}`, text] as const),
  );
  const passed = Object.entries(design.functions!).flatMap(
    ([id, { args = {}, returns = "null" }]) =>
      [...Object.entries(args), ["returns", returns] as const].map(
        ([name, text]) => [`${id} ${name}: ${text}`, text] as const,
      ),
  );
  const words = ["null", "row", "page"];
  const isRefused = (text: string, isStored: boolean) =>
    !words.includes(text) && comparedType(text, isStored) === null;
  expect(stored.filter(([, text]) => isRefused(text, true)).map(([place]) => place)).toEqual([]);
  expect(passed.filter(([, text]) => isRefused(text, false)).map(([place]) => place)).toEqual([]);
});

test("every table of the app is an entity, and every promised function is a function", () => {
  const tables = readTables(tree).filter((table) => !/^auth[A-Z]/.test(table) && table !== "users");
  const keys = Object.keys(design.entities!).length;
  expect(keys).toBeGreaterThanOrEqual(tables.length);
  const { functions, internal } = JSON.parse(tree.read(layout.snapshot)!) as Record<string, object>;
  const promised = [...Object.keys(functions!), ...Object.keys(internal!)]
    .map((name) => name.replace(":", "."))
    // The library of migrations makes these.
    .filter((name) => !name.startsWith("migrations."));
  const read = [...Object.keys(design.functions!), ...described.brought];
  expect(promised.filter((name) => !read.includes(name))).toEqual([]);
  // Internal queries are promised to nobody.
  const isPublic = (id: string) => !design.functions![id]?.kind.startsWith("internal");
  expect(read.filter((id) => isPublic(id) && !promised.includes(id))).toEqual([]);
});

test("kinds of functions, and what may be left out of their arguments, are as the backend promises", () => {
  const { functions } = JSON.parse(tree.read(layout.snapshot)!) as {
    functions: Record<
      string,
      { kind: string; args: { value?: Record<string, { optional: boolean }> } }
    >;
  };
  for (const [id, { kind, args, access }] of Object.entries(design.functions!)) {
    const promised = functions[id.replace(".", ":")];
    if (promised === undefined || id.startsWith("auth.")) continue;
    expect([id, kind]).toEqual([id, promised.kind]);
    expect(access, id).toMatch(/^(\w+\.\w+|signedIn|public:.+)$/);
    const { paginationOpts: _, ...wanted } = promised.args.value ?? {};
    const isOptional = Object.fromEntries(
      Object.entries(args ?? {}).map(([name, text]) => [
        name,
        comparedType(text, false)!.isOptional,
      ]),
    );
    const isLeftOut = Object.entries(wanted).map(([name, { optional }]) => [name, optional]);
    expect([id, isOptional]).toEqual([id, Object.fromEntries(isLeftOut)]);
  }
});

test("the description says what the code says", () => {
  expect(compareDesign(asFile(design), described)).toEqual([]);
});

test("the design of this repository names all that the code has, and says nothing else", () => {
  const file = readDesign(tree.read(layout.design)!, layout.design);
  expect(compareDesign(file, described)).toEqual([]);
  expect(file.design.flows).toEqual(design.flows);
});

/** What is changed in the code: file, before, after; and what is found of it. */
const changes = [
  [
    "FIELD_DIFFERS",
    "packages/validators/src/notes.ts",
    "title: { min: 1, max: 120 }",
    "title: { min: 1, max: 80 }",
  ],
  [
    "FIELD_LACKING",
    "packages/validators/src/notes.ts",
    "  body: z.string().min(noteLimits.body.min).max(noteLimits.body.max),\n",
    "",
  ],
  [
    "ACCESS_DIFFERS",
    "packages/validators/src/access/notes.ts",
    'read: { member: "own", admin: "own" }',
    'read: { member: "own", admin: "all" }',
  ],
  [
    "FIELD_DIFFERS",
    layout.tables("teams"),
    'userId: { to: "users", onRemove: "cascade" }',
    'userId: { to: "users", onRemove: "restrict" }',
  ],
  ["INDEX_LACKING", layout.tables("teams"), '.index("by_teamId_and_role", ["teamId", "role"])', ""],
  [
    "FUNCTION_DIFFERS",
    layout.backendModule("tasks"),
    'access: "tasks.create",',
    'access: "tasks.update",',
  ],
  [
    "FUNCTION_DIFFERS",
    layout.rateLimits,
    "rate: 10, period: MINUTE, capacity: 10 }",
    "rate: 11, period: MINUTE, capacity: 11 }",
  ],
  [
    "CRON_DIFFERS",
    layout.crons,
    '"recover stuck jobs", { minutes: 1 }',
    '"recover stuck jobs", { minutes: 2 }',
  ],
  [
    "VARIABLE_DIFFERS",
    layout.components,
    "SITE_URL: v.string().optional()",
    "SITE_URL: v.string()",
  ],
] as const;

test("each difference between code and design is found", () => {
  const other: Tree = {
    ...tree,
    read: (file, encoding) =>
      changes
        .filter(([, path]) => path === file)
        .reduce(
          (text, [, , before, after]) => {
            expect(text, file).toContain(before);
            return text!.replace(before, after);
          },
          tree.read(file, encoding),
        ),
  };
  const problems = compareDesign(asFile(design), describeBackend(other));
  expect(problems.map(({ code }) => code).sort()).toEqual(changes.map(([code]) => code).sort());
});
