// Types of fields as texts of the grammar, and whether two of them say the same.
import { type Field, typeOf } from "../../../fields/field.ts";
import { parseField } from "../../../fields/parse.ts";

/** What a type says that can be compared, and whether it is one that code decides. */
export interface ComparedType {
  isCustom: boolean;
  isOptional: boolean;
  field: Field | null;
}

const anyName = "value";

/**
 * Reads a type without a name: `string(1..120)?`, `custom`.
 * @param isStored whether it is of a table's field
 * @returns null for one that the grammar refuses
 */
export function comparedType(text: string, isStored: boolean): ComparedType | null {
  const written = text.trim();
  if (/^custom\??$/.test(written))
    return { isCustom: true, isOptional: written.endsWith("?"), field: null };
  const { field } = parseField(`${anyName}:${written}`, { faultOf: () => null, isStored });
  return field === null ? null : { isCustom: false, isOptional: isLeftOut(field, isStored), field };
}

/** Whether callers may leave an argument out: one with a default, too. */
function isLeftOut({ isOptional, default: value }: Field, isStored: boolean): boolean {
  return isOptional || (!isStored && value !== null);
}

/** Types whose values are one type of Convex, between which its validators do not tell. */
const loose: Readonly<Record<string, string>> = {
  ...{ string: "string", text: "string", email: "string", url: "string", day: "string" },
  ...{ time: "string", int: "number", number: "number", money: "number", date: "number" },
  duration: "number",
};
/** Types that zod shapes may not distinguish, either. */
const alike: Readonly<Record<string, string>> = { text: "string" };

/**
 * Says whether a design means the type that the code has.
 * @param isLoose whether the code says no bounds
 */
export function isSameType(one: ComparedType, other: ComparedType, isLoose: boolean): boolean {
  if (one.isOptional !== other.isOptional) return false;
  if (one.isCustom || other.isCustom) return one.isCustom === other.isCustom;
  const [a, b] = [one.field!, other.field!];
  const kind = ({ type }: Field) => (isLoose ? loose[type] : alike[type]) ?? type;
  return (
    kind(a) === kind(b) &&
    a.isNullable === b.isNullable &&
    (a.list === null) === (b.list === null) &&
    a.table === b.table &&
    a.dimensions === b.dimensions &&
    a.values.toSorted().join() === b.values.toSorted().join() &&
    (isLoose || (a.currency === b.currency && isSameRange(a, b)))
  );
}

function isSameRange(a: Field, b: Field): boolean {
  const isBounded = typeOf(a.type).range !== undefined;
  const isSame = (one: Field["list"] | Field["range"], other: Field["list"] | Field["range"]) =>
    one?.min === other?.min && one?.max === other?.max;
  return (!isBounded || isSame(a.range, b.range)) && isSame(a.list, b.list);
}
