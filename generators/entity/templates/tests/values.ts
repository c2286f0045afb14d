// Tests of what values a row may have: limits, defaults, unique values, references, files.
import { isRunningNumber } from "../../../fields/meaning.ts";
import { type EntityField, changesOf, inputsOf } from "../../model.ts";
import { bracketed, object, quoted, table as rowsOf } from "../../print.ts";
import { type BadValue, badValues, greatest } from "../../samples.ts";
import { defaultText } from "../shapes.ts";
import { doer } from "./people.ts";
import { rest } from "./access.ts";
import { type Writing, describeText, eachText, givenFields, testText } from "./setup.ts";

/** Limits of each field, defaults, and what nobody sets. */
export function limitTests(writing: Writing): string | null {
  const { model } = writing;
  const all = inputsOf(model).flatMap((field) => badValues(model, field));
  const changeable = all.filter(({ field }) => field.isChange);
  const fixed = all.filter(({ field }) => !field.isChange);
  return describeText("limits", [
    badTest(writing, changeable, true),
    badTest(writing, fixed, false),
    greatestTest(writing),
    spaceTest(writing),
    defaultsTest(writing),
    clearTest(writing),
    ...unsettableTests(writing),
  ]);
}

function badTest(writing: Writing, bad: readonly BadValue[], isChange: boolean): string | null {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const changer = isChange ? doer(model, "update")?.variable : undefined;
  if (bad.length === 0 || (maker === undefined && changer === undefined)) return null;
  const hasItems = bad.some(({ path, field }) => path !== field.name);
  const rows = bad.map(({ path, value }) => `[${quoted(path)}, ${value}]`);
  const places = [...(maker ? ["create"] : []), ...(changer ? ["update"] : [])].join(" and ");
  const key = hasItems ? 'path.split(".", 1).join()' : "path";
  const sent = maker && `{ ...${writing.spread(writing.input(maker))}, [${key}]: value }`;
  const head = rowsOf("test.each(", rows, ")", 2);
  return eachText(head, `a bad %s is refused by ${places} (%#)`, "path, value", [
    'const invalid = { data: { code: "INVALID", issues: [{ path }] } };',
    ...(maker
      ? [
          `const sent = ${sent};`,
          `const creation = ${maker}.mutation(api.${table}.create, sent as never);`,
          "await expect(creation).rejects.toMatchObject(invalid);",
        ]
      : []),
    ...(changer
      ? [
          `const changes = { id: ${writing.row(changer)}, [${key}]: value };`,
          `const changed = ${changer}.mutation(api.${table}.update, changes as never);`,
          "await expect(changed).rejects.toMatchObject(invalid);",
        ]
      : []),
  ]);
}

function greatestTest(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const values = inputsOf(model).flatMap((field) => {
    const value = greatest(model, field);
    return value === null ? [] : [{ field, text: `${field.name}: ${value}` }];
  });
  if (maker === undefined || values.length === 0) return null;
  return testText("values at the limits are kept", [
    ["const greatest = {", ...values.map(({ text }) => `  ${text},`), "};"].join("\n"),
    `const sent = { ...${writing.spread(writing.input(maker))}, ...greatest };`,
    `const id = await ${maker}.mutation(api.${table}.create, sent);`,
    "expect(await stored(id)).toMatchObject(greatest);",
  ]);
}

function spaceTest(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const field = inputsOf(model).find(
    ({ type, list, isPublic }) => type === "string" && list === null && isPublic,
  );
  if (maker === undefined || field === undefined) return null;
  const { name } = field;
  return testText(`space around ${/^[aeiou]/.test(name) ? "an" : "a"} ${name} is dropped`, [
    `const sent = ${writing.input(maker)};`,
    `const spaced = { ...sent, ${name}: \`  \${sent.${name}} \` };`,
    `const id = await ${maker}.mutation(api.${table}.create, spaced);`,
    `expect(await stored(id)).toMatchObject({ ${name}: sent.${name} });`,
  ]);
}

function defaultsTest(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const fields = inputsOf(model).filter((field) => field.default !== null);
  if (maker === undefined || fields.length === 0) return null;
  const left = fields.map(({ name }) => `${name}: _${name}`);
  const expected = fields.map((field) => `${field.name}: ${expectedDefault(field, maker)}`);
  return testText("what is left out gets its default", [
    rest(left, "sent", writing.input(maker)),
    `const id = await ${maker}.mutation(api.${table}.create, sent);`,
    object("expect(await stored(id)).toMatchObject(", expected, ");", 4),
  ]);
}

function expectedDefault(field: EntityField, maker: string): string {
  if (field.default?.kind === "now") return "expect.any(Number)";
  if (field.default?.kind === "me") return `${maker}.userId`;
  return defaultText(field)!;
}

function clearTest(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const changer = doer(model, "update")?.variable;
  const given = givenFields(model);
  const fields = changesOf(model).filter((field) => field.isOptional && given.includes(field));
  if (changer === undefined || fields.length === 0) return null;
  const changes = fields.map(({ name }) => `${name}: null`);
  const names = bracketed(
    "for (const field of [",
    fields.map(({ name }) => quoted(name)),
    "]) {",
    { indent: 4 },
  );
  return testText("null takes a value away", [
    `const id = ${writing.row(changer)};`,
    object(`await ${changer}.mutation(api.${table}.update, `, ["id", ...changes], ");", 4),
    "const row = await stored(id);",
    names,
    "  expect(row).not.toHaveProperty(field);",
    "}",
  ]);
}

/** Fields that no argument names. */
function unsettableTests(writing: Writing): (string | null)[] {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const changer = doer(model, "update")?.variable;
  const never = model.fields.filter(({ isInput }) => !isInput);
  const fixed = model.fields.filter(({ isChange }) => !isChange);
  const each = (fields: readonly EntityField[], title: string, lines: string[]) =>
    fields.length === 0
      ? null
      : eachText(
          bracketed(
            "test.each([",
            fields.map(({ name }) => quoted(name)),
            "])",
            { indent: 2 },
          ),
          title,
          "field",
          lines,
        );
  return [
    maker === undefined
      ? null
      : each(never, "nobody says what %s a new one has", [
          `const sent = { ...${writing.spread(writing.input(maker))}, [field]: 1 };`,
          `const creation = ${maker}.mutation(api.${table}.create, sent as never);`,
          "await expect(creation).rejects.toThrow(field);",
        ]),
    changer === undefined
      ? null
      : each(fixed, "nobody changes its %s", [
          `const changes = { id: ${writing.row(changer)}, [field]: 1 };`,
          `const changed = ${changer}.mutation(api.${table}.update, changes as never);`,
          "await expect(changed).rejects.toThrow(field);",
        ]),
  ];
}

/** Values that only one row may have, things that one does once, and numbers that count rows. */
export function uniqueTests(writing: Writing): string | null {
  const { model } = writing;
  const unique = inputsOf(model).filter((field) => field.isUnique);
  const numbers = model.fields.filter(isRunningNumber);
  const once = inputsOf(model).filter((field) => field.isOnce);
  return describeText("values that are unique", [
    ...unique.map((field) => uniqueTest(writing, field)),
    ...once.map((field) => onceTest(writing, field)),
    ...numbers.flatMap((field) => numberTests(writing, field)),
  ]);
}

function uniqueTest(writing: Writing, field: EntityField): string | null {
  const { model } = writing;
  const { table } = model.names;
  const { name, isChange } = field;
  const maker = doer(model, "create")?.variable;
  const changer = isChange ? doer(model, "update")?.variable : undefined;
  const isOfTeam = model.team !== null && model.team.name !== name;
  const conflict = 'rejects.toMatchObject(failsWith("CONFLICT"))';
  const holder = (person: string) => (isOfTeam ? person : "bob");
  const taken = (person: string) => `(await stored(${writing.row(holder(person))}))!.${name}`;
  if (maker === undefined && changer === undefined) return null;
  const first = maker ?? changer!;
  const lines = [
    `const taken = ${taken(first)};`,
    ...(maker === undefined
      ? []
      : [
          `const sent = { ...${writing.spread(writing.input(maker))}, ${name}: taken };`,
          `const creation = ${maker}.mutation(api.${table}.create, sent);`,
          `await expect(creation).${conflict};`,
        ]),
    ...(changer === undefined
      ? []
      : [
          ...(isOfTeam && changer !== first ? [`const theirs = ${taken(changer)};`] : []),
          `const id = ${writing.row(changer)};`,
          `const change = { id, ${name}: ${isOfTeam && changer !== first ? "theirs" : "taken"} };`,
          `const changed = ${changer}.mutation(api.${table}.update, change);`,
          `await expect(changed).${conflict};`,
          `const own = (await stored(id))!.${name};`,
          `await ${changer}.mutation(api.${table}.update, { id, ${name}: own });`,
        ]),
    ...(isOfTeam && maker !== undefined
      ? [
          "",
          `const others = (await stored(${writing.row("bob")}))!.${name};`,
          `const free = { ...${writing.spread(writing.input(maker))}, ${name}: others };`,
          `await ${maker}.mutation(api.${table}.create, free);`,
        ]
      : []),
  ];
  const whose = isOfTeam ? "of a team have the same" : "have the same";
  const title = `no two ${whose} ${name}${isOfTeam ? ", which other teams may have" : ", whoever they belong to"}`;
  return testText(title, lines);
}

/** One row for each person and what it refers to. */
function onceTest(writing: Writing, field: EntityField): string | null {
  const { model } = writing;
  const { table } = model.names;
  const { name } = field;
  const maker = doer(model, "create")?.variable;
  if (maker === undefined) return null;
  return testText(`nobody has two with the same ${name}`, [
    `const sent = ${writing.input(maker)};`,
    `const his = { ...${writing.spread(writing.doc("bob"))}, ${name}: sent.${name} };`,
    `await app.run((ctx) => ctx.db.insert(${quoted(table)}, his));`,
    `await ${maker}.mutation(api.${table}.create, sent);`,
    `const again = ${maker}.mutation(api.${table}.create, sent);`,
    `await expect(again).rejects.toMatchObject(failsWith("CONFLICT"));`,
  ]);
}

function numberTests(writing: Writing, { name }: EntityField): string[] {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  if (maker === undefined) return [];
  const create = (person: string) =>
    `await ${person}.mutation(api.${table}.create, ${writing.input(person)})`;
  return [
    testText(`they are counted by ${name}, and none has the number of one that is gone`, [
      "const numbers: number[] = [];",
      "for (let n = 0; n < 3; n++) {",
      `  const id = ${create(maker)};`,
      `  numbers.push((await stored(id))!.${name});`,
      `  await app.run((ctx) => ctx.db.delete(${quoted(table)}, id));`,
      "}",
      "expect(numbers).toEqual([1, 2, 3]);",
    ]),
    ...(model.team === null || maker !== "ann"
      ? []
      : [
          testText(`each team counts its own ${name}`, [
            `${create("ann")};`,
            `const id = ${create("bob")};`,
            `expect((await stored(id))!.${name}).toBe(1);`,
          ]),
        ]),
  ];
}
