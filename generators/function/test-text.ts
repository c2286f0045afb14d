// The test of a function: who may call it and who may not, whose rows it reads, each bound of each
// argument, its limit, and what it answers.
import { articleOf } from "@groundwork/plop-engine/names/words";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { pathFromTest } from "../repository/backend-modules.ts";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { type Cast, castOf, otherLines, signedIn } from "./cast.ts";
import type { FunctionModel } from "./model.ts";
import { pageTest } from "./page-test.ts";
import { badValues, sampleText } from "./samples.ts";
import type { SetUp } from "./set-up.ts";
import {
  type Testing,
  WIDTH,
  callText,
  callerOf,
  hasInput,
  isOpen,
  referenceOf,
  refusal,
  required,
} from "./test-calls.ts";

/**
 * Writes the block of a test file.
 * @param title what the block is called in its file
 * @param setUp what the file does before each test; null for nothing that the block may lean on
 */
export function testText(model: FunctionModel, title: string, setUp: SetUp | null): string {
  const testing = { model, cast: castOf(model, setUp) };
  const tests = [
    answerTest(testing),
    ...signedOutTest(testing),
    ...refusedRoleTests(testing),
    ...rowTests(testing),
    ...boundsTest(testing),
  ].filter((lines) => lines.length > 0);
  // What waits for its owner needs nothing to start from.
  const isWaiting = tests.every(([line]) => line?.startsWith("test.todo("));
  const signsIn = isCallerUsed(testing, tests.flat());
  const start = isWaiting ? [] : [declarations(testing, signsIn), before(testing, signsIn)];
  const blocks = [...start.filter((lines) => lines.length > 0), ...tests];
  const inside = blocks.map((lines) =>
    lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n"),
  );
  return [`describe(${JSON.stringify(title)}, () => {`, inside.join("\n\n"), "});"].join("\n");
}

/**
 * The imports that a block needs, one fragment for each name. Values first: types may join their import.
 * @param text the block
 * @param test the path of the test file
 */
export function testImports(text: string, test: string): Fragment[] {
  const root = pathFromTest(test);
  const names: [string, string[]][] = [
    ["convex/server", ["type FunctionArgs"]],
    ["vitest", ["beforeEach", "describe", "expect", "test"]],
    [`${root}convex/_generated/api`, ["api", "internal"]],
    [`${root}testing/manifest.ts`, ["exampleRow"]],
    [`${root}testing/setup.ts`, ["initTest", "signedInAs", "type Person", "type TestApp"]],
  ];
  return names.flatMap(([module, all]) => {
    const used = all.filter((name) =>
      new RegExp(`(?<![.\\w"])${name.replace("type ", "")}\\b`).test(text),
    );
    if (used.length === 0) return [];
    const isTypes = used.every((name) => name.startsWith("type "));
    const list = used.map((name) => (isTypes ? name.replace("type ", "") : name)).join(", ");
    return importFragments(`import ${isTypes ? "type " : ""}{ ${list} } from "${module}";`);
  });
}

/** Whether the block has to sign its caller in: where a test or an argument names them, and the file does not do so. */
function isCallerUsed({ model, cast }: Testing, tests: readonly string[]): boolean {
  const named = new RegExp(`(?<![\\w"'.])${cast.caller}(?=[.,)\\s])`);
  return (
    !cast.hasCaller &&
    [...tests, ...argumentLines({ model, cast })].some((line) => named.test(line))
  );
}

function declarations(testing: Testing, signsIn: boolean): string[] {
  const { model, cast } = testing;
  return [
    ...(cast.hasApp ? [] : ["let app: TestApp;"]),
    ...(signsIn ? [`let ${cast.caller}: Person;`] : []),
    ...(hasInput(model) ? argsDeclaration(referenceOf(model)) : []),
  ];
}

function argsDeclaration(reference: string): string[] {
  const line = `let args: FunctionArgs<typeof ${reference}>;`;
  return line.length + 2 <= WIDTH
    ? [line]
    : ["let args: FunctionArgs<", `  typeof ${reference}`, ">;"];
}

function before(testing: Testing, signsIn: boolean): string[] {
  const { model, cast } = testing;
  const properties = argumentLines(testing);
  const steps = [
    ...(cast.hasApp ? [] : ["app = initTest();"]),
    ...(signsIn ? [signedIn(cast.caller, cast.role).replace("const ", "")] : []),
    ...(hasInput(model) ? argsLines(properties) : []),
  ];
  if (steps.length === 0) return [];
  const isAsync = steps.some((step) => step.includes("await "));
  return [
    `beforeEach(${isAsync ? "async " : ""}() => {`,
    ...steps.map((step) => `  ${step}`),
    "});",
  ];
}

/** The arguments of a call, as properties. */
function argumentLines({ model, cast }: Testing): string[] {
  const given = required(model).map((field) => `${field.name}: ${sampleText(field, cast.caller)}`);
  const isPage = model.returns.kind === "page";
  return isPage ? [...given, "paginationOpts: { numItems: 10, cursor: null }"] : given;
}

function argsLines(properties: readonly string[]): string[] {
  const line = `args = { ${properties.join(", ")} };`;
  if (line.length + 4 <= WIDTH) return [line];
  return ["args = {", ...properties.map((property) => `  ${property},`), "};"];
}

/** What it does waits for its owner, where only they can say it. */
function answerTest(testing: Testing): string[] {
  const { model } = testing;
  const { returns } = model;
  if (!model.isWritten) {
    return [`test.todo(${quoted(model.about?.replace(/\.$/, "") ?? aimOf(model))});`];
  }
  if (returns.kind === "page") return pageTest(testing, returns);
  if (returns.kind !== "row") return [];
  return [
    'test("answers the row", async () => {',
    ...callText(model, "  const answer = await ", callerOf(testing)),
    `  expect(answer).toMatchObject({ _id: args.${returns.arg} });`,
    "});",
  ];
}

function aimOf({ returns, name }: FunctionModel): string {
  const what = { null: "does what it is for", row: "answers the row", page: "answers the rows" };
  return returns.kind === "value" ? `answers what ${name} promises` : what[returns.kind];
}

function signedOutTest({ model }: Testing): string[][] {
  if (isOpen(model)) return [];
  return [refusal(model, "is refused when signed out", { caller: "app", code: "UNAUTHENTICATED" })];
}

function refusedRoleTests({ model, cast }: Testing): string[][] {
  const name = cast.taken.has("other") ? "refused" : "other";
  return model.refusedRoles.map((role) =>
    refusal(model, `is refused to ${articleOf(role)} ${role}`, {
      caller: name,
      code: "FORBIDDEN",
      before: [signedIn(name, role)],
    }),
  );
}

/** The row of the first reference that the handler reads: somebody else's, and one that is gone. */
function rowTests(testing: Testing): string[][] {
  const { model, cast } = testing;
  // What is optional is not given.
  const given = model.reads.filter(({ isOptional }) => !isOptional);
  const ofCaller = given.find(({ ownRoles }) => ownRoles.includes(cast.role));
  // A row that can go without its caller going too.
  const removable = given.find(({ table }) => table !== "users");
  const tests: string[][] = [];
  if (ofCaller !== undefined) tests.push(anothersTest(model, cast));
  if (removable !== undefined) {
    const { table, arg, holds } = removable;
    const id = holds === "list" ? `args.${arg}[0]!` : `args.${arg}`;
    tests.push(
      refusal(model, "does not know of a row that is gone", {
        caller: callerOf(testing),
        code: "NOT_FOUND",
        before: [`await app.run((ctx) => ctx.db.delete(${JSON.stringify(table)}, ${id}));`],
      }),
    );
  }
  return tests;
}

function anothersTest(model: FunctionModel, cast: Cast): string[] {
  return refusal(model, "does not know of another person's row", {
    caller: cast.other,
    code: "NOT_FOUND",
    before: otherLines(cast),
  });
}

function boundsTest(testing: Testing): string[][] {
  const { model } = testing;
  const rows = model.args.flatMap((field) =>
    badValues(field).map(({ path, value }) => {
      return `[${JSON.stringify(path)}, { ${field.name}: ${value} }]`;
    }),
  );
  if (rows.length === 0) return [];
  const title = '("a bad %s is refused (%#)", async (path, changes) => {';
  const oneLine = `test.each([${rows[0]}])${title}`;
  const isOneLine = rows.length === 1 && oneLine.length + 2 <= WIDTH;
  const args = hasInput(model) ? "{ ...args, ...changes }" : "changes";
  return [
    [
      ...(isOneLine ? [oneLine] : ["test.each([", ...rows.map((row) => `  ${row},`), `])${title}`]),
      ...callText(model, "  const refused = ", callerOf(testing), args),
      '  const invalid = { data: { code: "INVALID", issues: [{ path }] } };',
      "  await expect(refused).rejects.toMatchObject(invalid);",
      "});",
    ],
  ];
}
