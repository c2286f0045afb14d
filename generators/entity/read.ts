// Turns what was asked for into an entity, or into everything that is wrong with it.
import { readAccess, readReferences, readTables, type References } from "../lib/facts.ts";
import type { Field } from "../lib/fields/field.ts";
import { isRunningNumber } from "../lib/fields/meaning.ts";
import { type ParsedField, parseFields } from "../lib/fields/parse.ts";
import { LONGEST_NAME } from "../lib/identifiers.ts";
import { layout } from "../lib/layout.ts";
import { type Exit, GeneratorError, type Problem, type Tree } from "../lib/model.ts";
import { type EntityNames, entityNames, labelOf } from "../lib/names.ts";
import { didYouMean } from "../lib/nearest.ts";
import { readGrants } from "./access.ts";
import type { EntityInput } from "./input.ts";
import {
  type EntityField,
  type EntityModel,
  type Target,
  changesOf,
  lookupsOf,
  isOfTeam,
  scopesOf,
} from "./model.ts";
import { readIcon, readRate } from "./options.ts";
import { targetOf } from "./targets.ts";

/** Fields that Convex takes in one row. */
const MOST_FIELDS = 1024;
/** Indexes of all kinds that Convex takes on one table. */
const MOST_INDEXES = 64;

/**
 * Reads what was asked for.
 * @param input as it was typed
 * @param tree the repository
 * @returns the entity
 * @throws all problems at once: 2 for what was typed, 3 for a table that the template owns
 */
export function readEntity(input: EntityInput, tree: Tree): EntityModel {
  const problems: Problem[] = [];
  const { names, problems: ofName } =
    ownedByTemplate(input) ?? entityNames(input.name, input.plural);
  problems.push(...ofName);
  const parsed = parseFields(input.fields);
  problems.push(...parsed.problems);
  const access = readAccess(tree);
  const tables = readTables(tree);
  checkFields(parsed.fields, input, problems);

  const fields = parsed.fields.map(({ field, text }) =>
    entityField(field, findTarget({ field, text, names, tables, tree, access, problems })),
  );
  const owner = fields.find(({ isOwner }) => isOwner) ?? null;
  const candidate = fields.find(mayDecideTeam) ?? null;
  const hasChanges = fields.some((field) => field.isChange && field !== candidate);
  const grants = readGrants(
    input.access,
    { roles: access.roles, hasOwner: owner !== null, hasTeam: candidate !== null, hasChanges },
    problems,
  );
  const scopes = Object.values(grants).flatMap((byRole) => Object.values(byRole));
  const team = scopes.some(isOfTeam) && candidate !== null ? keptIn(candidate) : null;
  const model: EntityModel = {
    names: names ?? nobody,
    about: aboutOf(input.about),
    fields: shown(
      fields.map((field) => (field === candidate && team !== null ? team : field)),
      grants.read ?? {},
    ),
    owner,
    team,
    roles: access.roles,
    grants,
    rateLimit: readRate(input.rateLimit, problems),
    indexes: [],
    page: input.web === true ? { icon: readIcon(input.icon, problems) } : null,
  };
  // The model holds the same fields, but for what access decides.
  model.owner = model.fields.find(({ isOwner }) => isOwner) ?? null;
  model.indexes = indexesOf(model);
  checkIndexes(model, problems);
  if (problems.length === 0) checkTogether(model, tree, problems);
  if (names !== null) checkPlace(names, tree, tables, input, problems);
  if (input.web === true) checkPage(model, tree, problems);
  if (problems.length > 0) throw new GeneratorError(exitOf(problems), problems);
  return model;
}

/** The one table that is the template's own. As a name it is refused for other reasons too. */
function ownedByTemplate({ name, plural }: EntityInput) {
  if (plural !== undefined || !/^users?$/i.test(name)) return null;
  return { names: null, problems: [ownedProblem(name)] };
}

function ownedProblem(arg: string): Problem {
  const message = `the template has "users" already: people with an account. Change packages/validators/src/users.ts.`;
  return { code: "ENTITY_OWNED", arg, message };
}

/** Stands in for names that are wrong, so that the rest can be read. */
const nobody: EntityNames = {
  one: "row",
  table: "rows",
  One: "Row",
  Many: "Rows",
  fileOne: "row",
  fileMany: "rows",
  words: "row",
  manyWords: "rows",
  article: "a",
};

function exitOf(problems: readonly Problem[]): Exit {
  return problems.every(({ code }) => conflicts.has(code)) ? 3 : 2;
}

const conflicts = new Set(["ENTITY_OWNED", "MODULE_EXISTS"]);

function aboutOf(about: string | undefined): string | null {
  const text = (about ?? "").replace(/\s+/g, " ").replaceAll("*/", "* /").trim().replace(/\.$/, "");
  return text === "" ? null : text;
}

function entityField(field: Field, target: Target | null): EntityField {
  const isInput = !field.isServer && !field.isOwner;
  return {
    ...field,
    label: labelOf(field.name.replace(/(?<=[a-z])Id$/, "")),
    isInput,
    isChange: isInput && !field.isImmutable,
    isPublic: !field.isPrivate && field.type !== "vector",
    target,
  };
}

/** Whether a field says which team's a row is. */
function mayDecideTeam({ table, isOptional, list, isInput }: EntityField): boolean {
  return table === "teams" && !isOptional && list === null && isInput;
}

/** A row stays in its team, which decides who may see it. */
function keptIn(team: EntityField): EntityField {
  return { ...team, isImmutable: true, isChange: false };
}

/** Whose a row is, is told only where somebody sees rows of others. */
function shown(fields: EntityField[], readers: Record<string, string>): EntityField[] {
  const isShared = Object.values(readers).some((scope) => scope !== "own");
  return fields.map((field) =>
    field.isOwner ? { ...field, isPublic: field.isPublic && isShared } : field,
  );
}

function checkFields(
  parsed: readonly ParsedField[],
  input: EntityInput,
  problems: Problem[],
): void {
  const refuse = (code: string, message: string, arg?: string, fix?: string) =>
    problems.push({ code, message, ...(arg && { arg }), ...(fix && { fix }) });
  const fields = parsed.map(({ field }) => field);
  if (fields.length === 0 && problems.length === 0) {
    refuse("FIELDS_NONE", "an entity has at least one field.", undefined, "title:string(1..120)");
  }
  if (fields.length > MOST_FIELDS) {
    refuse(
      "FIELDS_TOO_MANY",
      `${fields.length} fields; Convex takes at most ${MOST_FIELDS} in one row.`,
    );
  }
  const seen = new Map<string, string>();
  for (const { field, text } of parsed) {
    const same = seen.get(field.name.toLowerCase());
    seen.set(field.name.toLowerCase(), field.name);
    if (same === undefined) continue;
    const isCase = same !== field.name;
    const message = isCase
      ? `"${same}" and "${field.name}" differ only in case.`
      : `there are two fields "${field.name}".`;
    refuse("FIELD_DUP", message, text);
  }
  for (const { text } of parsed.filter(({ field }) => field.isOwner).slice(1)) {
    refuse("OWNER_TWICE", "a row has one owner.", text, text.replace(/[+:]owner/, ""));
  }
  const given = fields.filter((field) => !field.isOwner && !field.isServer);
  if (fields.length > 0 && problems.length === 0 && given.every(({ isOptional }) => isOptional)) {
    refuse(
      "FIELDS_ONLY_OPTIONAL",
      given.length === 0
        ? "nothing is left for a caller to give: every row would be the same."
        : `every field is optional, so a row could be empty: make one required.`,
    );
  }
  for (const { field, text } of parsed) {
    if (field.type !== "json") continue;
    if (input.allowAny !== true) {
      const message = `${field.name}:json may hold anything, which no check can make safe.`;
      refuse("TYPE_ANY", message, text, "name its fields instead, or allow it with --allow-any");
    } else if (!field.isOptional) {
      const message = `${field.name}:json has to be optional: to Convex, anything may also be nothing.`;
      refuse("MOD_CONFLICT", message, text, text.replace("json", "json?"));
    }
  }
}

interface Finding {
  field: Field;
  text: string;
  names: EntityNames | null;
  tables: readonly string[];
  tree: Tree;
  access: ReturnType<typeof readAccess>;
  problems: Problem[];
}

function findTarget({
  field,
  text,
  names,
  tables,
  tree,
  access,
  problems,
}: Finding): Target | null {
  const { table, name, isOptional } = field;
  if (table === null) return null;
  if (names !== null && table === names.table) {
    if (isOptional) {
      const isReadBy = {};
      return {
        table,
        one: names.one,
        readers: isReadBy,
        label: null,
        hasList: true,
        hasGet: true,
        isSelf: true,
      };
    }
    const message = `${name}:ref(${table}) leads to its own table, so no first row could be made: make it optional.`;
    problems.push({ code: "REF_SELF", arg: text, message, fix: `${name}:ref(${table})?` });
    return null;
  }
  if (tables.includes(table)) return targetOf(tree, access, table);
  const meant = didYouMean(table, [...tables, ...(names === null ? [] : [names.table])]);
  problems.push({
    code: "REF_UNKNOWN",
    arg: text,
    at: text.indexOf(":") + 1,
    message: `ref(${table}): there is no table "${table}".${meant?.sentence ?? ` Tables: ${tables.join(", ")}.`}`,
    ...(meant && {
      fix: text.replace(
        new RegExp(`ref([:(])${table.replace(/[^\w]/g, ".")}`),
        `ref$1${meant.word}`,
      ),
    }),
  });
  return null;
}

/** Indexes that the reads, the scopes and the checks need; two with the same fields are one. */
function indexesOf(model: EntityModel): EntityModel["indexes"] {
  const found = new Map<string, string[]>();
  const add = (...fields: string[]) => found.set(`by_${fields.join("_and_")}`, fields);
  const scopes = scopesOf(model, "read");
  if (model.owner !== null) add(model.owner.name);
  for (const field of model.fields) {
    if (field.isOwner) continue;
    if (field.table !== null || field.isUnique) add(field.name);
  }
  for (const field of lookupsOf(model)) {
    if (model.team !== null) add(model.team.name, field.name);
    else if (scopes.has("all")) add(field.name);
    if (scopes.has("own") && model.owner !== null) add(model.owner.name, field.name);
  }
  return [...found].map(([name, fields]) => ({ name, fields }));
}

function checkIndexes({ indexes, fields }: EntityModel, problems: Problem[]): void {
  const others = fields.filter(({ isSearchable, type }) => isSearchable || type === "vector");
  const count = indexes.length + others.length;
  if (count > MOST_INDEXES) {
    const message = `${count} indexes; Convex takes at most ${MOST_INDEXES} on one table.`;
    problems.push({ code: "INDEXES_TOO_MANY", message });
  }
  const names = [
    ...indexes.map(({ name, fields }) => ({ name, of: fields.at(-1)! })),
    ...others.map(({ name, type }) => ({
      name: `${type === "vector" ? "by" : "search"}_${name}`,
      of: name,
    })),
  ];
  for (const { name, of } of names) {
    if (name.length <= LONGEST_NAME) continue;
    const message = `index name "${name}" is ${name.length} characters; Convex allows ${LONGEST_NAME}.`;
    problems.push({ code: "INDEX_LONG", arg: of, message });
  }
}

/** What only shows once fields and access are known. */
function checkTogether(model: EntityModel, tree: Tree, problems: Problem[]): void {
  const creators = Object.keys(model.grants.create ?? {});
  for (const field of model.fields) {
    const { target, name } = field;
    if (target === null || field.isOwner || field.isOptional || !field.isInput || target.isSelf)
      continue;
    if (target.table === "users") continue;
    if (creators.length === 0 || creators.some((role) => Object.hasOwn(target.readers, role)))
      continue;
    const readers = Object.keys(target.readers).join(", ") || "nobody";
    problems.push({
      code: "REF_UNREADABLE",
      arg: name,
      message:
        `${creators.join(", ")} may create these rows but not read "${target.table}", which every row names, ` +
        `so they could make none. It is read by: ${readers}.`,
    });
  }
  checkRemoval(model, readReferences(tree), problems);
  if (model.grants.create === undefined) return;
  const needless = model.fields.find(
    (field) => field.isServer && isRunningNumber(field) && field.isPrivate,
  );
  if (needless)
    problems.push({
      code: "MOD_CONFLICT",
      arg: needless.name,
      message: "a number that nobody sees counts for nothing: drop private.",
    });
}

/** A removal in batches cannot be refused half-way, so nothing may hold on to rows that go with others. */
function checkRemoval(model: EntityModel, references: References, problems: Problem[]): void {
  const goes = (table: string) =>
    table === model.names.table
      ? model.fields.some(({ target, onRemove }) => target !== null && onRemove === "cascade")
      : Object.values(references[table] ?? {}).some(({ onRemove }) => onRemove === "cascade");
  for (const { name, target, onRemove, isOptional } of model.fields) {
    if (target === null || onRemove !== "restrict" || !goes(target.table)) continue;
    const message =
      `rows of "${target.table}" are removed along with others, so "${name}" cannot keep one from it: ` +
      `add +cascade${isOptional ? " or +clear" : ", or make it optional and add +clear"}.`;
    problems.push({
      code: "MOD_CONFLICT",
      arg: name,
      message,
      fix: `${name}:ref(${target.table})${isOptional ? "?" : ""}+cascade`,
    });
  }
}

function checkPlace(
  { table, one }: EntityNames,
  tree: Tree,
  tables: readonly string[],
  input: EntityInput,
  problems: Problem[],
): void {
  const arg = input.plural ?? input.name;
  if (table === "users") {
    problems.push(ownedProblem(arg));
    return;
  }
  const folder = layout.backendModule("").replace(/\/[^/]*$/, "");
  const file = `${table}.ts`;
  const twin = tree
    .list(folder)
    .find((other) => other !== file && other.toLowerCase() === file.toLowerCase());
  if (twin !== undefined) {
    const message = `there is a module ${twin}, which some machines cannot tell from ${file}.`;
    problems.push({ code: "NAME_TWIN", arg, message });
  }
  const path = layout.backendModule(table);
  if (tree.read(path) !== null && !tables.includes(table)) {
    const message = `there is a module ${path} already, which is not of a table "${table}".`;
    problems.push({ code: "MODULE_EXISTS", arg, message });
  }
  const clash = tables.find(
    (other) => other !== table && other.toLowerCase() === table.toLowerCase(),
  );
  if (clash !== undefined) {
    const message = `there is a table "${clash}", which differs from "${table}" only in case.`;
    problems.push({ code: "NAME_TWIN", arg, message });
  }
  void one;
}

function checkPage(model: EntityModel, tree: Tree, problems: Problem[]): void {
  if (model.team !== null) {
    const message =
      "a page lists the rows of a person or all rows, not yet those of a team: leave out --web.";
    problems.push({ code: "WEB_TEAM", arg: "--web", message });
  }
  if (tree.read(layout.navigation) === null) {
    const message = `there is no web app to put a page in: ${layout.navigation} is missing.`;
    problems.push({ code: "WEB_MISSING", arg: "--web", message });
  }
  for (const { name, type, isInput, isOptional } of changesAndMore(model)) {
    if (type !== "vector" || !isInput || isOptional) continue;
    const message = `no form can ask for a vector: make "${name}" optional or set by the server.`;
    problems.push({ code: "WEB_FIELD", arg: name, message, fix: `${name}:vector(…)?+server` });
  }
}

function changesAndMore(model: EntityModel): EntityField[] {
  return [...new Set([...changesOf(model), ...model.fields])];
}
