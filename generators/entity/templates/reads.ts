// The functions that read: list, those with one value, search, get.
import { capital, wordsOf } from "../../names/identifiers.ts";
import { type EntityField, type EntityModel, filesOf, scopesOf } from "../model.ts";
import { WIDTH, indented, object, quoted } from "../print.ts";
import { lookupName, searchName } from "./functions.ts";

/** How the rows of a list are found, in each scope. */
interface Found {
  /** In the scope of all rows. */
  all: string | null;
  /** In the scope of one's own. */
  own: string;
  /** In a team that the call names. */
  team: string;
}

/** All that the caller may see. */
export function listFunction(model: EntityModel): string {
  const { owner, team } = model;
  const found = {
    all: null,
    own: owner === null ? "" : indexed(`by_${owner.name}`, [[owner.name, "ctx.user._id"]]),
    team: team === null ? "" : indexed(`by_${team.name}`, [ofTeam(team)]),
  };
  return queryText(model, {
    about: `${whose(model)}, the newest first, a page at a time.`,
    name: "list",
    args: [...teamArgument(model), "paginationOpts"],
    body: pageBody(model, found),
  });
}

/** Those that the caller may see, with one value of a field. */
export function lookupFunction(model: EntityModel, field: EntityField): string {
  const { names, owner, team } = model;
  const { name } = field;
  const value: [string, string] = [name, `args.${name}`];
  const found = {
    all: indexed(`by_${name}`, [value]),
    own:
      owner === null
        ? ""
        : indexed(`by_${owner.name}_and_${name}`, [[owner.name, "ctx.user._id"], value]),
    team: team === null ? "" : indexed(`by_${team.name}_and_${name}`, [ofTeam(team), value]),
  };
  const one = wordsOf(name).join(" ");
  const which = field.target === null ? `with one ${one}` : `of one ${one.replace(/ id$/, "")}`;
  return queryText(model, {
    about: `${whose(model)} ${which}, the newest first, a page at a time.`,
    name: lookupName(name),
    args: [
      ...teamArgument(model),
      `${name}: ${shapeOfArgument(names.one, field)}`,
      "paginationOpts",
    ],
    body: pageBody(model, found),
  });
}

function shapeOfArgument(one: string, field: EntityField): string {
  if (field.type === "ref") return `zid(${quoted(field.table!)})`;
  return `${one}.shape.${field.name}${field.isOptional ? ".unwrap()" : ""}`;
}

/** Whose rows are listed, where that is a team's. */
function teamArgument({ team }: EntityModel): string[] {
  return team === null ? [] : [`${team.name}: zid("teams")`];
}

function ofTeam({ name }: EntityField): [string, string] {
  return [name, `args.${name}`];
}

/** What a list of a team's rows starts with. */
function teamCheck({ team, names }: EntityModel): string[] {
  return team === null
    ? []
    : [`await requireTeam(ctx, ${quoted(`${names.table}.read`)}, args.${team.name});`];
}

/** A search for words in each field that has an index for it. */
export function searchFunctions(model: EntityModel): string[] {
  const searched = model.fields.filter(({ isSearchable }) => isSearchable);
  return searched.map((field) =>
    queryText(model, {
      about: `${whose(model)} with some words in the ${wordsOf(field.name).join(" ")}, the best match first.`,
      name: searchName(field.name, searched),
      args: [...teamArgument(model), "term: searchTerm", "paginationOpts"],
      body: searchBody(model, field),
    }),
  );
}

function searchBody(model: EntityModel, field: EntityField): Body {
  const { names, owner, team } = model;
  const scopes = scopesOf(model, "read");
  const search = `q.search(${quoted(field.name)}, args.term)`;
  const own = owner && `.eq(${quoted(owner.name)}, ctx.user._id)`;
  const index = quoted(`search_${field.name}`);
  const query = `.query(${quoted(names.table)})`;
  const end = ".paginate(clamp(args.paginationOpts))";
  if (team === null && scopes.size > 1) {
    return pageOf(model, {
      before: [`const scope = scopeOf(ctx.user, ${quoted(`${names.table}.read`)});`],
      answer: [
        "await ctx.db",
        `  ${query}`,
        `  .withSearchIndex(${index}, (q) => {`,
        `    const matching = ${search};`,
        `    return scope === "all" ? matching : matching${own};`,
        `  })`,
        `  ${end}`,
      ].join("\n"),
    });
  }
  const within =
    team === null ? scopes.has("own") && own : `.eq(${quoted(team.name)}, args.${team.name})`;
  const call = callback(`.withSearchIndex(${index}, `, search + (within || ""), 6);
  return pageOf(model, {
    before: teamCheck(model),
    answer: ["await ctx.db", `  ${query}`, indented(call, 2), `  ${end}`].join("\n"),
  });
}

/** One row. */
export function getFunction(model: EntityModel): string {
  const { names } = model;
  const row = `await getOrThrow(ctx, ${quoted(names.table)}, args.id)`;
  const answer = hasShownFiles(model) ? `await shown(ctx, ${row})` : row;
  return queryText(model, {
    about: `One ${names.words}.`,
    name: "get",
    args: [`id: zid(${quoted(names.table)})`],
    returns: `public${names.One}`,
    body: { before: [], answer },
  });
}

/** Describes a row's files, where it has any that others see. */
export function shownFunction(model: EntityModel): string | null {
  if (!hasShownFiles(model)) return null;
  const { one, words, article, table } = model.names;
  const files = filesOf(model).filter(({ isPublic }) => isPublic);
  return [
    `/** ${capital(article)} ${words} as others see it: its files with what they are and where they can be read. */`,
    `async function shown(ctx: QueryCtx, ${one}: Doc<${quoted(table)}>) {`,
    "  return {",
    `    ...${one},`,
    ...files.map((field) => `    ${field.name}: ${describedFile(one, field)},`),
    "  };",
    "}",
  ].join("\n");
}

function describedFile(one: string, { name, list, isOptional }: EntityField): string {
  if (list === null) return `await publicFileOf(ctx, ${one}.${name})`;
  const each = `${one}.${name}${isOptional ? "?" : ""}.map((id) => publicFileOf(ctx, id))`;
  if (!isOptional) return `await Promise.all(${each})`;
  return `${one}.${name} && (await Promise.all(${each.replace("?.", ".")}))`;
}

function hasShownFiles(model: EntityModel): boolean {
  return filesOf(model).some(({ isPublic }) => isPublic);
}

/** What a handler does: statements, then what it answers. */
interface Body {
  before: string[];
  answer: string;
}

/** Pages of rows that are found by index, described where they have files. */
function pageBody(model: EntityModel, found: Found): Body {
  const { table } = model.names;
  const scopes = scopesOf(model, "read");
  const start = `ctx.db.query(${quoted(table)})`;
  const end = `.order("desc").paginate(clamp(args.paginationOpts))`;
  const lines = teamCheck(model);
  let page: string;
  if (model.team === null && scopes.size > 1) {
    lines.push(
      "const visible =",
      `  scopeOf(ctx.user, ${quoted(`${table}.read`)}) === "all"`,
      indented(`? ${queryOf(table, found.all)}`, 4),
      indented(`: ${queryOf(table, found.own)};`, 4),
    );
    page = `await visible${end}`;
  } else {
    const index = model.team !== null ? found.team : scopes.has("own") ? found.own : found.all;
    page =
      index === null
        ? `await ${start}${end}`
        : [
            "await ctx.db",
            `  .query(${quoted(table)})`,
            indented(callback(...split(index), 6), 2),
            `  .order("desc")`,
            `  .paginate(clamp(args.paginationOpts))`,
          ].join("\n");
  }
  return pageOf(model, { before: lines, answer: page });
}

/** A page as others see it: each row with its files, where it has any. */
function pageOf(model: EntityModel, { before, answer }: Body): Body {
  if (!hasShownFiles(model)) return { before, answer };
  return {
    before: [...before, `const found = ${answer};`],
    answer: `{ ...found, page: await Promise.all(found.page.map((row) => shown(ctx, row))) }`,
  };
}

/** Stands between the start of a call and what its callback answers. */
const ARROW = "\0";

function indexed(index: string, equal: readonly [string, string][]): string {
  const calls = equal.map(([field, value]) => `.eq(${quoted(field)}, ${value})`);
  return `.withIndex(${quoted(index)}, ${ARROW}q${calls.join("")}`;
}

function split(index: string): [string, string] {
  return index.split(ARROW) as [string, string];
}

/** A call with a callback: on one line where it fits, else with the answer on its own. */
function callback(start: string, answer: string, indent: number): string {
  const line = `${start}(q) => ${answer})`;
  if (indent + line.length <= WIDTH) return line;
  return [`${start}(q) =>`, `  ${answer},`, ")"].join("\n");
}

/** A query in a branch of a choice: on one line where it fits. */
function queryOf(table: string, index: string | null): string {
  const query = `.query(${quoted(table)})`;
  if (index === null) return `ctx.db${query}`;
  const [start, answer] = split(index);
  const line = `ctx.db${query}${start}(q) => ${answer})`;
  if (line.length + 11 <= WIDTH) return line;
  return ["ctx.db", `    ${query}`, indented(callback(start, answer, 12), 4)].join("\n");
}

/** Whose rows these are, as a subject. */
function whose(model: EntityModel): string {
  const { manyWords } = model.names;
  const scopes = scopesOf(model, "read");
  if (model.team !== null) return `The ${manyWords} of a team`;
  if (scopes.size > 1) return `The ${manyWords} that the caller may see`;
  return scopes.has("own") ? `The caller's ${manyWords}` : `All ${manyWords}`;
}

function queryText(
  model: EntityModel,
  query: { about: string; name: string; args: string[]; returns?: string; body: Body },
): string {
  const { One, table } = model.names;
  return [
    `/** ${query.about} */`,
    `export const ${query.name} = query({`,
    `  access: ${quoted(`${table}.read`)},`,
    indented(object("args: ", query.args, ",", 2), 2),
    `  returns: ${query.returns ?? `pageOf(public${One})`},`,
    handlerText("(ctx, args)", query.body),
    "});",
  ].join("\n");
}

/**
 * A handler as the last property of a definition.
 * @param parameters with their brackets
 * @param body what it does
 */
export function handlerText(parameters: string, { before, answer }: Body): string {
  const start = `  handler: async ${parameters} =>`;
  if (before.length > 0) {
    const lines = [...before, `return ${answer};`];
    return [`${start} {`, ...lines.map((line) => indented(line, 4)), "  },"].join("\n");
  }
  const line = `${start} ${answer},`;
  if (!answer.includes("\n") && line.length <= WIDTH) return line;
  return [start, `${indented(answer, 4)},`].join("\n");
}
