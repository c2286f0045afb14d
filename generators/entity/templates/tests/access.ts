// Tests of who may do what: the whole way of a row, each role with each operation, nobody at all.
import {
  type EntityField,
  type EntityModel,
  changesOf,
  isHeld,
  lookupsOf,
  publicOf,
  scopeFor,
} from "../../model.ts";
import { bracketed, object, quoted, table as rowsOf } from "../../print.ts";
import { isMade, sampleText } from "../../samples.ts";
import { articleOf } from "../../../names/words.ts";
import { lookupName, searchNames } from "../functions.ts";
import { uploadOperation } from "../writes.ts";
import { wantedText } from "./finding.ts";
import {
  doer,
  findingOf,
  outcome,
  outcomeAsMember,
  outcomeOfCreate,
  seesOnlyOwn,
} from "./people.ts";
import { type Writing, describeText, eachText, givenFields, testText } from "./setup.ts";

/** The way of a row, as one person sees it. */
export function flowTests(writing: Writing): string | null {
  const { model } = writing;
  const { article, words } = model.names;
  return describeText(`${article} ${words}`, [
    flowTest(writing),
    listTest(writing),
    fieldsTest(writing),
  ]);
}

function flowTest(writing: Writing): string {
  const { model } = writing;
  const { table } = model.names;
  const api = `api.${table}`;
  const makes = doer(model, "create")?.variable === "ann";
  const changes = doer(model, "update")?.variable === "ann" ? changeOf(model) : null;
  const removes = doer(model, "remove")?.variable === "ann";
  const steps = [
    ...(makes ? ["made"] : []),
    "read",
    ...(changes === null ? [] : ["changed"]),
    ...(removes ? ["removed"] : []),
  ];
  const seen = shownPart(model);
  const lines = [
    `const sent = ${makes ? writing.input("ann") : writing.doc("ann")};`,
    ...(seen.hidden.length === 0 ? [] : [rest(seen.hidden, "seen", "sent")]),
    makes
      ? `const id = await ann.mutation(${api}.create, sent);`
      : `const id = await app.run((ctx) => ctx.db.insert(${quoted(table)}, sent));`,
    expectation(`await ann.query(${api}.get, { id })`, [
      "_id: id",
      `...${seen.hidden.length === 0 ? "sent" : "seen"}`,
    ]),
  ];
  if (changes !== null) {
    const value = sampleText(changes, 2, "ann");
    const isPlain = !value.includes("made");
    const text = `${changes.name}: ${isPlain ? value : "changed"}`;
    lines.push(
      "",
      ...(isPlain ? [] : [`const changed = ${value};`]),
      `await ann.mutation(${api}.update, { id, ${text} });`,
      expectation(`await ann.query(${api}.get, { id })`, [text]),
    );
  }
  if (removes) {
    lines.push(
      "",
      `await ann.mutation(${api}.remove, { id });`,
      `const gone = ann.query(${api}.get, { id });`,
      `await expect(gone).rejects.toMatchObject(failsWith("NOT_FOUND"));`,
    );
  }
  const title = `is ${steps.length < 2 ? steps.join() : `${steps.slice(0, -1).join(", ")} and ${steps.at(-1)}`}`;
  return testText(title, lines);
}

/** Takes some fields off an object. */
export function rest(fields: readonly string[], left: string, of: string): string {
  const text = object("const ", [...fields, `...${left}`], ` = ${of};`, 4);
  return text.replace(`...${left},\n`, `...${left}\n`);
}

function expectation(what: string, parts: readonly string[]): string {
  return object(`expect(${what}).toMatchObject(`, parts, ");", 4);
}

/** A field whose change can be seen. */
function changeOf(model: EntityModel): EntityField | null {
  const visible = changesOf(model).filter((field) => field.isPublic && !isMade(field));
  return visible[0] ?? null;
}

/** What of the arguments cannot be seen as it was sent: taken apart from the rest. */
function shownPart(model: EntityModel): { hidden: string[] } {
  const hidden = givenFields(model).filter(({ isPublic, type }) => !isPublic || type === "file");
  return { hidden: hidden.map(({ name }) => `${name}: _${name}`) };
}

function listTest(writing: Writing): string {
  const { model } = writing;
  const { second, names, viewers, seers } = findingOf(model);
  const rows = [writing.row("ann"), writing.row(second), writing.row("ann")];
  const owner = `its ${model.team === null ? "owner" : "team"}`;
  const whose =
    seers !== null
      ? `the list of ${owner} and of ${articleOf(seers)} ${seers}`
      : seesOnlyOwn(model)
        ? `the list of ${owner} only`
        : "everybody's list";
  return testText(`stands in ${whose}, the newest first`, [
    bracketed(`const [${names.join(", ")}] = [`, rows, "];", { indent: 4 }),
    ...viewers.flatMap(({ person, gets, rows }) => [
      `const ${gets} = await ${person}.query(api.${model.names.table}.list, ${writing.list("ann")});`,
      `expect(idsOf(${gets})).toEqual([${rows.join(", ")}]);`,
    ]),
  ]);
}

function fieldsTest(writing: Writing): string {
  const { model } = writing;
  const { table } = model.names;
  const given = new Set([...givenFields(model), ...model.fields.filter(({ isInput }) => !isInput)]);
  const shown = [
    "_creationTime",
    "_id",
    ...publicOf(model)
      .filter((field) => given.has(field))
      .map(({ name }) => name),
  ];
  const list = bracketed("const fields = [", shown.toSorted().map(quoted), "];", { indent: 4 });
  return testText("shows its public fields and no others", [
    list,
    `const id = ${writing.row("ann")};`,
    `const row = await ann.query(api.${table}.get, { id });`,
    "expect(Object.keys(row).sort()).toEqual(fields);",
    `const { page } = await ann.query(api.${table}.list, ${writing.list("ann")});`,
    "expect(page.map((row) => Object.keys(row).sort())).toEqual([fields]);",
  ]);
}

/** Each role with each operation, and nobody at all. */
export function accessTests(writing: Writing): string | null {
  return describeText("access", [
    roleTest(writing),
    memberTest(writing),
    makeTest(writing),
    signedOutTest(writing),
  ]);
}

const rowOperations = ["read", "update", "remove"] as const;
const functionOf = { read: "get", update: "update", remove: "remove" } as const;

function roleTest(writing: Writing): string {
  const { model } = writing;
  const { table, words, article } = model.names;
  const operations = rowOperations.filter(
    (operation) => operation === "read" || isHeld(model, operation),
  );
  const code = (value: string | null) => (value === null ? "null" : quoted(value));
  const isOwned = model.owner !== null || model.team !== null;
  const rows = model.roles.flatMap((role) =>
    operations.map((operation) => {
      const own = code(outcome(model, operation, role, true));
      const others = code(outcome(model, operation, role, false));
      const parts = [
        quoted(role),
        quoted(functionOf[operation]),
        ...(isOwned ? [own] : []),
        others,
      ];
      return `[${parts.join(", ")}]`;
    }),
  );
  const calls = operations.map((operation) => {
    const call = operation === "read" ? "query" : "mutation";
    const name = functionOf[operation];
    const line = `  ${name}: (person: Person) => person.${call}(api.${table}.${name}, { id }),`;
    return line;
  });
  const their = model.team === null ? "their own" : "their own team";
  const title = isOwned
    ? `a %s calling %s gets %j for ${article} ${words} of ${their}, %j for another person's`
    : `a %s calling %s gets %j`;
  const parameters = isOwned ? "role, name, own, another" : "role, name, expected";
  const lines = [
    "const person = await signedInAs(app, role);",
    ...(isOwned
      ? [
          `expect(await codeOf(calls(${writing.row("bob")})[name](person))).toBe(another);`,
          `expect(await codeOf(calls(${writing.row("person")})[name](person))).toBe(own);`,
        ]
      : [`expect(await codeOf(calls(${writing.row("person")})[name](person))).toBe(expected);`]),
  ];
  return [
    `const calls = (id: Id<${quoted(table)}>) => ({`,
    ...calls,
    "});",
    "",
    eachText(rowsOf("test.each(", rows, " as const)", 2), title, parameters, lines),
  ].join("\n");
}

/** What somebody may do in a team that they are in, and do not own. */
function memberTest(writing: Writing): string | null {
  const { model } = writing;
  if (model.team === null) return null;
  const operations = rowOperations.filter(
    (operation) => operation === "read" || isHeld(model, operation),
  );
  const rows = model.roles.flatMap((role) =>
    operations.map((operation) => {
      const code = outcomeAsMember(model, operation, role);
      const parts = [role, functionOf[operation]].map(quoted);
      return `[${[...parts, code === null ? "null" : quoted(code)].join(", ")}]`;
    }),
  );
  const head = rowsOf("test.each(", rows, " as const)", 2);
  return eachText(head, "a %s calling %s gets %j in a team of others", "role, name, expected", [
    "const person = await signedInAs(app, role);",
    "await inTeam(app, { owner: bob, members: [person] });",
    `expect(await codeOf(calls(${writing.row("bob")})[name](person))).toBe(expected);`,
  ]);
}

function makeTest(writing: Writing): string {
  const { model } = writing;
  const { table } = model.names;
  const code = (value: string | null) => (value === null ? "null" : quoted(value));
  const makes = isHeld(model, "create");
  const rows = model.roles.map((role) => {
    const reads = scopeFor(model, "read", role) === null ? quoted("FORBIDDEN") : "null";
    const parts = [quoted(role), reads, ...(makes ? [code(outcomeOfCreate(model, role))] : [])];
    return `[${parts.join(", ")}]`;
  });
  const title = makes
    ? "a %s gets %j for the list, %j for making one"
    : "a %s gets %j for the list";
  const head = rowsOf("test.each(", rows, " as const)", 2);
  const listOfPerson =
    model.team === null
      ? [`expect(await codeOf(person.query(api.${table}.list, firstPage))).toBe(list);`]
      : [
          `const args = ${writing.list("person")};`,
          `expect(await codeOf(person.query(api.${table}.list, args))).toBe(list);`,
        ];
  return eachText(head, title, makes ? "role, list, create" : "role, list", [
    "const person = await signedInAs(app, role);",
    ...listOfPerson,
    ...(makes
      ? [
          `const sent = ${writing.input("person")};`,
          `expect(await codeOf(person.mutation(api.${table}.create, sent))).toBe(create);`,
        ]
      : []),
  ]);
}

function signedOutTest(writing: Writing): string {
  const { model } = writing;
  const { table } = model.names;
  const page = model.team === null ? "firstPage" : "args";
  const lookups = lookupsOf(model).map((field) => ({
    call: lookupName(field.name),
    args: `{ ${field.name}: ${wantedText(writing, field)}, ...${page} }`,
  }));
  const searches = searchNames(model).map((call) => ({ call, args: `{ term: "x", ...${page} }` }));
  // What has to be waited for stands before the calls: none may be refused before all are looked at.
  const made = lookups.filter(({ args }) => args.includes("await "));
  const calls = [
    `app.query(api.${table}.list, ${page})`,
    ...[...lookups, ...searches].map(
      ({ call, args }) =>
        `app.query(api.${table}.${call}, ${args.includes("await ") ? `${call}Args` : args})`,
    ),
    `app.query(api.${table}.get, { id })`,
    ...(isHeld(model, "create") ? [`app.mutation(api.${table}.create, sent)`] : []),
    ...(isHeld(model, "update") ? [`app.mutation(api.${table}.update, { id })`] : []),
    ...(isHeld(model, "remove") ? [`app.mutation(api.${table}.remove, { id })`] : []),
    ...(uploadOperation(model) === null ? [] : [`app.mutation(api.${table}.upload, {})`]),
  ];
  return testText("nobody is let in without signing in", [
    `const id = ${writing.row("ann")};`,
    ...(model.team === null ? [] : [`const args = ${writing.list("ann")};`]),
    ...made.map(({ call, args }) => `const ${call}Args = ${args};`),
    ...(isHeld(model, "create") ? [`const sent = ${writing.input("ann")};`] : []),
    "const calls = [",
    ...calls.map((call) => `  ${call},`),
    "];",
    "const codes = await Promise.all(calls.map(codeOf));",
    'expect(codes).toEqual(calls.map(() => "UNAUTHENTICATED"));',
  ]);
}
