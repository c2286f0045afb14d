// Which parts of an input belong together: a run makes one change, and ignores nothing that was typed.
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import { isMigrated, parsed, renamed } from "../entity/field-steps.ts";
import { formatField } from "../fields/format.ts";
import { countedHere } from "../migration/read.ts";
import type { FieldInput } from "./input.ts";

/**
 * Refuses what the change would not use.
 * @throws FIELD_HERE, MIGRATION_COUNTED (2)
 */
export function checkTogether(input: FieldInput): void {
  const { change, finish, counted } = input;
  // The record of the second phase of a new name has that, too.
  const [kind, ...others] = (["finish", "remove", "rename", "change"] as const).filter(
    (flag) =>
      input[flag] !== undefined &&
      input[flag] !== false &&
      !(flag === "rename" && finish !== undefined),
  );
  const problems = others.map((flag) =>
    unused(`--${flag}`, `a run with --${kind!} has no --${flag}`, flag === "change"),
  );
  if (kind !== undefined && change !== true) problems.push(...otherFields(input, kind));
  problems.push(...unusedValue(input, kind));
  if (counted !== undefined && finish === undefined) problems.push(countedHere(counted));
  if (problems.length > 0) throw new GeneratorError(2, problems);
}

function unused(arg: string, why: string, isWhole: boolean): Problem {
  const fix = `Leave out ${arg}, or make it a run of its own.`;
  return { code: "FIELD_HERE", arg, message: `${why}.`, fix, ...(isWhole && { replace: [] }) };
}

/** Fields beside the one that the flag names. The record of a second phase or a new name has that one. */
function otherFields({ fields = [], finish, rename }: FieldInput, kind: string): Problem[] {
  return fields.flatMap((text) => {
    const names = parsed([text]).map(({ name }) => name);
    const named = finish ?? (rename && renamed(rename)[1]);
    const isNamed = names.length > 0 && names.every((name) => name === named);
    return isNamed ? [] : [unused(text, `a run with --${kind} names its field there`, true)];
  });
}

/** A value for rows that exist, where none of them gets one. */
function unusedValue({ to, fields = [] }: FieldInput, kind: string | undefined): Problem[] {
  if (to === undefined) return [];
  if (kind !== undefined) return [unused("--to", `a run with --${kind} fills in no value`, false)];
  const given = parsed(fields);
  if (given.length === 0 || given.some(isMigrated)) return [];
  const required = given.map((field) => formatField({ ...field, isOptional: false })).join(" ");
  const message = "rows that exist get no value for an optional field.";
  const fix = `Leave out --to, or make the field required: ${required}`;
  return [{ code: "FIELD_HERE", arg: "--to", message, fix }];
}
