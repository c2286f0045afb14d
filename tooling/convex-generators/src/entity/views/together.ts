// What templates name of fields that mean something together.
import { capital, wordsOf } from "@groundwork/plop-engine/names/words";
import { isListOfRows } from "../../fields/field.ts";
import { type EntityField, type EntityModel, isOrdered } from "../model/model.ts";
import { exactText } from "../model/samples.ts";
import { callerOf } from "./callers.ts";
import { givenFields } from "./writing.ts";
import { defaultCode, fieldView, findingBy } from "./fields.ts";
import { wantedCode } from "./finding-test.ts";

/** The facts of lists by several fields, and of fields that are unique together. */
export function togetherView(model: EntityModel) {
  return {
    listings: model.together.listed.map((group) => listingView(model, group)),
    uniqueTogether: model.together.unique.map((group) => uniqueView(model, group)),
  };
}

function listingView(model: EntityModel, group: readonly EntityField[]) {
  const last = group.at(-1)!;
  const isInOrder = isOrdered(last);
  const equal = isInOrder ? group.slice(0, -1) : group;
  const values = equal.map(({ name }) => ({ field: name, value: `args.${name}` }));
  const [least, greatest] = endsOf(last);
  const range = isInOrder ? { field: last.name, least, greatest } : null;
  const [first, second] = [exactText(last, 1, "ann"), exactText(last, 2, "ann")];
  return {
    listName: `listBy${group.map(({ name }) => capital(name)).join("And")}`,
    equal: equal.map((field) => ({ ...fieldView(model, field), wanted: wantedCode(model, field) })),
    equalWords: equal.map(wordsIn).join(" and "),
    last: fieldView(model, last),
    lastWords: wordsIn(last),
    isInOrder,
    found: findingBy(model, values, { range }),
    groupWords: group.map(wordsIn).join(" and "),
    /** Two values of the last field, in their order; null where it has one only. */
    ordered: isInOrder && first !== second ? { first, second } : null,
  };
}

function wordsIn({ name }: EntityField): string {
  return wordsOf(name).join(" ");
}

/** Values that no other one of the type is below and above, as code. */
function endsOf({ type }: EntityField): [string, string] {
  if (type === "bigint") return ["fieldLimits.int64.min", "fieldLimits.int64.max"];
  return ["day", "time"].includes(type) ? ['""', '"~"'] : ["-Infinity", "Infinity"];
}

function uniqueView(model: EntityModel, group: readonly EntityField[]) {
  return {
    names: group.map(({ name }) => name),
    groupWords: group.map(wordsIn).join(" and "),
    fields: [...(model.team === null ? [] : [model.team]), ...group],
    isGiven: group.every(
      (field) => field.isOwner || givenFields(model).some(({ name }) => name === field.name),
    ),
    given: group.filter((field) => givenFields(model).some(({ name }) => name === field.name)),
    changed: group.filter(({ isChange }) => isChange),
    /** Whether who makes a row can make it like another one. */
    isChanged:
      group.every((field) => field.isChange || field.isOwner || !field.isDistinct) &&
      group.some(({ isDistinct, isChange }) => isDistinct && isChange) &&
      callerOf(model, "update")?.variable === callerOf(model, "create")?.variable,
  };
}

/** The value of a field of a new row, as code. */
export function decidedCode(field: EntityField): string {
  if (field.isOwner) return "ctx.user._id";
  // A new row has no references yet that need no check.
  if (isListOfRows(field)) return "[]";
  const value = `args.${field.name}`;
  return field.default?.kind === "me" ? `${value} ?? ${defaultCode(field)}` : value;
}
