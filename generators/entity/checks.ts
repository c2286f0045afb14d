// What an entity may not be: checks of what was asked for against itself, Convex and the repository.
import { LONGEST_NAME } from "../fields/identifiers.ts";
import {
  type References,
  readAccess,
  readPurgedTables,
  readReferences,
} from "../repository/facts.ts";
import { withModifier, withoutModifier } from "../fields/format.ts";
import { isRunningNumber } from "../fields/field.ts";
import type { ParsedField } from "../fields/parse.ts";
import { layout } from "../repository/layout.ts";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "./input.ts";
import type { EntityModel } from "./model/model.ts";

/** Fields that Convex takes in one row. */
const MOST_FIELDS = 1024;
/** Indexes of all kinds that Convex takes on one table. */
const MOST_INDEXES = 64;

/** An entity that was read, and where its problems go. */
interface Checked {
  model: EntityModel;
  tree: Tree;
  /** A field as it was typed, by its name. */
  typed: (name: string) => string;
  problems: Problem[];
}

/** What is wrong with the fields by themselves. */
export function checkFields(
  parsed: readonly ParsedField[],
  input: EntityInput,
  problems: Problem[],
): void {
  const refuse = (code: string, message: string, more: Partial<Problem> = {}) =>
    problems.push({ code, message, ...more });
  const fields = parsed.map(({ field }) => field);
  if (fields.length === 0 && problems.length === 0) {
    refuse("FIELDS_NONE", "an entity has at least one field.", { fix: "title:string(1..120)" });
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
    refuse("FIELD_DUP", message, { arg: text });
  }
  for (const { text } of parsed.filter(({ field }) => field.isOwner).slice(1)) {
    const fixed = instead(text.replace(/[+:]owner\b/, ""));
    refuse("OWNER_TWICE", "a row has one owner.", { arg: text, ...fixed });
  }
  for (const { text } of parsed.filter(({ field }) => field.isName).slice(1)) {
    const fixed = instead(text.replace(/[+:]name\b/, ""));
    refuse("MOD_CONFLICT", "a row is called by one field.", { arg: text, ...fixed });
  }
  for (const { field, text } of parsed) {
    if (!field.isOnce || fields.some(({ isOwner }) => isOwner)) continue;
    const message = `"once" is one row for each person, and no field says whose a row is.`;
    refuse("MOD_CONFLICT", message, { arg: text, fix: "ownerId:ref(users)+owner" });
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
      const fix = "Name what it holds as fields, or allow it with --allow-any.";
      refuse("TYPE_ANY", message, { arg: text, fix });
    } else if (!field.isOptional) {
      const message = `${field.name}:json has to be optional: to Convex, anything may also be nothing.`;
      const fixed = instead(text.replace(":json", ":json?"));
      refuse("MOD_CONFLICT", message, { arg: text, ...fixed });
    }
  }
}

/** What Convex says of the indexes. */
export function checkIndexes({ model: { indexes, fields }, typed, problems }: Checked): void {
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
    problems.push({ code: "INDEX_LONG", arg: typed(of), message });
  }
}

/** What only shows once fields and access are known. */
export function checkTogether({ model, tree, typed, problems }: Checked): void {
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
      arg: typed(name),
      message:
        `${creators.join(", ")} may create these rows but not read "${target.table}", which every row names, ` +
        `so they could make none. It is read by: ${readers}.`,
    });
  }
  checkRemoval({ model, tree, typed, problems });
  if (model.grants.create === undefined) return;
  const needless = model.fields.find(
    (field) => field.isServer && isRunningNumber(field) && field.isPrivate,
  );
  if (needless)
    problems.push({
      code: "MOD_CONFLICT",
      arg: typed(needless.name),
      message: "a number that nobody sees counts for nothing: drop private.",
    });
}

/** A removal in batches cannot be refused halfway, so nothing may hold a row that goes along with others. */
function checkRemoval({ model, tree, typed, problems }: Checked): void {
  const reasonOf = removalsIn(tree, model);
  for (const { name, target, onRemove, isOptional } of model.fields) {
    if (target === null || onRemove !== "restrict") continue;
    const reason = reasonOf(target.table);
    if (reason === null) continue;
    const message =
      `rows of "${target.table}" are removed ${reason}, so "${name}" cannot keep one: ` +
      `add +cascade${isOptional ? " or +clear" : ", or make it optional and add +clear"}.`;
    // Whether a row goes is the user's decision, so the fix is only shown.
    const fix = withModifier(withoutModifier(typed(name), "restrict"), "cascade");
    problems.push({ code: "MOD_CONFLICT", arg: typed(name), message, fix });
  }
}

/** Says when rows of a table are removed without anybody asking for each; null where somebody asks. */
function removalsIn(tree: Tree, model: EntityModel): (table: string) => string | null {
  const purged = readPurgedTables(tree);
  const { tables } = readAccess(tree);
  const references: References = {
    ...readReferences(tree),
    [model.names.table]: referencesOf(model),
  };
  // Only a row that goes with its owner may hold what goes with the same person.
  const outlivesOwner = model.owner === null || model.owner.onRemove === "clear";
  const goesWithOwner = (table: string) => {
    const own = tables[table]?.columns.own;
    return own !== undefined && references[table]?.[own]?.onRemove !== "clear";
  };
  return (table) => {
    if (purged.includes(table)) return "once they are old";
    if (outlivesOwner && goesWithOwner(table)) return "with their owner, which these rows outlive";
    const isCascaded = Object.values(references[table] ?? {}).some(
      ({ onRemove }) => onRemove === "cascade",
    );
    return isCascaded ? "along with others" : null;
  };
}

function referencesOf({ fields }: EntityModel): References[string] {
  const references = fields.flatMap(({ name, table, onRemove }) =>
    table === null ? [] : [[name, { to: table, onRemove }] as const],
  );
  return Object.fromEntries(references);
}

/** What a page cannot do. */
export function checkPage({ model, tree, typed, problems }: Checked): void {
  if (tree.read(layout.navigation) === null) {
    const message = `there is no web app to put a page in: ${layout.navigation} is missing.`;
    problems.push({ code: "WEB_MISSING", arg: "--web", message });
  }
  for (const { name, type, isInput, isOptional } of [
    ...new Set([...model.changes, ...model.fields]),
  ]) {
    if (type !== "vector" || !isInput || isOptional) continue;
    const message = `no form can ask for a vector: make "${name}" optional or set by the server.`;
    const fix = `${name}:vector(…)?+server`;
    problems.push({ code: "WEB_FIELD", arg: typed(name), message, fix });
  }
}
