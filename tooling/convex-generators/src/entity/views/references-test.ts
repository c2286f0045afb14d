// What the tests of references name: where they lead, and what removing the row there does.
import type { EntityModel, ReferenceField } from "../model/model.ts";
import { rowText } from "../model/samples.ts";
import { callerOf, mainRole } from "./callers.ts";
import { writingOf } from "./writing.ts";

/** A row of the table that a reference leads to, created for a test, as code. */
export function madeRow(model: EntityModel, reference: ReferenceField, person: string): string {
  const { target, table } = reference;
  if (target.isSelf) return writingOf(model).row(person);
  if (table === "users") return `(await signedInAs(app, "${mainRole(model)}")).userId`;
  return rowText(reference, person);
}

/** Whether those who create and change rows see none of the other table but their own. */
function isHidden(model: EntityModel, { target, isChange }: ReferenceField): boolean {
  const writers = [callerOf(model, "create"), isChange ? callerOf(model, "update") : null];
  const readers: Record<string, string> = target.isSelf ? { ...model.grants.read } : target.readers;
  return writers.every(
    (writer) => writer === null || !["all", undefined].includes(readers[writer.role]),
  );
}

function referenceView(model: EntityModel, reference: ReferenceField) {
  const { target, table, isChange } = reference;
  const creator = callerOf(model, "create")?.variable ?? "";
  const changer = (isChange && callerOf(model, "update")?.variable) || "";
  const writers = [...new Set([creator, changer])].filter((writer) => writer !== "");
  const [writer = ""] = writers;
  const isGiven = writer !== "";
  const isUser = table === "users";
  const isOfTeam = isGiven && model.team !== null;
  return {
    ...{ ...reference, changer, writers, writer, isGone: isGiven },
    writerMakes: isGiven && writer === creator,
    annsRow: madeRow(model, reference, "ann"),
    bobsRow: madeRow(model, reference, "bob"),
    /** One that the other rows of the test can do without. */
    removable:
      table === "teams"
        ? rowText({ ...reference, isTeam: false }, "bob")
        : madeRow(model, reference, "ann"),
    isUnseen: isGiven && isHidden(model, reference) && !isUser,
    isOfSameTeam: isOfTeam && target.hasTeam,
    isOfMember: isOfTeam && isUser,
    isTree: changer !== "" && target.isSelf,
    isKept: changer !== "" && (isUser || isHidden(model, reference)),
  };
}

function listedView(model: EntityModel, reference: ReferenceField) {
  const view = referenceView(model, reference);
  // That people and rows are in the team is checked for the list as a whole.
  const isLookedAt = model.team === null || reference.table !== "users";
  return { ...view, path: isLookedAt ? `${reference.name}.0` : reference.name };
}

/** The facts of all references, for the tests. */
export function referencesTestView(model: EntityModel) {
  const refs = model.references.map((reference) => referenceView(model, reference));
  const listed = model.listed.map((reference) => listedView(model, reference));
  return {
    refs,
    givenRefs: refs.filter(({ isInput }) => isInput),
    listedRefs: listed,
    /** Whether a test waits for a removal in batches. */
    usesTimers:
      model.trash !== null || [...refs, ...listed].some(({ onRemove }) => onRemove !== "restrict"),
  };
}
