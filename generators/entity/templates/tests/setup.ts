// The first part of the test of an entity's functions: imports, people, and how rows are made.
import { type EntityField, type EntityModel, inputsOf } from "../../model.ts";
import { WIDTH, byModule, importLine, indented, object, paragraphs, quoted } from "../../print.ts";
import { exactText, sampleText } from "../../samples.ts";
import { limitsName } from "../shapes.ts";
import { helpers, mainRole, outcomeOfCreate } from "./people.ts";

/** How a test writes what it needs of the entity. */
export interface Writing {
  model: EntityModel;
  /** The arguments of `create`, given by somebody. */
  input: (person: string) => string;
  /** A row as it is stored, of somebody. */
  doc: (person: string) => string;
  /** Puts a row in by hand, and answers its id. */
  row: (person: string) => string;
  /** The arguments of a list of somebody's; the options are those of the first page unless told. */
  list: (person: string, options?: string) => string;
  /** The same without `await`, to be spread. */
  spread: (code: string) => string;
}

/** The fields that `input()` gives: all that `create` takes, but for rows that not everybody sees. */
export function givenFields(model: EntityModel): EntityField[] {
  return inputsOf(model).filter((field) => {
    if (field.target === null || !field.isOptional) return true;
    if (field.target.isSelf) return false;
    if (field.target.table === "users") return true;
    const { readers } = field.target;
    return model.roles.every(
      (role) => outcomeOfCreate(model, role) !== null || Object.hasOwn(readers, role),
    );
  });
}

/** Fields of a stored row that `input()` does not give. */
function storedFields({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isInput, isOwner }) => !isInput && !isOwner);
}

export function writingOf(model: EntityModel): Writing {
  const { isAsync, takesPerson } = natureOf(model);
  const call = (name: string, person: string, isSlow = isAsync, takes = takesPerson) =>
    `${isSlow ? "await " : ""}${name}(${takes ? person : ""})`;
  return {
    model,
    input: (person) => call("input", person),
    doc: (person) => call("docOf", person, isAsync, takesPerson || model.owner !== null),
    row: (person) => call("rowOf", person, true, takesPerson || model.owner !== null),
    list: (person, options) => {
      if (model.team === null) return options ?? "firstPage";
      const first = `await listOf(${person})`;
      return options === undefined ? first : `{ ...(${first}), ...${options} }`;
    },
    spread: (code) => (code.startsWith("await ") ? `(${code})` : code),
  };
}

function natureOf(model: EntityModel): { isAsync: boolean; takesPerson: boolean } {
  const samples = [...givenFields(model), ...storedFields(model)].map((field) => sampleText(field));
  return {
    isAsync: samples.some((text) => text.includes("await ")),
    takesPerson: samples.some((text) => /\bperson\b/.test(text)),
  };
}

/** Everything between the imports and the first test: people, and how rows are made. */
export function setupText(model: EntityModel, tests: string): string {
  const { owner } = model;
  const { isAsync, takesPerson } = natureOf(model);
  const { words, article, table } = model.names;
  const start = isAsync ? "async " : "";
  const param = takesPerson ? "(person: Person)" : "()";
  const docParam = takesPerson || owner !== null ? "(person: Person)" : "()";
  const inner = `${isAsync ? "await " : ""}input(${takesPerson ? "person" : ""})`;
  const spread = isAsync ? `...(${inner})` : `...${inner}`;
  const added = [
    ...(owner === null ? [] : [`${owner.name}: person.userId`]),
    ...storedFields(model).map(givenText),
  ];
  const takes = docParam === "()" ? "" : "person";
  const a = article === "a" ? "A" : "An";
  const asThey = owner === null ? "" : " of a person's";
  const uses = usedIn(tests);
  return paragraphs(
    peopleText(model, tests),
    uses("input") || uses("docOf") || uses("rowOf")
      ? `/** What making ${article} ${words} takes. */\n` +
          object(`const input = ${start}${param} => (`, givenFields(model).map(givenText), ");")
      : null,
    uses("docOf") || uses("rowOf")
      ? `/** ${a} ${words}${asThey} as it is stored. */\n` +
          object(`const docOf = ${start}${docParam} => (`, [spread, ...added], ");")
      : null,
    uses("rowOf") &&
      [
        `/** Puts ${article} ${words}${asThey} in by hand, and answers its id. */`,
        `const rowOf = async ${docParam} => {`,
        `  const doc = ${isAsync ? "await " : ""}docOf(${takes});`,
        `  return await app.run((ctx) => ctx.db.insert(${quoted(table)}, doc));`,
        "};",
      ].join("\n"),
    uses("listOf") && listText(model),
    uses("stored") && storedText(model),
  );
}

function listText({ team }: EntityModel): string {
  const parts = [`${team!.name}: await exampleRow(app, person, "teams")`, "...firstPage"];
  return (
    "/** What a list takes, of the team that a person owns. */\n" +
    object("const listOf = async (person: Person) => (", parts, ");")
  );
}

function storedText({ names }: EntityModel): string {
  const { words, article, table } = names;
  const start = `const stored = (id: Id<${quoted(table)}>) =>`;
  const get = `app.run((ctx) => ctx.db.get(${quoted(table)}, id));`;
  const line = `${start} ${get}`;
  return [
    `/** ${article === "a" ? "A" : "An"} ${words}, whatever of it callers see. */`,
    line.length <= WIDTH ? line : `${start}\n  ${get}`,
  ].join("\n");
}

function peopleText(model: EntityModel, tests: string): string {
  const role = mainRole(model);
  const people = [{ variable: "ann", role }, { variable: "bob", role }, ...helpers(model)];
  const present = people.filter(({ variable }) => usedIn(tests)(variable));
  return paragraphs(
    [
      "let app: TestApp;",
      ...present.map(({ variable }) => `let ${variable}: Person;`),
      ...(usesCounter(model) ? ["let made = 0;"] : []),
    ].join("\n"),
    [
      "beforeEach(async () => {",
      "  app = initTest();",
      ...(usesCounter(model) ? ["  made = 0;"] : []),
      ...present.map(
        ({ variable, role }) => `  ${variable} = await signedInAs(app, ${quoted(role)});`,
      ),
      "});",
    ].join("\n"),
    usedIn(tests)("vi") && "afterEach(() => void vi.useRealTimers());",
  );
}

/** A field with its value. */
function givenText(field: EntityField): string {
  return `${field.name}: ${exactText(field)}`;
}

/** Whether values have to be counted, so that no two are the same. */
function usesCounter(model: EntityModel): boolean {
  return model.fields.some((field) => /\bmade\b/.test(sampleText(field)));
}

/** Says whether a piece of code uses a name. */
function usedIn(code: string): (name: string) => boolean {
  // Not as a member of something, but as what is spread out.
  return (name) => new RegExp(`(?<![\\w"]|(?<!\\.\\.)\\.)${name}\\b`).test(code);
}

/** The imports that a test file needs, read off its code. */
export function importsText(model: EntityModel, code: string): string {
  const { table } = model.names;
  const uses = usedIn(code);
  const from = (module: string, names: string[]) => ({
    module,
    names: names.filter((name) => uses(name.replace("type ", ""))),
  });
  const modules = [
    from("@repo/validators/fields", ["fieldLimits"]),
    from(`@repo/validators/${table}`, [limitsName(model)]),
    from("@repo/validators/pagination", ["PAGE_SIZE_MAX"]),
    from("vitest", ["afterEach", "beforeEach", "describe", "expect", "test", "vi"]),
    from("../convex/_generated/api", ["api", "internal"]),
    from("../convex/_generated/dataModel", ["type Id"]),
    from("../convex/model/platform/removal.ts", ["REMOVAL_BATCH", "removeRow"]),
    from("../convex/lib/rateLimits.ts", ["rateLimits"]),
    from("../testing/manifest.ts", ["exampleRow"]),
    from("../testing/setup.ts", [
      "type Person",
      "type TestApp",
      "codeOf",
      "exampleFile",
      "failsWith",
      "firstPage",
      "idsOf",
      "inTeam",
      "initTest",
      "signedInAs",
    ]),
  ];
  return modules
    .filter(({ names }) => names.length > 0)
    .toSorted((one, other) => byModule(one.module, other.module))
    .map(({ module, names }) => {
      const isTypes = names.every((name) => name.startsWith("type "));
      if (!isTypes) return importLine(names, module);
      return importLine(
        names.map((name) => name.replace("type ", "")),
        module,
      ).replace("import {", "import type {");
    })
    .join("\n");
}

/**
 * A test for each of some values. The head is what `test.each` takes, from `test.each(` to its end.
 * @param indent how far all of it is going to be indented
 */
export function eachText(
  head: string,
  title: string,
  parameters: string,
  lines: readonly string[],
  indent = 2,
): string {
  const last = head.slice(head.lastIndexOf("\n") + 1);
  const start = `${last}(${quoted(title)}, async (${parameters}) => {`;
  const body = lines.map((line) => indented(line, 2));
  if (start.length + indent <= WIDTH) {
    return [`${head}(${quoted(title)}, async (${parameters}) => {`, ...body, "});"].join("\n");
  }
  const inner = [`async (${parameters}) => {`, ...body, "},"].join("\n");
  return [`${head}(`, `  ${quoted(title)},`, indented(inner, 2), ");"].join("\n");
}

/** A test as code. */
export function testText(title: string, lines: readonly string[]): string {
  return [
    `test(${quoted(title)}, async () => {`,
    ...lines.map((line) => indented(line, 2)),
    "});",
  ].join("\n");
}

/** A group of tests. */
export function describeText(title: string, tests: readonly (string | null)[]): string | null {
  const present = tests.filter((test): test is string => test !== null);
  if (present.length === 0) return null;
  return [`describe(${quoted(title)}, () => {`, indented(present.join("\n\n"), 2), "});"].join(
    "\n",
  );
}
