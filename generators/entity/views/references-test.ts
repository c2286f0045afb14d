// What the tests of references name: where they lead, and what removing the row there does.
import { type EntityField, type EntityModel, type Target, refsOf } from "../model.ts";
import { doer, mainRole } from "./people.ts";
import { writingOf } from "./writing.ts";

type Ref = EntityField & { table: string; target: Target };

/** A row of the table that a reference leads to, made for a test, as code. */
export function madeRow(model: EntityModel, { target, isTeam }: Ref, person: string): string {
  if (target.isSelf) return writingOf(model).row(person);
  if (target.table === "teams" && !isTeam) return `await inTeam(app, { owner: ${person} })`;
  if (target.table === "users") return `(await signedInAs(app, "${mainRole(model)}")).userId`;
  return `await exampleRow(app, ${person}, "${target.table}")`;
}

/** Whether those who make and change rows see none of the other table but their own. */
function isHidden(model: EntityModel, { target, isChange }: Ref): boolean {
  const makers = [doer(model, "create"), isChange ? doer(model, "update") : null];
  const readers: Record<string, string> = target.isSelf ? { ...model.grants.read } : target.readers;
  return makers.every(
    (maker) => maker === null || !["all", undefined].includes(readers[maker.role]),
  );
}

function refView(model: EntityModel, ref: Ref) {
  const maker = doer(model, "create")?.variable;
  const changer = (ref.isChange && doer(model, "update")?.variable) || "";
  const writers = [...new Set([maker, changer].filter((one): one is string => !!one))];
  const isGiven = writers.length > 0;
  const { target, table } = ref;
  const isUser = table === "users";
  return {
    ...ref,
    changer,
    writers,
    writer: writers[0] ?? "",
    writerMakes: maker !== undefined && writers[0] === maker,
    annsRow: madeRow(model, ref, "ann"),
    bobsRow: madeRow(model, ref, "bob"),
    /** One that the other rows of the test can do without. */
    removable: table === "teams" ? "await inTeam(app, { owner: bob })" : madeRow(model, ref, "ann"),
    isGone: isGiven,
    isUnseen: isGiven && isHidden(model, ref) && !isUser,
    isOfSameTeam: isGiven && model.team !== null && target.hasTeam,
    isOfMember: isGiven && model.team !== null && isUser,
    isTree: changer !== "" && target.isSelf,
    isKept: changer !== "" && (isUser || isHidden(model, ref)),
  };
}

/** The facts of all references, for the tests. */
export function referencesTestView(model: EntityModel) {
  const refs = refsOf(model).map((ref) => refView(model, ref));
  return {
    refs,
    givenRefs: refs.filter(({ isInput }) => isInput),
    /** Whether a test waits for a removal in batches. */
    hasBatches: refs.some(({ onRemove }) => onRemove !== "restrict"),
  };
}
