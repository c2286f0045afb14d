// What differs between an entity as it is and as a design has it: steps of `pnpm plop field`, and what is said of all rows.
import { isDeepStrictEqual } from "node:util";
import { isMigrated, parsed, widened } from "../../entity/field-steps.ts";
import type { EntityInput } from "../../entity/input.ts";
import type { Field, Range } from "../../fields/field.ts";
import { formatField } from "../../fields/format.ts";
import { beginningOf } from "../../field/finish.ts";
import type { FieldInput } from "../../field/input.ts";
import { isLeaving, isSame } from "../../field/step.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import type { DesignPath } from "../file/design-file.ts";
import type { Change, Mark } from "./change.ts";

/** A change of a field, as an input of `pnpm plop field`. */
export interface FieldStep {
  input: FieldInput;
  change: Change;
}

export interface EntityChanges {
  /** Fields that come or change, then those that go. */
  coming: FieldStep[];
  going: FieldStep[];
  /** What is said of all rows. */
  whole: Change[];
  /** The second phases that wait, as commands. */
  waiting: string[];
}

/** An entity as it is and as it should be, both in their normal form. */
export interface EntityPair {
  key: string;
  table: string;
  current: EntityInput;
  wanted: EntityInput;
}

/** Finds what differs. */
export function entityChanges(pair: EntityPair, tree: Tree): EntityChanges {
  const { key, table, current, wanted } = pair;
  const [there, asked] = [current, wanted].map(({ fields }) => parsed(fields)) as [
    Field[],
    Field[],
  ];
  const at = (name: string): DesignPath => ["entities", key, "fields", name];
  const waiting: string[] = [];
  const finish = (name: string) => waiting.push(`pnpm plop field ${table} --finish ${name}`);
  const coming = asked.flatMap((field): FieldStep[] => {
    const before = there.find(({ name }) => name === field.name);
    const steps = stepsTo(field, before, table, tree);
    if (steps === "waits") finish(field.name);
    const list = steps === "waits" ? [] : steps;
    return list.map(({ input, change }) => ({
      input: { table, fields: [formatField(field)], ...input },
      change: { what: `${key}.${field.name}`, at: at(field.name), ...change },
    }));
  });
  const going = there.flatMap((field): FieldStep[] => {
    const { name } = field;
    if (asked.some((one) => one.name === name)) return [];
    if (isLeaving(field)) {
      finish(name);
      return [];
    }
    return [{ input: { table, remove: name }, change: leaving(pair, field, asked) }];
  });
  return { coming, going, whole: wholeChanges(pair), waiting };
}

interface Step {
  input: Partial<FieldInput>;
  change: Pick<Change, "mark" | "detail">;
}

/** What makes a field what it should be; nothing where it is so, and `waits` where its second phase does it. */
function stepsTo(
  field: Field,
  before: Field | undefined,
  table: string,
  tree: Tree,
): readonly Step[] | "waits" {
  const text = formatField(field);
  if (before === undefined) {
    if (!isMigrated(field))
      return [{ input: {}, change: { mark: "safe", detail: `new, ${text}` } }];
    const detail = `new and required, ${text}: optional until rows that exist are filled in`;
    return [{ input: {}, change: { mark: "migration", detail } }];
  }
  if (isSame(before, field)) return [];
  if (before.isOptional && isMigrated(field)) {
    if (beginningOf(table, field.name, tree) !== undefined && isSame(before, widened(field)))
      return "waits";
    const detail = "required from now on: rows that lack it are filled in first";
    const filled: Step = { input: {}, change: { mark: "migration", detail } };
    return [...changed(before, widened(field)), filled];
  }
  return changed(before, field);
}

function changed(before: Field, field: Field): Step[] {
  if (isSame(before, field)) return [];
  const mark: Mark = isNarrower(before, field) ? "breaking" : "safe";
  const text = formatField(field);
  const detail = `${formatField(before)} becomes ${text}`;
  return [{ input: { change: true, fields: [text] }, change: { mark, detail } }];
}

/** Whether rows that exist, or calls of clients, may not fit the field any more. */
function isNarrower(before: Field, after: Field): boolean {
  return (
    isTighter(before.range, after.range) ||
    isTighter(before.list ?? {}, after.list ?? {}) ||
    before.type !== after.type ||
    before.table !== after.table ||
    (before.list === null) !== (after.list === null) ||
    (before.isOptional && !after.isOptional) ||
    (before.isNullable && !after.isNullable) ||
    before.values.some((value) => !after.values.includes(value)) ||
    (!before.isUnique && after.isUnique) ||
    (!before.isServer && after.isServer) ||
    (!before.isPrivate && after.isPrivate) ||
    (!before.isImmutable && after.isImmutable)
  );
}

function isTighter(before: Range, after: Range): boolean {
  const { min = -Infinity, max = Infinity } = after;
  return min > (before.min ?? -Infinity) || max < (before.max ?? Infinity);
}

function leaving({ key, table }: EntityPair, field: Field, asked: readonly Field[]): Change {
  const twin = asked.find(({ name, type }) => name !== field.name && type === field.type);
  const rename =
    twin === undefined
      ? ""
      : `; for another name instead: pnpm plop field ${table} --rename ${field.name}=${twin.name}`;
  const detail = `leaves the API at once, and the rows once they are migrated${rename}`;
  return {
    what: `${key}.${field.name}`,
    mark: field.isComputed ? "breaking" : "migration",
    at: ["entities", key, "fields"],
    detail,
  };
}

/** What an entity says of all its rows, and how a change of it is marked. */
const wholes: Readonly<
  Partial<Record<keyof EntityInput, (before: unknown, after: unknown) => Mark>>
> = {
  access: (before, after) => lostOf(grants(before), grants(after)),
  parent: () => "breaking",
  trash: (_before, after) => (after === true ? "safe" : "breaking"),
  unique: (before, after) => lostOf(listed(after), listed(before)),
  index: (before, after) => lostOf(listed(before), listed(after)),
  about: () => "safe",
  rateLimit: () => "safe",
  states: (before, after) => (before === undefined ? "safe" : statesMark(before, after)),
  searchFilter: (before, after) => lostOf(words(before), words(after)),
  public: (before, after) => lostOf(words(before), words(after)),
  publicWhen: () => "breaking",
  web: () => "safe",
  icon: () => "safe",
  allowAny: () => "safe",
};

function wholeChanges({ key, current, wanted }: EntityPair): Change[] {
  return Object.entries(wholes).flatMap(([name, markOf]): Change[] => {
    const [before, after] = [current, wanted].map(
      (one) => (one as unknown as Record<string, unknown>)[name],
    );
    if (isDeepStrictEqual(before, after)) return [];
    const mark = markOf(before, after);
    const detail = `${shown(before)} becomes ${shown(after)}`;
    return [{ what: `${key}.${name}`, mark, at: ["entities", key, name], detail }];
  });
}

/** Breaking where something of the first list is missing in the second. */
function lostOf(before: readonly string[], after: readonly string[]): Mark {
  return before.every((one) => after.includes(one)) ? "safe" : "breaking";
}

const listed = (value: unknown) => (value ?? []) as string[];
const words = (value: unknown) => ((value ?? "") as string).split(/[\s,]+/).filter(Boolean);

/** Each operation that a role holds, in a scope: `member:own:read`. */
function grants(value: unknown): string[] {
  return listed(value).flatMap((grant) => {
    const [role = "", scope = "", operations = ""] = grant.split(":");
    return operations.split("+").map((operation) => `${role}:${scope}:${operation}`);
  });
}

function statesMark(before: unknown, after: unknown): Mark {
  const moves = (value: unknown) => ((value ?? "") as string).split(/\s*[,:]\s*/).filter(Boolean);
  return lostOf(moves(before), moves(after));
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? value.join(" ") : String(value);
}
