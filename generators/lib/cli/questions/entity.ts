// The questions of `pnpm plop entity`, in the order in which one thinks of a table.
import type { EntityInput } from "../../../entity/input.ts";
import { readAccess } from "../../facts.ts";
import type { Field } from "../../fields/field.ts";
import { withModifier } from "../../fields/format.ts";
import { type ParsedField, parseFields } from "../../fields/parse.ts";
import { entityNames } from "../../names.ts";
import { diskTree } from "../../tree.ts";
import { defined } from "../generator.ts";
import type { Io } from "../io.ts";
import type { Inquirer } from "../plop.ts";
import { askFields } from "./fields.ts";

/**
 * Asks for what was not said.
 * @param given the input as far as it was said; nothing of it is asked again
 */
export async function askEntity(
  inquirer: Inquirer,
  io: Io,
  given: Partial<EntityInput>,
): Promise<EntityInput> {
  const { name, plural } = await askNames(inquirer, io, given);
  const entered = given.fields ?? (await askFields(inquirer, "Field", true));
  const isAsked = given.fields === undefined;
  const owned = isAsked ? await askOwner(inquirer, entered) : entered;
  const access = given.access ?? (await askAccess(inquirer, io, owned));
  const indexed = isAsked ? await askIndexes(inquirer, owned) : owned;
  const fields = isAsked ? await askSearch(inquirer, indexed) : indexed;
  const web = given.web ?? (await askWeb(inquirer));
  return defined({ ...given, name, fields, plural, access, web: web ? true : undefined });
}

async function askNames(inquirer: Inquirer, io: Io, given: Partial<EntityInput>) {
  const name =
    given.name ??
    (await ask<string>(inquirer, {
      type: "input",
      message: "What is one row called (singular)?",
      validate: (text: string) => {
        // What the table is called can be answered next.
        const wrong = entityNames(text).problems.find(({ code }) => code !== "NAME_PLURAL");
        return wrong?.message ?? true;
      },
    }));
  if (given.name !== undefined || given.plural !== undefined) {
    return { name, plural: given.plural };
  }
  const derived = entityNames(name).names;
  const table = await ask<string>(inquirer, {
    type: "input",
    message: "Its table?",
    ...(derived && { default: derived.table }),
    validate: (text: string) => entityNames(name, text).problems[0]?.message ?? true,
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

const operations = ["read", "create", "update", "remove"];

async function askAccess(inquirer: Inquirer, io: Io, fields: string[]): Promise<string[]> {
  for (;;) {
    const grants = await askGrants(inquirer, io, fields);
    if (canBeRead(grants)) return grants;
    io.stdout.write("  Nobody could read these rows: choose at least one role that does.\n");
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

/** Rows that nobody may read are of no use, and not to be opened to anybody instead. */
function canBeRead(grants: readonly string[]): boolean {
  return grants.some((grant) => {
    const [, , which] = grant.split(":");
    return which === undefined || which.split("+").includes("read");
  });
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
    ({ field: { type, list } }) => list === null && (type === "string" || type === "text"),
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

async function askWeb(inquirer: Inquirer): Promise<boolean> {
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

/** One question, and its answer. */
export async function ask<Answer>(inquirer: Inquirer, question: object): Promise<Answer> {
  const { answer } = await inquirer.prompt<{ answer: Answer }>([{ name: "answer", ...question }]);
  return answer;
}
