// The test of a function: who may call it and who may not, whose rows it reads, each bound of each
// argument, its limit, and what it answers.
import { importFragments } from "../lib/edit/import-names.ts";
import type { Field } from "../lib/fields/field.ts";
import type { Fragment } from "../lib/model.ts";
import { articleOf } from "../lib/names.ts";
import type { FunctionModel } from "./model.ts";
import { badValues, sampleText } from "./samples.ts";

const WIDTH = 100;

/** A limit above this is not tried out call by call. */
const TRIED_MAX = 300;

/**
 * Writes the block of a test file.
 * @param title what the block is called in its file
 */
export function testText(model: FunctionModel, title: string): string {
  const blocks = [
    declarations(model),
    setUp(model),
    answerTest(model),
    ...signedOutTest(model),
    ...refusedRoleTests(model),
    ...rowTests(model),
    ...boundsTest(model),
    ...limitTest(model),
  ];
  const inside = blocks.map((lines) =>
    lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n"),
  );
  return [`describe(${JSON.stringify(title)}, () => {`, inside.join("\n\n"), "});"].join("\n");
}

/** The imports that the block needs, one fragment for each name. Values first: types may join their import. */
export function testImports(model: FunctionModel): Fragment[] {
  const needsRows = model.args.some(isRow) || model.returns.kind === "page";
  const texts = [
    ...(hasInput(model) ? [`import type { FunctionArgs } from "convex/server";`] : []),
    `import { beforeEach, describe, expect, test } from "vitest";`,
    `import { ${model.isInternal ? "internal" : "api"} } from "./_generated/api";`,
    ...(removableRow(model) ? [`import type { Id } from "./_generated/dataModel";`] : []),
    ...(isLimitTried(model) ? [`import { rateLimits } from "./rateLimits";`] : []),
    ...(needsRows ? [`import { exampleRow } from "./testing.manifest";`] : []),
    hasPeople(model)
      ? `import { initTest, signedInAs, type Person, type TestApp } from "./testing.setup";`
      : `import { initTest, type TestApp } from "./testing.setup";`,
  ];
  return texts.flatMap(importFragments);
}

/** Whether the limit is low enough for a test to reach it. One that was there already is taken to be. */
export function isLimitTried({ rateLimit }: FunctionModel): boolean {
  return rateLimit !== null && (rateLimit.added?.times ?? 0) <= TRIED_MAX;
}

/** Arguments that a call cannot leave out. */
function required({ args }: FunctionModel): Field[] {
  return args.filter((field) => !field.isOptional && field.default === null);
}

function hasInput(model: FunctionModel): boolean {
  return required(model).length > 0 || model.returns.kind === "page";
}

/** Whether a sample of the argument is a row that somebody has to own. */
function isRow(field: Field): boolean {
  return sampleText(field).includes("exampleRow(") && !field.isOptional && field.default === null;
}

function isOpen({ isInternal, access }: FunctionModel): boolean {
  return isInternal || access.kind === "public";
}

function hasPeople(model: FunctionModel): boolean {
  return !isOpen(model) || model.args.some(isRow) || model.returns.kind === "page";
}

function referenceOf({ isInternal, module, name }: FunctionModel): string {
  return `${isInternal ? "internal" : "api"}.${module}.${name}`;
}

/** A call, on one line where it fits. */
function callText(model: FunctionModel, lead: string, caller: string, args?: string): string[] {
  const given = args ?? (hasInput(model) ? "input" : "{}");
  const head = `${lead}${caller}.${model.call}(`;
  const line = `${head}${referenceOf(model)}, ${given});`;
  if (line.length + 2 <= WIDTH) return [line];
  const indent = /^ */.exec(lead)![0];
  return [head, `${indent}  ${referenceOf(model)},`, `${indent}  ${given},`, `${indent});`];
}

/** A test of a call that is refused. */
function refusal(
  model: FunctionModel,
  title: string,
  { caller, code, before = [] }: { caller: string; code: string; before?: string[] },
): string[] {
  return [
    `test(${JSON.stringify(title)}, async () => {`,
    ...before.map((line) => `  ${line}`),
    ...callText(model, "  const refused = ", caller),
    `  await expect(refused).rejects.toMatchObject({ data: { code: "${code}" } });`,
    "});",
  ];
}

function declarations(model: FunctionModel): string[] {
  return [
    "let app: TestApp;",
    ...(hasPeople(model) ? ["let ann: Person;"] : []),
    ...(hasInput(model) ? inputDeclaration(referenceOf(model)) : []),
  ];
}

function inputDeclaration(reference: string): string[] {
  const line = `let input: FunctionArgs<typeof ${reference}>;`;
  return line.length + 2 <= WIDTH
    ? [line]
    : ["let input: FunctionArgs<", `  typeof ${reference}`, ">;"];
}

function setUp(model: FunctionModel): string[] {
  const properties = required(model).map((field) => `${field.name}: ${sampleText(field)}`);
  if (model.returns.kind === "page") {
    properties.push("paginationOpts: { numItems: 10, cursor: null }");
  }
  const steps = [
    "app = initTest();",
    ...(hasPeople(model) ? [`ann = await signedInAs(app, ${JSON.stringify(model.role)});`] : []),
    ...(hasInput(model) ? inputLines(properties) : []),
  ];
  const isAsync = steps.some((step) => step.includes("await "));
  return [
    `beforeEach(${isAsync ? "async " : ""}() => {`,
    ...steps.map((step) => `  ${step}`),
    "});",
  ];
}

function inputLines(properties: readonly string[]): string[] {
  const line = `input = { ${properties.join(", ")} };`;
  if (line.length + 4 <= WIDTH) return [line];
  return ["input = {", ...properties.map((property) => `  ${property},`), "};"];
}

function answerTest(model: FunctionModel): string[] {
  const caller = isOpen(model) ? "app" : "ann";
  const { returns } = model;
  const lines = callText(model, "  const answer = await ", caller);
  switch (returns.kind) {
    case "null":
      return [
        'test("answers nothing", async () => {',
        ...lines,
        "  expect(answer).toBeNull();",
        "});",
      ];
    case "row":
      return [
        'test("answers the row", async () => {',
        ...lines,
        `  expect(answer).toMatchObject({ _id: input.${returns.arg} });`,
        "});",
      ];
    case "value": {
      const value = returns.value
        .replace(/^args\./, "input.")
        .replace("ctx.user._id", "ann.userId");
      return [
        'test("answers", async () => {',
        ...lines,
        `  expect(answer).toEqual(${value});`,
        "});",
      ];
    }
    case "page":
      return pageTest(model, returns.table, returns.ownRoles.includes(model.role), caller);
  }
}

function pageTest(model: FunctionModel, table: string, isOwn: boolean, caller: string): string[] {
  const row = (person: string) => `await exampleRow(app, ${person}, ${JSON.stringify(table)});`;
  const { role } = model;
  return [
    `test("answers ${isOwn ? "the caller's rows only" : "the rows"}, as a page", async () => {`,
    `  const id = ${row("ann")}`,
    ...(isOwn ? [`  ${row(`await signedInAs(app, ${JSON.stringify(role)})`)}`] : []),
    ...callText(model, "  const { page } = await ", caller),
    "  expect(page.map((row) => row._id)).toEqual([id]);",
    "});",
  ];
}

function signedOutTest(model: FunctionModel): string[][] {
  if (isOpen(model)) return [];
  return [refusal(model, "is refused when signed out", { caller: "app", code: "UNAUTHENTICATED" })];
}

function refusedRoleTests(model: FunctionModel): string[][] {
  return model.refusedRoles.map((role) =>
    refusal(model, `is refused to ${articleOf(role)} ${role}`, {
      caller: "other",
      code: "FORBIDDEN",
      before: [`const other = await signedInAs(app, ${JSON.stringify(role)});`],
    }),
  );
}

/** A row that can go without its caller going too. */
function removableRow({ reads }: FunctionModel) {
  return reads.find(({ table }) => table !== "users");
}

/** The row of the first reference that the handler reads: somebody else's, and one that is gone. */
function rowTests(model: FunctionModel): string[][] {
  const ofCaller = model.reads.find(({ isOfCaller }) => isOfCaller);
  const removable = removableRow(model);
  const tests: string[][] = [];
  if (ofCaller !== undefined) {
    tests.push(
      refusal(model, "does not know of another person's row", {
        caller: "bob",
        code: "NOT_FOUND",
        before: [`const bob = await signedInAs(app, ${JSON.stringify(model.role)});`],
      }),
    );
  }
  if (removable !== undefined) {
    const { table, arg } = removable;
    const id = `input.${arg} as Id<${JSON.stringify(table)}>`;
    const remove = `ctx.db.delete(${JSON.stringify(table)}, ${id})`;
    tests.push(
      refusal(model, "does not know of a row that is gone", {
        caller: isOpen(model) ? "app" : "ann",
        code: "NOT_FOUND",
        before: [`await app.run((ctx) => ${remove});`],
      }),
    );
  }
  return tests;
}

function boundsTest(model: FunctionModel): string[][] {
  const rows = model.args.flatMap((field) =>
    badValues(field).map(({ path, value }) => {
      return `[${JSON.stringify(path)}, { ${field.name}: ${value} }]`;
    }),
  );
  if (rows.length === 0) return [];
  const title = '("a bad %s is refused (%#)", async (path, changes) => {';
  const oneLine = `test.each([${rows[0]}])${title}`;
  const isOneLine = rows.length === 1 && oneLine.length + 2 <= WIDTH;
  const args = hasInput(model) ? "{ ...input, ...changes }" : "changes";
  return [
    [
      ...(isOneLine ? [oneLine] : ["test.each([", ...rows.map((row) => `  ${row},`), `])${title}`]),
      ...callText(model, "  const refused = ", isOpen(model) ? "app" : "ann", args),
      '  const invalid = { data: { code: "INVALID", issues: [{ path }] } };',
      "  await expect(refused).rejects.toMatchObject(invalid);",
      "});",
    ],
  ];
}

function limitTest(model: FunctionModel): string[][] {
  if (!isLimitTried(model)) return [];
  const caller = isOpen(model) ? "app" : "ann";
  const limit = `rateLimits[${JSON.stringify(model.rateLimit!.name)}];`;
  const capacity = `  const { capacity } = ${limit}`;
  return [
    [
      'test("is refused when it is called too often", async () => {',
      ...(capacity.length + 2 <= WIDTH ? [capacity] : ["  const { capacity } =", `    ${limit}`]),
      "  for (let n = 0; n < capacity; n++) {",
      ...callText(model, "    await ", caller),
      "  }",
      ...callText(model, "  const refused = ", caller),
      '  await expect(refused).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });',
      "});",
    ],
  ];
}
