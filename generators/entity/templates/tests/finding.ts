// Tests of finding rows: those with one value, those with some words, those nearest to a vector.
import { type EntityField, type EntityModel, lookupsOf } from "../../model.ts";
import { bracketed, object, quoted } from "../../print.ts";
import { exactText, fitting } from "../../samples.ts";
import { lookupName, searchName } from "../functions.ts";
import { nearestNames } from "../nearest.ts";
import { findingOf } from "./people.ts";
import { type Ref, madeRow } from "./rows.ts";
import { type Writing, describeText, testText } from "./setup.ts";

/** Lists of some of the rows, and searches. */
export function findTests(writing: Writing): string | null {
  const { model } = writing;
  const searched = model.fields.filter(({ isSearchable }) => isSearchable);
  return describeText("finding", [
    ...lookupsOf(model).map((field) => lookupTest(writing, field)),
    ...searched.map((field) => searchTest(writing, field, searchName(field.name, searched))),
    ...model.fields
      .filter(({ type }) => type === "vector")
      .map((field, index) => nearestTest(writing, field, nearestNames(model)[index]!)),
  ]);
}

/** A value of a field that rows are found by, as code. */
export function wantedText(writing: Writing, field: EntityField): string {
  return field.target === null ? exactText(field, 1, "ann") : madeRow(writing, field as Ref, "ann");
}

/**
 * Puts in a row of ann's, one of another person's and one of ann's again with a value, and one of ann's
 * without it.
 */
function rowLines(writing: Writing, name: string, wanted: string, other: string | null): string[] {
  const { model } = writing;
  const { table } = model.names;
  const { second, names } = findingOf(model);
  const insert = (doc: string) => `await ctx.db.insert(${quoted(table)}, ${doc})`;
  const doc = (variable: string, person: string, value: string) => {
    const parts = [`...${writing.spread(writing.doc(person))}`, `${name}: ${value}`];
    return object(`const ${variable} = `, parts, ";", 4);
  };
  const rows = [insert("hers"), insert("his"), insert("hers")];
  return [
    doc("hers", "ann", wanted),
    doc("his", second, wanted),
    ...(other === null ? [] : [doc("another", "ann", other)]),
    `const [${names.join(", ")}] = await app.run(async (ctx) => {`,
    ...(other === null ? [] : [`  ${insert("another")};`]),
    ...bracketed("return [", rows, "];", { indent: 6 })
      .split("\n")
      .map((line) => `  ${line}`),
    "});",
  ];
}

function lookupTest(writing: Writing, field: EntityField): string {
  const { model } = writing;
  const { table } = model.names;
  const { name } = field;
  const wanted = wantedText(writing, field);
  const another = field.target === null ? exactText(field, 2, "ann") : wanted;
  const hasOther = field.target !== null || another !== wanted;
  return testText(`by ${name} gives those and no others, the newest first`, [
    `const value = ${wanted};`,
    ...rowLines(writing, name, "value", hasOther ? another : null),
    `const args = { ${name}: value, ...${writing.spread(writing.list("ann"))} };`,
    ...findingOf(model).viewers.flatMap(({ person, gets, rows }) => [
      `const ${gets} = await ${person}.query(api.${table}.${lookupName(name)}, args);`,
      `expect(idsOf(${gets})).toEqual([${rows.join(", ")}]);`,
    ]),
  ]);
}

function searchTest(writing: Writing, field: EntityField, name: string): string {
  const { model } = writing;
  const { table } = model.names;
  const text = quoted(fitting("wanted", field.range));
  return testText(`by words in the ${field.name} gives those and no others`, [
    `const term = ${text};`,
    ...rowLines(writing, field.name, "term", quoted(fitting("other", field.range))),
    `const args = { term, ...${writing.spread(writing.list("ann"))} };`,
    ...findingOf(model).viewers.flatMap(({ person, gets, rows }) => [
      `const ${gets} = await ${person}.query(api.${table}.${name}, args);`,
      rows.length === 1
        ? `expect(idsOf(${gets})).toEqual([${rows.join()}]);`
        : `expect(idsOf(${gets}).sort()).toEqual([${rows.join(", ")}].sort());`,
    ]),
  ]);
}

function nearestTest(writing: Writing, field: EntityField, name: string): string {
  const { model } = writing;
  const { table } = model.names;
  const { owner, team } = model;
  const length = field.dimensions!;
  const away = `Array.from({ length: ${length} }, (_, n) => (n === 0 ? -1 : 0))`;
  const doc = (variable: string, person: string, value: string) => {
    const parts = [`...${writing.spread(writing.doc(person))}`, `${field.name}: ${value}`];
    return object(`const ${variable} = `, parts, ";", 4);
  };
  const isNarrowed = owner !== null || team !== null;
  const whose = isNarrowed ? `, of one ${team === null ? "person" : "team"} only` : "";
  return testText(`by a vector gives the nearest first${whose}`, [
    `const vector = Array.from({ length: ${length} }, (_, n) => (n === 0 ? 1 : 0));`,
    doc("near", "ann", "vector"),
    doc("far", "ann", away),
    ...(isNarrowed ? [doc("his", "bob", "vector")] : []),
    "const ids = await app.run(async (ctx) => {",
    ...(isNarrowed ? [`  await ctx.db.insert(${quoted(table)}, his);`] : []),
    `  const last = await ctx.db.insert(${quoted(table)}, far);`,
    `  return [await ctx.db.insert(${quoted(table)}, near), last];`,
    "});",
    `const args = { vector${nearestBy(model)} };`,
    `const found = await app.action(internal.${table}.${name}, args);`,
    "expect(found.map(({ _id }) => _id)).toEqual(ids);",
  ]);
}

/** By what a search by meaning is narrowed. */
function nearestBy({ owner, team }: EntityModel): string {
  if (team !== null) return `, ${team.name}: await exampleRow(app, ann, "teams")`;
  return owner === null ? "" : `, ${owner.name}: ann.userId`;
}
