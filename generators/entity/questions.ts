// The questions of `pnpm plop entity`, in the order in which one thinks of a table.
import { capital } from "@groundwork/plop-engine/names/words";
import { entityNames } from "./model/names.ts";
import type { EntityInput } from "./input.ts";
import { holdsPerson } from "./people.ts";
import { readEntity } from "./read.ts";
import { readAccess, readTables } from "../repository/facts.ts";
import type { Field } from "../fields/field.ts";
import { withModifier } from "../fields/format.ts";
import { madeOptional } from "../fields/meaning.ts";
import { type ParsedField, parseFields } from "../fields/parse.ts";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { askFields } from "../fields/questions.ts";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";

/**
 * Asks for what was not said.
 * @param given the input as far as it was said; nothing of it is asked again
 */
export async function askEntity(
  inquirer: Inquirer,
  io: Io,
  given: Partial<EntityInput>,
): Promise<EntityInput> {
  const tree = diskTree(io.root);
  const { name, plural } = await askNames(inquirer, io, given);
  const judge = (more: Partial<EntityInput>) => {
    const input = { ...given, name, plural, fields: [SAMPLE], ...more };
    return problemsOf(() => readEntity(defined(input), tree));
  };
  // What becomes of a row when a person goes is asked once it is known whose it is.
  const judgeFields = (fields: readonly string[]) =>
    judge({ fields: [...fields] }).filter(({ code }) => code !== "REF_HELD");
  const entered =
    given.fields ??
    (await askFields(inquirer, { what: "Field", isNeeded: true, judge: judgeFields }));
  const isAsked = given.fields === undefined;
  const owned = isAsked ? await askPeople(inquirer, await askOwner(inquirer, entered)) : entered;
  const access = given.access ?? (await askAccess(inquirer, io, owned, judge));
  const indexed = isAsked ? await askIndexes(inquirer, owned) : owned;
  const fields = isAsked ? await askSearch(inquirer, indexed) : indexed;
  const web = given.web ?? (await askWeb(inquirer, io, judge({ fields, access, web: true })));
  // An icon is of a page.
  const page = web ? { web: true } : { web: undefined, icon: undefined };
  return defined({ ...given, name, fields, plural, access, ...page });
}

/** Stands in for fields while they are not known. */
const SAMPLE = "title:string(1..120)";

/** What is wrong with some answers. */
type Judge = (more: Partial<EntityInput>) => readonly Problem[];

async function askNames(inquirer: Inquirer, io: Io, given: Partial<EntityInput>) {
  const tree = diskTree(io.root);
  const tables = readTables(tree);
  const wrongName = (name: string, plural?: string) => {
    const { table } = entityNames(name, plural).names ?? {};
    if (table !== undefined && tables.includes(table))
      return `there is a table "${table}" already.`;
    const input = defined({ name, plural, fields: [SAMPLE] });
    // What the table is called can be answered next.
    const wrong = problemsOf(() => readEntity(input, tree)).find(
      ({ arg, code }) =>
        (arg === name || arg === plural) && (plural !== undefined || code !== "NAME_PLURAL"),
    );
    return wrong?.message ?? true;
  };
  const name =
    given.name ??
    (await ask<string>(inquirer, {
      type: "input",
      message: "What is one row called (singular)?",
      validate: (text: string) => wrongName(text, given.plural),
    }));
  if (given.name !== undefined || given.plural !== undefined) {
    return { name, plural: given.plural };
  }
  const derived = entityNames(name).names;
  const table = await ask<string>(inquirer, {
    type: "input",
    message: "Its table?",
    ...(derived && { default: derived.table }),
    validate: (text: string) => wrongName(name, text),
  });
  const plural = table === derived?.table ? undefined : table;
  const names = entityNames(name, plural).names!;
  io.stdout.write(
    `  table ${names.table} · module convex/${names.table}.ts · type ${names.One} · page /${names.fileMany}\n`,
  );
  return { name, plural };
}

/** Whose row it is, where a field says who made it. */
async function askOwner(inquirer: Inquirer, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const candidates = parsed.filter(({ field }) => canOwn(field)).map(({ field }) => field.name);
  if (candidates.length === 0 || parsed.some(({ field }) => field.isOwner)) return entered;
  const owner = await ask<string>(inquirer, {
    type: "list",
    message: "Who owns a row?",
    choices: [
      ...candidates.map((name) => ({ name: `${name}: the caller who made it`, value: name })),
      { name: "nobody", value: "" },
    ],
  });
  return mark(parsed, [owner], "owner");
}

function canOwn({ type, table, list, isOptional, default: value }: Field): boolean {
  return type === "ref" && table === "users" && list === null && !isOptional && value === null;
}

/** What becomes of a row, for each field that would keep a person from removing their account. */
async function askPeople(inquirer: Inquirer, entered: string[]): Promise<string[]> {
  const fields: string[] = [];
  for (const { text, field } of parseFields(entered).fields) {
    fields.push(holdsPerson(field) ? await askRemoval(inquirer, field, text) : text);
  }
  return fields;
}

async function askRemoval(inquirer: Inquirer, field: Field, text: string): Promise<string> {
  const cleared = withModifier(field.isOptional ? text : madeOptional(text), "clear");
  const choices = [
    { name: "it goes with them", value: withModifier(text, "cascade") },
    { name: `it stays, without its ${field.name}`, value: cleared },
  ];
  return await ask<string>(inquirer, {
    type: "list",
    message: `What becomes of a row when whom "${field.name}" names removes their account?`,
    // What has a default is never absent.
    choices: field.default === null ? choices : choices.slice(0, 1),
  });
}

const operations = ["read", "create", "update", "remove"];

async function askAccess(
  inquirer: Inquirer,
  io: Io,
  fields: string[],
  judge: Judge,
): Promise<string[]> {
  for (;;) {
    const access = await askGrants(inquirer, io, fields);
    const wrong = judge({ fields, access }).find(({ code }) => /^ACCESS_/.test(code));
    if (wrong === undefined) return access;
    io.stdout.write(`  ${capital(wrong.message)}\n`);
  }
}

/** A row of the access matrix for each role. Nobody but the last role, which runs the app, by default. */
async function askGrants(inquirer: Inquirer, { root }: Io, fields: string[]): Promise<string[]> {
  const { roles } = readAccess(diskTree(root));
  const parsed = parseFields(fields).fields;
  const hasOwner = parsed.some(({ field }) => field.isOwner);
  const hasTeam = parsed.some(({ field }) => field.table === "teams" && !field.isOptional);
  const grants: string[] = [];
  for (const role of roles) {
    const scopes = [
      { name: "no rows", value: "" },
      ...(hasOwner ? [{ name: "their own rows", value: "own" }] : []),
      ...(hasTeam
        ? [
            { name: "rows of their teams", value: "team" },
            { name: "rows of teams that they own", value: "led" },
          ]
        : []),
      { name: "all rows", value: "all" },
    ];
    const scope = await ask<string>(inquirer, {
      type: "list",
      message: `Which rows may the role "${role}" use?`,
      choices: scopes,
      default: role === roles.at(-1) ? "all" : "",
    });
    if (scope === "") continue;
    const chosen = await ask<string[]>(inquirer, {
      type: "checkbox",
      message: `What may "${role}" do with them?`,
      choices: operations.map((value) => ({ value, checked: true })),
      validate: (values: string[]) => wrongOperations(values) ?? true,
    });
    const isAll = chosen.length === operations.length;
    grants.push(isAll ? `${role}:${scope}` : `${role}:${scope}:${chosen.join("+")}`);
  }
  return grants;
}

function wrongOperations(chosen: readonly string[]): string | null {
  if (chosen.length === 0) return "Choose at least one";
  const needsRead = chosen.includes("update") || chosen.includes("remove");
  if (!needsRead || chosen.includes("read")) return null;
  return "Who changes rows has to see them: choose read, too";
}

/** References and the owner have an index by themselves. */
async function askIndexes(inquirer: Inquirer, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const candidates = parsed.filter(
    ({ field: { type, list, isIndexed, isUnique } }) =>
      list === null &&
      !isIndexed &&
      !isUnique &&
      ["enum", "string", "email", "url", "int", "number", "bool", "date"].includes(type),
  );
  if (candidates.length === 0) return entered;
  const chosen = await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "List rows by which fields?",
    choices: candidates.map(({ field }) => ({ value: field.name, checked: field.type === "enum" })),
  });
  return mark(parsed, chosen, "index");
}

async function askSearch(inquirer: Inquirer, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const candidates = parsed.filter(
    ({ field: { type, list, isOptional } }) =>
      list === null && !isOptional && (type === "string" || type === "text"),
  );
  if (candidates.length === 0 || parsed.some(({ field }) => field.isSearchable)) return entered;
  const chosen = await ask<string>(inquirer, {
    type: "list",
    message: "Search rows by the words of which field?",
    choices: [
      { name: "none", value: "" },
      ...candidates.map(({ field }) => ({ value: field.name })),
    ],
  });
  return mark(parsed, [chosen], "search");
}

/** Not asked where a page cannot be made. */
async function askWeb(
  inquirer: Inquirer,
  { stdout }: Io,
  problems: readonly Problem[],
): Promise<boolean> {
  const wrong = problems.find(({ code }) => /^WEB_/.test(code));
  if (wrong !== undefined) {
    stdout.write(`  No page: ${wrong.message}\n`);
    return false;
  }
  return await ask<boolean>(inquirer, {
    type: "confirm",
    message: "A page in the web app?",
    default: true,
  });
}

function mark(parsed: readonly ParsedField[], names: readonly string[], modifier: string) {
  return parsed.map(({ text, field }) =>
    names.includes(field.name) ? withModifier(text, modifier) : text,
  );
}
