// What became of a row, for the audit log.
import type { Id } from "@repo/backend/_generated/dataModel";
import type {
  AuditDetail,
  AuditValue,
  PublicAuditEvent,
} from "@repo/validators/platform/auditEvents";

import { momentText, yesOrNo } from "@/components/facts";
import { labelOf } from "@/components/labels";
import { numberText } from "@/lib/language";
import type { NameOf } from "@/lib/use-names";

import { words } from "./words";

/** Fields that name a person. */
const personFields = /^(actor|assignee|creator|owner|user)Id$|By$/;
const idForm = /^[a-z0-9]{31,33}$/;

/** The ids of the people that a change names. */
export function personIn({ field, from, to }: AuditDetail): string[] {
  if (!personFields.test(field)) return [];
  return [from, to].filter((value) => typeof value === "string");
}

/** The ids that events have of the rows of a table: the row itself, or one that a field names. */
export function rowsIn<Table extends "tasks" | "teams">(
  events: readonly PublicAuditEvent[],
  table: Table,
): Id<Table>[] {
  const ids = events.flatMap((event) => [
    event.table === table && event.rowId,
    table === "teams" && event.teamId,
  ]);
  return ids.filter((id): id is Id<Table> => typeof id === "string");
}

/**
 * Says what became of a field.
 * @param verb of the event: `create`
 * @param detail the field; without values where these are private
 * @param nameOf what a row is called
 * @returns a few words; null for what says nothing: the team of a row, the texts of a new one, an id without a name
 */
export function detailText(
  verb: string,
  { field, from, to }: AuditDetail,
  nameOf: NameOf,
): string | null {
  if (field === "teamId") return null;
  const label = labelOf(field);
  if (from === undefined && to === undefined) {
    return verb === "update" ? words.fieldChanged(label) : null;
  }
  const [before, after] = [from, to ?? null].map((value) => valueText(field, value, nameOf));
  if (verb === "remove" && before) return words.fieldSet(label, before);
  // A row that has no name here says nothing to a person.
  if (!after) return null;
  return before ? words.fieldFrom(label, before, after) : words.fieldSet(label, after);
}

function valueText(
  field: string,
  value: AuditValue | undefined,
  nameOf: NameOf,
): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return words.none;
  if (typeof value === "boolean") return yesOrNo(value) ?? undefined;
  if (typeof value === "number") {
    return /(At|Since)$/.test(field) ? (momentText(value) ?? undefined) : numberText(value);
  }
  if (!idForm.test(value)) return value;
  return nameOf(value);
}
