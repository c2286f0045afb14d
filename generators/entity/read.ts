// Turns what was asked for into an entity, or into everything that is wrong with it.
import { labelOf } from "@groundwork/plop-engine/names/words";
import { type EntityNames, entityNames } from "./names.ts";
import { readAccess, readTables } from "../repository/facts.ts";
import type { Field } from "../fields/field.ts";
import { madeOptional } from "../fields/meaning.ts";
import { type ParsedField, parseFields } from "../fields/parse.ts";
import {
  type Exit,
  GeneratorError,
  type Problem,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { readGrants } from "./access.ts";
import { checkFields, checkIndexes, checkPage, checkTogether } from "./checks.ts";
import type { EntityInput } from "./input.ts";
import {
  type EntityField,
  type EntityModel,
  type Target,
  lookupsOf,
  isOfTeam,
  scopesOf,
} from "./model.ts";
import { checkPeople } from "./people.ts";
import { readIcon, readRate } from "./options.ts";
import { ownedByTemplate, placeProblems } from "./place.ts";
import { targetOf } from "./targets.ts";

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
  checkPeople(parsed.fields, problems);

  const fields = parsed.fields.map(({ field, text }) =>
    entityField(field, findTarget({ field, text, names, tables, tree, access, problems })),
  );
  const owner = fields.find(({ isOwner }) => isOwner) ?? null;
  const candidates = fields.filter(mayDecideTeam);
  const candidate = candidates[0] ?? null;
  const hasChanges = fields.some((field) => field.isChange && field !== candidate);
  const grants = readGrants(
    input.access,
    { roles: access.roles, hasOwner: owner !== null, hasTeam: candidate !== null, hasChanges },
    problems,
  );
  const ofTeams = fields.filter(({ table }) => table === "teams");
  const team = isTeams(grants, candidates, ofTeams.length) ? keptIn(candidate!) : null;
  if (team !== null) problems.push(...otherTeams(ofTeams, team, parsed.fields));
  const model: EntityModel = {
    names: names ?? nobody,
    about: aboutOf(input.about),
    fields: shown(team === null ? fields : ofTeam(fields, candidate!, team), grants.read ?? {}),
    owner,
    team,
    roles: access.roles,
    grants,
    rateLimit: readRate(input.rateLimit, problems),
    indexes: [],
    page: input.web === true ? { icon: readIcon(input.icon, tree, problems) } : null,
  };
  // The model holds the same fields, but for what access decides.
  model.owner = model.fields.find(({ isOwner }) => isOwner) ?? null;
  model.indexes = indexesOf(model);
  const checked = { model, tree, problems, typed: typedAs(parsed.fields) };
  checkIndexes(checked);
  if (problems.length === 0) checkTogether(checked);
  if (names !== null) problems.push(...placeProblems(names, { tree, input, tables }));
  if (input.web === true) checkPage(checked);
  else if (input.icon !== undefined) problems.push(iconAlone(input.icon));
  if (problems.length > 0) throw new GeneratorError(exitOf(problems), problems);
  return model;
}

function iconAlone(icon: string): Problem {
  const message = `the icon "${icon}" is of a page, and none was asked for.`;
  return { code: "ICON_WEB", arg: "--web", message, ...instead("--web") };
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

const conflicts = new Set(["ENTITY_OWNED", "MODULE_EXISTS", "ROUTE_TAKEN"]);

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
    isTeam: false,
    target,
  };
}

/** Whether a field says which team's a row is. */
function mayDecideTeam({ table, isOptional, list, isInput }: EntityField): boolean {
  return table === "teams" && !isOptional && list === null && isInput;
}

/**
 * Whether rows are a team's: each names one, and nobody sees only their own.
 * @param count how many fields lead to teams, whatever they are
 */
function isTeams(
  grants: EntityModel["grants"],
  candidates: readonly EntityField[],
  count: number,
): boolean {
  const scopes = Object.values(grants).flatMap((byRole) => Object.values(byRole));
  if (scopes.some(isOfTeam)) return candidates.length > 0;
  const isOneTeams = candidates.length === 1 && count === 1;
  return isOneTeams && !Object.values(grants.read ?? {}).includes("own");
}

/** Rows of a team lead to nothing of another one, and so not to another team either. */
function otherTeams(
  ofTeams: readonly EntityField[],
  team: EntityField,
  parsed: readonly ParsedField[],
): Problem[] {
  return ofTeams
    .filter(({ name }) => name !== team.name)
    .map(({ name }) => ({
      code: "TEAM_TWICE",
      arg: typedAs(parsed)(name),
      message: `a row is of the one team that "${team.name}" names, and leads to nothing of another: "${name}" would.`,
      fix: `Leave out ${name}, or say the access without team and led.`,
      replace: [],
    }));
}

/** What a person made in a team stays with it when their account goes, but for who made it. */
function ofTeam(fields: EntityField[], candidate: EntityField, team: EntityField): EntityField[] {
  return fields.map((field): EntityField => {
    if (field === candidate) return team;
    const isOwn = { hasTeam: true, list: { team: team.name } };
    const target = field.target?.isSelf ? { ...field.target, ...isOwn } : field.target;
    if (!field.isOwner || field.onRemove === "cascade") return { ...field, target };
    return { ...field, target, isOptional: true, onRemove: "clear" };
  });
}

/** A row stays in its team, which decides who may see it. */
function keptIn(team: EntityField): EntityField {
  return { ...team, isImmutable: true, isChange: false, isTeam: true };
}

/** Whose a row is, is told only where somebody sees rows of others. */
function shown(fields: EntityField[], readers: Record<string, string>): EntityField[] {
  const isShared = Object.values(readers).some((scope) => scope !== "own");
  return fields.map((field) =>
    field.isOwner ? { ...field, isPublic: field.isPublic && isShared } : field,
  );
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
        list: { team: null },
        hasGet: true,
        naming: null,
        hasTeam: false,
        hasMoment: true,
        isNamed: false,
        isSelf: true,
      };
    }
    const message = `${name}:ref(${table}) leads to its own table, so no first row could be made: make it optional.`;
    problems.push({ code: "REF_SELF", arg: text, message, ...instead(madeOptional(text)) });
    return null;
  }
  if (tables.includes(table)) return targetOf(tree, access, table);
  const meant = didYouMean(table, [...tables, ...(names === null ? [] : [names.table])]);
  problems.push({
    code: "REF_UNKNOWN",
    arg: text,
    at: text.indexOf(":") + 1,
    message: `ref(${table}): there is no table "${table}".${meant?.sentence ?? ` Tables: ${tables.join(", ")}.`}`,
    ...(meant && instead(text.replace(/:ref([:(])[^:+?[()=]*/, `:ref$1${meant.word}`))),
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
    const isUniqueInTeam = field.isUnique && model.team !== null && field.name !== model.team.name;
    if (isUniqueInTeam) add(model.team!.name, field.name);
    if (field.table !== null || (field.isUnique && !isUniqueInTeam)) add(field.name);
    if (field.isOnce && model.owner !== null) add(model.owner.name, field.name);
  }
  for (const field of lookupsOf(model)) {
    if (model.team !== null) add(model.team.name, field.name);
    else if (scopes.has("all")) add(field.name);
    if (scopes.has("own") && model.owner !== null) add(model.owner.name, field.name);
  }
  return [...found].map(([name, fields]) => ({ name, fields }));
}

/** A field as it was typed, by its name. */
function typedAs(parsed: readonly ParsedField[]): (name: string) => string {
  return (name) => parsed.find(({ field }) => field.name === name)?.text ?? name;
}
