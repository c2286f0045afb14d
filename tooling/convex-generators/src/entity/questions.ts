// The questions of `pnpm plop entity`.
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import type { Field } from "../fields/field.ts";
import { withModifier } from "../fields/format.ts";
import { madeOptional } from "../fields/format.ts";
import { type ParsedField, parseFields } from "../fields/parse.ts";
import { askFields } from "../fields/questions.ts";
import { readTables } from "../repository/facts.ts";
import { type Dialog, askAccess, askParent } from "./access-questions.ts";
import type { EntityInput } from "./input.ts";
import { entityNames } from "./model/names.ts";
import { holdsPerson } from "./people.ts";
import { readEntity } from "./read.ts";
import { askVisitors } from "./visitors/questions.ts";

/** Stands in for fields that are not known yet. */
const SAMPLE = "title:string(1..120)";

/** Returns what is wrong with an input so far. */
type Judge = (more: Partial<EntityInput>) => readonly Problem[];

/**
 * Asks for what the command line does not say.
 * @param given the input so far; nothing of it is asked again
 * @param tree default: the repository as it is on disk
 */
export async function askEntity(
  inquirer: Inquirer,
  io: Io,
  given: Partial<EntityInput>,
  tree: Tree = diskTree(io.root),
): Promise<EntityInput> {
  const dialog = { inquirer, io, tree };
  const { name, plural } = await askNames(dialog, given);
  const judge: Judge = (more) => {
    const input = { ...given, name, plural, fields: [SAMPLE], ...more };
    return problemsOf(() => readEntity(defined(input), tree));
  };
  const isAsked = given.fields === undefined;
  const owned = given.fields ?? (await askOwnedFields(dialog, judge));
  const parent = given.parent ?? (isAsked ? await askParent(dialog, owned) : undefined);
  const access =
    given.access ??
    (await askAccess(dialog, { fields: owned, parent }, (access) =>
      judge({ fields: owned, parent, access }),
    ));
  const fields = isAsked ? await askSearch(dialog, await askIndexes(dialog, owned)) : owned;
  const states =
    given.states ??
    (await askStates(dialog, fields, (text) => judge({ fields, parent, access, states: text })));
  const visitors =
    given.public === undefined
      ? await askVisitors(
          inquirer,
          fields,
          (choice) => judge({ fields, parent, access, ...choice }).length > 0,
        )
      : {};
  const trash =
    given.trash ??
    (isAsked && (await askTrash(inquirer, judge({ fields, parent, access, trash: true }))));
  const web = given.web ?? (await askWeb(dialog, judge({ fields, parent, access, web: true })));
  // Without a page there is no icon.
  const page = web ? { web: true } : { web: undefined, icon: undefined };
  return defined({
    ...given,
    name,
    fields,
    plural,
    parent,
    access,
    states,
    ...visitors,
    ...(trash && { trash }),
    ...page,
  });
}

async function askNames({ inquirer, io, tree }: Dialog, given: Partial<EntityInput>) {
  const tables = readTables(tree);
  const faultOf = (name: string, plural?: string) => {
    const { table } = entityNames(name, plural).names ?? {};
    if (table !== undefined && tables.includes(table))
      return `there is a table "${table}" already.`;
    const input = defined({ name, plural, fields: [SAMPLE] });
    // A plural that is missing is asked for next.
    const fault = problemsOf(() => readEntity(input, tree)).find(
      ({ arg, code }) =>
        (arg === name || arg === plural) && (plural !== undefined || code !== "NAME_PLURAL"),
    );
    return fault?.message ?? true;
  };
  const name =
    given.name ??
    (await ask<string>(inquirer, {
      type: "input",
      message: "What is one row called (singular)?",
      validate: (text: string) => faultOf(text, given.plural),
    }));
  if (given.name !== undefined || given.plural !== undefined) return { name, plural: given.plural };
  const derived = entityNames(name).names;
  const table = await ask<string>(inquirer, {
    type: "input",
    message: "Its table?",
    ...(derived && { default: derived.table }),
    validate: (text: string) => faultOf(name, text),
  });
  const plural = table === derived?.table ? undefined : table;
  const names = entityNames(name, plural).names!;
  io.stdout.write(`  table ${names.table} · module convex/${names.table}.ts · type ${names.One}\n`);
  return { name, plural };
}

/** Asks for the fields, for the owner, and what happens to a row when a person or a team is removed. */
async function askOwnedFields({ inquirer }: Dialog, judge: Judge): Promise<string[]> {
  const entered = await askFields(inquirer, {
    what: "Field",
    isNeeded: true,
    // What happens to a row when a person leaves, or a team, is asked once its owner is known, and the whole may come last.
    judge: (fields) =>
      judge({ fields: [...fields] }).filter(
        ({ code }) => code !== "REF_HELD" && code !== "PARENT_FIELD",
      ),
  });
  const fields: string[] = [];
  for (const { text, field } of parseFields(await askOwner(inquirer, entered)).fields) {
    fields.push(holdsPerson(field) ? await askRemoval(inquirer, field, text) : text);
  }
  return fields;
}

async function askOwner(inquirer: Inquirer, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const candidates = parsed.filter(({ field }) => canOwn(field));
  if (candidates.length === 0 || parsed.some(({ field }) => field.isOwner)) return entered;
  const owners = candidates.map(({ field: { name } }) => ({
    name: `${name}: the caller who created it`,
    value: name,
  }));
  const owner = await ask<string>(inquirer, {
    type: "list",
    message: "Who owns a row?",
    choices: [...owners, { name: "nobody", value: "" }],
  });
  return mark(parsed, [owner], "owner");
}

function canOwn({ table, list, isOptional, isNullable, default: value }: Field): boolean {
  return table === "users" && list === null && !isOptional && !isNullable && value === null;
}

async function askRemoval(inquirer: Inquirer, field: Field, text: string): Promise<string> {
  const cleared = withModifier(field.isOptional ? text : madeOptional(text), "clear");
  const choices = [
    { name: "it is removed, too", value: withModifier(text, "cascade") },
    { name: `it stays, without its ${field.name}`, value: cleared },
  ];
  return await ask<string>(inquirer, {
    type: "list",
    message:
      field.table === "users"
        ? `What happens to a row when the person in "${field.name}" removes their account?`
        : `What happens to a row when the team in "${field.name}" is removed?`,
    // A default is for a field that each row has.
    choices: field.default === null ? choices : choices.slice(0, 1),
  });
}

/** References and the owner have an index anyway. */
async function askIndexes({ inquirer }: Dialog, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const choices = parsed
    .filter(
      ({ field: { type, list, isIndexed, isUnique } }) =>
        list === null &&
        !isIndexed &&
        !isUnique &&
        !["text", "ref", "file", "vector", "json"].includes(type),
    )
    .map(({ field }) => ({ value: field.name, checked: field.type === "enum" }));
  if (choices.length === 0) return entered;
  const message = "List rows by which fields?";
  return mark(
    parsed,
    await ask<string[]>(inquirer, { type: "checkbox", message, choices }),
    "index",
  );
}

async function askSearch({ inquirer }: Dialog, entered: string[]): Promise<string[]> {
  const parsed = parseFields(entered).fields;
  const choices = parsed
    .filter(
      ({ field: { type, list, isNullable } }) =>
        list === null && !isNullable && (type === "string" || type === "text"),
    )
    .map(({ field }) => ({ value: field.name }));
  if (choices.length === 0 || parsed.some(({ field }) => field.isSearchable)) return entered;
  const chosen = await ask<string>(inquirer, {
    type: "list",
    message: "Search rows by the words of which field?",
    choices: [{ name: "none", value: "" }, ...choices],
  });
  return mark(parsed, [chosen], "search");
}

/** Asks for the moves between the options of the first field that has some. */
async function askStates(
  { inquirer }: Dialog,
  entered: string[],
  judgeMoves: (text: string) => readonly Problem[],
): Promise<string | undefined> {
  const found = parseFields(entered).fields.find(
    ({ field: { type, list, isOptional, isNullable, isPrivate, values } }) =>
      type === "enum" &&
      list === null &&
      !isOptional &&
      !isNullable &&
      !isPrivate &&
      values.length > 1,
  );
  if (found === undefined) return undefined;
  const { name, values } = found.field;
  const written = (moves: string) => `${name}: ${moves}`;
  const moves = await ask<string>(inquirer, {
    type: "input",
    message: `Which moves has "${name}", such as ${values[0]}>${values[1]} by admin (empty: any)?`,
    validate: (text: string) =>
      text.trim() === "" ||
      (judgeMoves(written(text)).find(({ code }) => code.startsWith("STATES_"))?.message ?? true),
  });
  return moves.trim() === "" ? undefined : written(moves.trim());
}

/** Asks for a trash, unless there can be none. */
async function askTrash(inquirer: Inquirer, problems: readonly Problem[]): Promise<boolean> {
  if (problems.some(({ code }) => code === "TRASH")) return false;
  const message = "Keep removed rows in a trash for 30 days?";
  return await ask<boolean>(inquirer, { type: "confirm", message, default: false });
}

/** Asks for a page, unless there can be none. */
async function askWeb({ inquirer, io }: Dialog, problems: readonly Problem[]): Promise<boolean> {
  const fault = problems.find(({ code }) => code.startsWith("WEB_"));
  if (fault !== undefined) {
    io.stdout.write(`  No page: ${fault.message}\n`);
    return false;
  }
  const message = "A page in the web app?";
  return await ask<boolean>(inquirer, { type: "confirm", message, default: true });
}

function mark(parsed: readonly ParsedField[], names: readonly string[], modifier: string) {
  return parsed.map(({ text, field }) =>
    names.includes(field.name) ? withModifier(text, modifier) : text,
  );
}
