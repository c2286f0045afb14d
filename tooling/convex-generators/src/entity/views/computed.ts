// What templates name of values that formulas make when a row is read.
import { capital } from "@groundwork/plop-engine/names/words";
import { quoted } from "@groundwork/plop-engine/templates/code";
import type { FieldType } from "../../fields/field.ts";
import type { EntityField, EntityModel } from "../model/model.ts";

/** Of a type, what a formula makes in code, and what it makes before anybody has written it. */
const made: Partial<Record<FieldType, { type: string; start: string; shape: string }>> = {
  string: { type: "string", start: '""', shape: "z.string()" },
  text: { type: "string", start: '""', shape: "z.string()" },
  int: { type: "number", start: "0", shape: "z.number().int()" },
  number: { type: "number", start: "0", shape: "z.number()" },
  bigint: { type: "bigint", start: "0n", shape: "fields.int64" },
  bool: { type: "boolean", start: "false", shape: "z.boolean()" },
  date: { type: "number", start: "0", shape: "fields.timestamp" },
  day: { type: "string", start: '"2030-01-31"', shape: "fields.calendarDay" },
  time: { type: "string", start: '"00:00"', shape: "fields.timeOfDay" },
  duration: { type: "number", start: "0", shape: "fields.durationInSeconds" },
};

/** The facts of computed values. */
export function computedView(model: EntityModel) {
  const hasFiles = model.shown.some(({ type }) => type === "file");
  return {
    computed: model.computed.map((field) => {
      const { type, shape } = madeBy(field);
      return {
        ...field,
        computeName: `compute${capital(field.name)}`,
        madeType: field.isOptional ? `${type} | undefined` : type,
        madeShape: field.isOptional ? `${shape}.optional()` : shape,
        start: startCode(field),
      };
    }),
    /** Whether what is shown of a row is more than its fields. */
    isShownOtherwise: hasFiles || model.computed.length > 0,
  };
}

function madeBy({ type, currency }: EntityField) {
  if (currency !== null)
    return { type: "number", start: "0", shape: `fields.moneyIn(${quoted(currency)})` };
  return made[type]!;
}

/** What stands for a computed value until its formula has been written, or has been run. */
export function startCode(field: EntityField): string {
  return field.isOptional ? "undefined" : madeBy(field).start;
}
