// Fields that mean something together: `--unique projectId,number`, `--index status,dueAt`.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { typeOf } from "../fields/field.ts";
import type { EntityInput } from "./input.ts";
import { type EntityField, type Together, isOrdered } from "./model/model.ts";

/**
 * Reads what fields are together.
 * @param input as it was typed
 * @param fields the fields of the entity
 * @param problems gets what is wrong
 * @returns the groups, and the fields, some of which a test has to make distinct
 */
export function readTogether(
  { unique = [], index = [] }: EntityInput,
  fields: readonly EntityField[],
  problems: Problem[],
): { fields: EntityField[]; together: Together } {
  const isRead = problems.length === 0;
  const group = (flag: "unique" | "index") => (text: string) => {
    const names = text.split(",").map((name) => name.trim());
    const found = names.map((name) => fields.find((field) => field.name === name));
    const fault = isRead ? faultOf(flag, names, found, fields) : null;
    if (fault !== null) problems.push({ code: "TOGETHER", arg: text, ...fault });
    // Rows of a team are always looked for in their team, and parts are listed in their whole.
    const isGiven = (field: EntityField) => !field.isTeam && (flag === "unique" || !field.isParent);
    return found.filter((field) => field !== undefined && isGiven(field)) as EntityField[];
  };
  const read = { unique: unique.map(group("unique")), listed: index.map(group("index")) };
  for (const [flag, groups] of [
    ["unique", read.unique],
    ["index", read.listed],
  ] as const) {
    const keys = groups.map((group) => group.map(({ name }) => name).join());
    const twice = keys.find((key, at) => keys.indexOf(key) !== at);
    if (twice === undefined) continue;
    const message = `--${flag} ${twice} is given twice.`;
    problems.push({ code: "TOGETHER", arg: twice, message });
  }
  const distinct = new Set(read.unique.flatMap((group) => distinctOf(group)?.name ?? []));
  const withDistinct = (some: readonly EntityField[]) =>
    some.map((field) => ({ ...field, isDistinct: distinct.has(field.name) }));
  return {
    fields: withDistinct(fields),
    together: { unique: read.unique.map(withDistinct), listed: read.listed.map(withDistinct) },
  };
}

type Fault = Pick<Problem, "message"> & Partial<Problem>;

const noKeys = ["json", "vector", "file"];

function faultOf(
  flag: "unique" | "index",
  names: readonly string[],
  found: readonly (EntityField | undefined)[],
  fields: readonly EntityField[],
): Fault | null {
  const unknown = names.find((_name, at) => found[at] === undefined);
  if (unknown !== undefined) {
    const meant = didYouMean(
      unknown,
      fields.map(({ name }) => name),
    );
    const fixed = meant && names.map((name) => (name === unknown ? meant.word : name)).join(",");
    const known = fields.map(({ name }) => name).join(", ");
    const message = `--${flag}: there is no field "${unknown}".${meant?.sentence ?? ` Fields: ${known}.`}`;
    return { message, ...(fixed && instead(fixed)) };
  }
  const group = found as readonly EntityField[];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { message: `--${flag} names "${twice}" twice.` };
  const keyless = group.find(
    ({ list, type, isComputed }) => list !== null || isComputed || noKeys.includes(type),
  );
  if (keyless !== undefined)
    return {
      message: `Convex cannot look rows up by "${keyless.name}": leave it out.`,
    };
  return flag === "unique" ? faultOfUnique(group) : faultOfList(group);
}

function faultOfUnique(group: readonly EntityField[]): Fault | null {
  const own = group.filter(({ isTeam }) => !isTeam);
  const [first] = own;
  if (own.length < 2)
    return {
      message: `--unique is for two fields or more: write ${first?.name ?? "<name>"}:…+unique instead.`,
    };
  const set = own.find(({ isServer }) => isServer);
  if (set !== undefined)
    return {
      message: `"${set.name}" is set by functions, and unique together are values that a caller gives: leave it out.`,
    };
  if (distinctOf(own) !== null) return null;
  return { message: "so few values leave room for few rows: name a field with more of them." };
}

function faultOfList(group: readonly EntityField[]): Fault | null {
  const own = group.filter(({ isTeam, isParent }) => !isTeam && !isParent);
  const hidden = own.find(({ isPrivate }) => isPrivate);
  if (hidden !== undefined)
    return {
      message: `"${hidden.name}" is private, so no list may tell rows apart by it: leave it out of the list.`,
    };
  const owner = own.find(({ isOwner }) => isOwner);
  if (owner !== undefined)
    return {
      message: `"${owner.name}" already decides which rows a list has: leave it out of the list.`,
    };
  const [only] = own;
  if (only === undefined)
    return { message: "a list of a team's rows already exists: name a field beside the team." };
  if (own.length === 1 && (only.isIndexed || only.target !== null))
    return {
      message: `"${only.name}" alone has a list already: drop +index, or name a second field in --index.`,
    };
  const last = own.at(-1)!;
  if (isOrdered(last) && last.isNullable)
    return {
      message: `"${last.name}" may be null, which is neither before nor after a value: let rows lack it (?) rather than have null, or name another field last.`,
    };
  return null;
}

/** A field with so many values that a test can give each row another one; null when there is none. */
export function distinctOf(group: readonly EntityField[]): EntityField | null {
  const isWide = ({ type, range: { min = -Infinity, max = Infinity }, target }: EntityField) => {
    if (target !== null) return !["users", "teams"].includes(target.table) && !target.isSelf;
    const { range } = typeOf(type);
    if (range === "length") return max > 2;
    return range === undefined ? ["email", "url", "date", "day"].includes(type) : max - min >= 100;
  };
  return group.find((field) => field.isInput && !field.isParent && isWide(field)) ?? null;
}
