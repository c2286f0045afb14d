// Reads an input into an entity, or into everything that is wrong with it.
import { labelOf } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { Field } from "../fields/field.ts";
import { type ParsedField, parseFields } from "../fields/parse.ts";
import { isOfTeam, readAccess, readTables } from "../repository/facts.ts";
import { idAsText } from "../repository/ids-of-others.ts";
import { readRate } from "../repository/rate.ts";
import type { DerivedRole } from "../repository/roles.ts";
import { readGrants } from "./access.ts";
import { checkFields, checkIndexes, checkPage, checkTogether } from "./checks.ts";
import type { EntityInput } from "./input.ts";
import {
  type EntityField,
  type EntityModel,
  type Grants,
  type States,
  type Target,
  modelOf,
} from "./model/model.ts";
import { type EntityNames, entityNames } from "./model/names.ts";
import { readIcon, shortcutKey } from "./options.ts";
import { type Whole, findParent, wholeOf } from "./parent.ts";
import { checkPeople } from "./people.ts";
import { ownedByTemplate, placeProblems } from "./place.ts";
import { readSearchFilters } from "./search.ts";
import { readStates } from "./states.ts";
import { findTarget } from "./targets.ts";
import { readTogether } from "./together.ts";
import { readVisitors } from "./visitors/read.ts";

/**
 * Reads an input.
 * @param input as it was typed
 * @param tree the repository
 * @returns the entity
 * @throws all problems at once: 2 for what was typed, 3 for what already exists
 */
export function readEntity(input: EntityInput, tree: Tree): EntityModel {
  const named = ownedByTemplate(input) ?? entityNames(input.name, input.plural);
  const { names } = named;
  const parsed = parseFields(input.fields);
  const problems: Problem[] = [...named.problems, ...parsed.problems];
  const typed = (name: string) =>
    parsed.fields.find(({ field }) => field.name === name)?.text ?? name;
  const access = readAccess(tree);
  const tables = readTables(tree);
  checkFields(parsed.fields, input, problems);
  checkPeople(parsed.fields, problems);
  problems.push(...parsed.fields.flatMap((one) => idAsText(one, { tables, isStored: true })));

  const repository = { names, tables, tree, access };
  const states = readStates(input.states, {
    fields: parsed.fields,
    roles: access.roles,
    problems,
  });
  const fields = parsed.fields.map((one: ParsedField) =>
    entityField(withMoves(one.field, states), findTarget(one, repository, problems)),
  );
  const parent = findParent(input.parent, { fields, tables, access, typed, problems });
  const { grants, settled } = withAccess(fields, input, {
    roles: access.roles,
    derived: access.derived,
    table: names?.table ?? "",
    ...{ parent, whole: wholeOf(parent, access) },
    typed,
    problems,
  });
  const marked = [...settled, ...trashFields(input, { fields, grants, problems })];
  const { fields: all, together } = readTogether(input, marked, problems);
  const model = modelOf({
    names: names ?? unnamed,
    about: aboutOf(input.about),
    fields: all.filter(({ isComputed }) => !isComputed),
    computed: all.filter(({ isComputed }) => isComputed),
    together,
    roles: access.roles,
    derived: access.derived,
    grants,
    states,
    searchFilters: readSearchFilters(input, all, { typed, problems }),
    visitors: readVisitors(input, all, problems),
    rateLimit: readRate(input.rateLimit ?? "30/minute", problems) ?? { times: 30, unit: "minute" },
    page:
      input.web === true
        ? {
            icon: readIcon(input.icon, tree, problems),
            key: shortcutKey(names ?? unnamed, tree),
          }
        : null,
  });
  if (states !== null && names !== null && ["move", "moves"].includes(names.one))
    problems.push(namedLikeMove(input.name, names.one));
  if (states !== null && grants.update === undefined && problems.length === 0)
    problems.push(stillStates(input.states!));
  const checked = { model, tree, problems, typed };
  checkIndexes(checked);
  if (problems.length === 0) checkTogether(checked);
  if (names !== null) problems.push(...placeProblems(names, { tree, input, tables }));
  if (input.web === true) checkPage(checked);
  else if (input.icon !== undefined) problems.push(iconAlone(input.icon));
  if (problems.length === 0) return model;
  const isConflict = problems.every(({ code }) => conflicts.has(code));
  throw new GeneratorError(isConflict ? 3 : 2, problems);
}

const conflicts = new Set(["ENTITY_OWNED", "MODULE_EXISTS", "ROUTE_TAKEN"]);

/** Stands in for names that are wrong, so that the rest can be read. */
const unnamed: EntityNames = {
  ...{ one: "row", table: "rows", One: "Row", Many: "Rows" },
  ...{ fileOne: "row", fileMany: "rows", words: "row", manyWords: "rows", article: "a" },
};

/** The state of a row is set by the functions: its first option at the start, then move by move. */
function withMoves(field: Field, states: States | null): Field {
  if (field.name !== states?.field) return field;
  const first = { kind: "literal" as const, value: field.values[0]! };
  return { ...field, isServer: true, default: field.default ?? first };
}

/** The field of the trash: none where nothing is asked of one. */
function trashFields(
  { trash }: EntityInput,
  {
    fields,
    grants,
    problems,
  }: { fields: readonly EntityField[]; grants: Grants; problems: Problem[] },
): EntityField[] {
  if (trash !== true) return [];
  const refuse = (arg: string, message: string, fix: string) =>
    problems.push({ code: "TRASH", arg, message, fix });
  const taken = fields.find(({ name }) => name.toLowerCase() === "deletedat");
  if (taken !== undefined)
    refuse(taken.name, `--trash adds "deletedAt" to the fields.`, `Leave out ${taken.name}.`);
  const vector = fields.find(({ type }) => type === "vector");
  if (vector !== undefined)
    refuse(
      "--trash",
      `a search by "${vector.name}" cannot leave out what is in the trash.`,
      "Leave out --trash.",
    );
  if (grants.remove === undefined && problems.length === 0)
    refuse(
      "--trash",
      "nobody may remove these rows, so none comes to the trash.",
      "Grant remove, or leave out --trash.",
    );
  const { field } = parseFields(["deletedAt:date?+server"]).fields[0]!;
  return [{ ...entityField(field, null), isTrash: true }];
}

function namedLikeMove(arg: string, one: string): Problem {
  const message = `"${one}" is what moves between states are called in the code.`;
  return { code: "NAME_RESERVED", arg, at: 0, message, ...instead(`${one}Item`) };
}

function stillStates(text: string): Problem {
  const message = "a move changes a row, and nobody may update these.";
  const fix = "Grant update, and have a field besides that can be changed.";
  return { code: "STATES_UPDATE", arg: text, message, fix };
}

function iconAlone(icon: string): Problem {
  const message = `the icon "${icon}" is for a page, and none was asked for.`;
  return { code: "ICON_WEB", arg: "--web", message, ...instead("--web") };
}

function aboutOf(about = ""): string | null {
  const text = about.replace(/\s+/g, " ").replaceAll("*/", "* /").trim().replace(/\.$/, "");
  return text === "" ? null : text;
}

function entityField(field: Field, target: Target | null): EntityField {
  const isInput = !field.isServer && !field.isOwner && !field.isComputed;
  return {
    ...field,
    label: labelOf(field.name.replace(/(?<=[a-z])Id$/, "")),
    isInput,
    isChange: isInput && !field.isImmutable,
    isPublic: !field.isPrivate && field.type !== "vector",
    isTeam: false,
    isParent: false,
    isTrash: false,
    isDistinct: false,
    target,
  };
}

interface Said {
  roles: readonly string[];
  derived: Readonly<Record<string, DerivedRole>>;
  table: string;
  /** The field of the row that rows are parts of, and its table. */
  parent: EntityField | null;
  whole: Whole | null;
  typed: (name: string) => string;
  problems: Problem[];
}

/** Reads the grants, and settles what they decide of the fields: the team, and whether the owner is shown. */
function withAccess(fields: EntityField[], { access }: EntityInput, said: Said) {
  const { roles, derived, table, parent, whole, typed, problems } = said;
  // A part is in the team of the whole.
  const candidates = parent === null ? fields.filter(canBeTeam) : [];
  const [candidate] = candidates;
  const facts = {
    roles,
    ...{ derived, table },
    hasOwner: fields.some(({ isOwner }) => isOwner),
    hasTeam: candidate !== undefined,
    hasChanges: fields.some((field) => field.isChange && field !== candidate && field !== parent),
    whole,
  };
  const grants = readGrants(access, facts, problems);
  const toTeams = fields.filter(({ table }) => table === "teams");
  const team = candidate && belongToTeam(grants, candidates, toTeams) ? candidate : null;
  for (const { name } of team === null ? [] : toTeams.filter((field) => field !== team)) {
    problems.push({
      code: "TEAM_TWICE",
      arg: typed(name),
      message: `a row belongs to the team that "${team!.name}" names and refers to nothing of another: "${name}" would.`,
      fix: `Leave out ${name}, or grant access without team and led.`,
      replace: [],
    });
  }
  const place = team ?? parent;
  const kept = place === null ? fields : fields.map((field) => inPlace(field, place, team));
  // Whose a row is matters only to those who see rows of others.
  const isShared = Object.values(grants.read ?? {}).some((scope) => scope !== "own");
  const settled = kept.map((field) =>
    field.isOwner ? { ...field, isPublic: field.isPublic && isShared } : field,
  );
  return { grants, settled };
}

function canBeTeam({ table, isOptional, isNullable, list, isInput }: EntityField): boolean {
  return table === "teams" && !isOptional && !isNullable && list === null && isInput;
}

/** Whether rows belong to a team: a grant says so, or each names one and nobody sees only their own. */
function belongToTeam(
  grants: Grants,
  candidates: readonly EntityField[],
  toTeams: readonly EntityField[],
): boolean {
  if (Object.values(grants).some((byRole) => Object.values(byRole).some(isOfTeam))) return true;
  const isOne = candidates.length === 1 && toTeams.length === 1;
  return isOne && !Object.values(grants.read ?? {}).includes("own");
}

/** A field of rows that belong to a team, or are parts of a row: they stay there when their author leaves. */
function inPlace(field: EntityField, place: EntityField, team: EntityField | null): EntityField {
  const isTeam = team !== null;
  if (field === place)
    return { ...place, isImmutable: true, isChange: false, isTeam, isParent: !isTeam };
  const ofPlace = isTeam ? { hasTeam: true, list: { team: team.name } } : { list: null };
  const target = field.target?.isSelf ? { ...field.target, ...ofPlace } : field.target;
  if (!field.isOwner || field.onRemove === "cascade") return { ...field, target };
  return { ...field, target, isOptional: true, onRemove: "clear" };
}
