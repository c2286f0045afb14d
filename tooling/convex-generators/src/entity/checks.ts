// Checks an entity against itself, Convex and the repository.
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { isRunningNumber } from "../fields/field.ts";
import { withModifier, withoutModifier } from "../fields/format.ts";
import { LONGEST_NAME } from "../fields/identifiers.ts";
import type { ParsedField } from "../fields/parse.ts";
import {
  type References,
  readAccess,
  readPurgedTables,
  readReferences,
} from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
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

/** Checks the fields by themselves. */
export function checkFields(
  parsed: readonly ParsedField[],
  input: EntityInput,
  problems: Problem[],
): void {
  const refuse = (code: string, message: string, more: Partial<Problem> = {}) =>
    problems.push({ code, message, ...more });
  const count = parsed.length;
  if (count === 0 && problems.length === 0)
    refuse("FIELDS_NONE", "an entity has at least one field.", { fix: "title:string(1..120)" });
  if (count > MOST_FIELDS)
    refuse("FIELDS_TOO_MANY", `${count} fields; Convex takes at most ${MOST_FIELDS} in one row.`);
  const seen = new Map<string, string>();
  for (const { field, text } of parsed) {
    const same = seen.get(field.name.toLowerCase());
    seen.set(field.name.toLowerCase(), field.name);
    if (same === undefined) continue;
    const message =
      same === field.name
        ? `there are two fields "${field.name}".`
        : `"${same}" and "${field.name}" differ only in case.`;
    refuse("FIELD_DUP", message, { arg: text });
  }
  for (const { text } of parsed.filter(({ field }) => field.isOwner).slice(1)) {
    const fixed = instead(withoutModifier(text, "owner"));
    refuse("OWNER_TWICE", "a row has one owner.", { arg: text, ...fixed });
  }
  for (const { text } of parsed.filter(({ field }) => field.isName).slice(1)) {
    const fixed = instead(withoutModifier(text, "name"));
    refuse("MOD_CONFLICT", "a row is called by one field.", { arg: text, ...fixed });
  }
  const hasOwner = parsed.some(({ field }) => field.isOwner);
  for (const { text } of hasOwner ? [] : parsed.filter(({ field }) => field.isOnce)) {
    const message = `"once" is one row for each person, and no field says whose a row is.`;
    refuse("MOD_CONFLICT", message, { arg: text, fix: "ownerId:ref(users)+owner" });
  }
  const given = parsed.filter(
    ({ field }) => !field.isOwner && !field.isServer && !field.isComputed,
  );
  if (count > 0 && problems.length === 0 && given.every(({ field }) => field.isOptional)) {
    const message =
      given.length === 0
        ? "nothing is left for a caller to give: every row would be the same."
        : "every field is optional, so a row could be empty: make one required.";
    refuse("FIELDS_ONLY_OPTIONAL", message);
  }
  for (const { field, text } of parsed.filter(({ field }) => field.type === "json")) {
    if (input.allowAny !== true) {
      const message = `${field.name}:json may hold anything, which no check can make safe.`;
      const fix = "Name what it holds as fields, or allow it with --allow-any.";
      refuse("TYPE_ANY", message, { arg: text, fix });
    } else if (!field.isOptional) {
      const message = `${field.name}:json has to be optional: to Convex, anything may also be nothing.`;
      refuse("MOD_CONFLICT", message, { arg: text, ...instead(text.replace(":json", ":json?")) });
    }
  }
}

/** Checks the indexes against the limits of Convex. */
export function checkIndexes({ model: { indexes, fields }, typed, problems }: Checked): void {
  const names = [
    ...indexes.map(({ name, fields }) => ({ name, of: fields.at(-1)! })),
    ...fields.flatMap(({ name, type, isSearchable }) => {
      if (!isSearchable && type !== "vector") return [];
      return [{ name: `${isSearchable ? "search" : "by"}_${name}`, of: name }];
    }),
  ];
  if (names.length > MOST_INDEXES) {
    const message = `${names.length} indexes; Convex takes at most ${MOST_INDEXES} on one table.`;
    problems.push({ code: "INDEXES_TOO_MANY", message });
  }
  for (const { name, of } of names.filter(({ name }) => name.length > LONGEST_NAME)) {
    const message = `index name "${name}" is ${name.length} characters; Convex allows ${LONGEST_NAME}.`;
    problems.push({ code: "INDEX_LONG", arg: typed(of), message });
  }
}

/** Checks what depends on fields and access together. */
export function checkTogether(checked: Checked): void {
  const { model, typed, problems } = checked;
  const creators = Object.keys(model.grants.create ?? {});
  for (const { target, name, isOwner, isOptional, isInput } of model.references) {
    if (isOwner || isOptional || !isInput || target.isSelf || target.table === "users") continue;
    const isReadable = creators.some((role) => Object.hasOwn(target.readers, role));
    if (creators.length === 0 || isReadable) continue;
    const readers = Object.keys(target.readers).join(", ") || "nobody";
    const message =
      `${creators.join(", ")} may create these rows but not read "${target.table}", which every row refers to, ` +
      `so they could create none. It is read by: ${readers}.`;
    problems.push({ code: "REF_UNREADABLE", arg: typed(name), message });
  }
  checkRemoval(checked);
  const hidden = model.fields.find((field) => isRunningNumber(field) && field.isPrivate);
  if (model.grants.create === undefined || hidden === undefined) return;
  const message = "a number that nobody sees counts for nothing: drop private.";
  problems.push({ code: "MOD_CONFLICT", arg: typed(hidden.name), message });
}

/** A removal in batches cannot be refused halfway, so nothing may hold a row that goes along with others. */
function checkRemoval({ model, tree, typed, problems }: Checked): void {
  const reasonOf = removalsIn(tree, model);
  for (const { name, table, onRemove, isOptional, list } of [
    ...model.references,
    ...model.listed,
  ]) {
    const reason = onRemove === "restrict" ? reasonOf(table) : null;
    if (reason === null) continue;
    if (list !== null) {
      const message = `rows of "${table}" are removed ${reason}, so "${name}" cannot keep one: drop +restrict.`;
      const fixed = instead(withoutModifier(typed(name), "restrict"));
      problems.push({ code: "MOD_CONFLICT", arg: typed(name), message, ...fixed });
      continue;
    }
    const message =
      `rows of "${table}" are removed ${reason}, so "${name}" cannot keep one: ` +
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
  const own = model.references.map(({ name, table, onRemove }) => [name, { to: table, onRemove }]);
  const references: References = {
    ...readReferences(tree),
    [model.names.table]: Object.fromEntries(own) as References[string],
  };
  // Only a row that is removed with its owner may hold what is removed with the same person.
  const outlivesOwner = model.owner === null || model.owner.onRemove === "clear";
  const goesWithOwner = (table: string) => {
    const column = tables[table]?.columns.own;
    return column !== undefined && references[table]?.[column]?.onRemove !== "clear";
  };
  return (table) => {
    if (purged.includes(table)) return "once they are old";
    if (outlivesOwner && goesWithOwner(table)) return "with their owner, which these rows outlive";
    const actions = Object.values(references[table] ?? {});
    return actions.some(({ onRemove }) => onRemove === "cascade") ? "along with others" : null;
  };
}

/** Checks whether the entity can have a page. */
export function checkPage({ model, tree, typed, problems }: Checked): void {
  if (tree.read(layout.navigation) === null) {
    const message = `there is no web app to put a page in: ${layout.navigation} is missing.`;
    problems.push({ code: "WEB_MISSING", arg: "--web", message });
  }
  if (model.parent !== null) {
    const { table } = model.parent;
    const message = `a page shows one list, and parts of "${table}" have one for each of its rows: show them on a page of your own, by "list".`;
    const fix = { fix: "Leave out --web.", replace: [] };
    problems.push({ code: "WEB_PARENT", arg: "--web", message, ...fix });
  }
  for (const { name, type, isOptional } of [...new Set([...model.changes, ...model.inputs])]) {
    if (type !== "vector" || isOptional) continue;
    const message = `no form can ask for a vector: make "${name}" optional or set by the server.`;
    const fix = `${name}:vector(…)?+server`;
    problems.push({ code: "WEB_FIELD", arg: typed(name), message, fix });
  }
}
