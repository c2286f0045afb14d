// Who calls what in the tests of an entity, and with which outcome. ann and bob have the same role.
import { capital } from "@groundwork/plop-engine/names/words";
import {
  type EntityModel,
  type Operation,
  type ReferenceField,
  operations,
  scopeFor,
} from "../model/model.ts";

/** The end of a call: null when it works, else the code of the refusal. */
export type Outcome = "FORBIDDEN" | "NOT_FOUND" | "INVALID" | null;

/** A person of the tests: a variable and a role. */
export interface Caller {
  variable: string;
  role: string;
}

/** The role of ann and bob: the one that may do most, and reads. */
export function mainRole(model: EntityModel): string {
  const held = (role: string) =>
    operations.filter((operation) => scopeFor(model, operation, role) !== null).length;
  const readers = model.roles.filter((role) => scopeFor(model, "read", role) !== null);
  const creators = readers.filter((role) => outcomeOfCreate(model, role) === null);
  const candidates = creators.length > 0 ? creators : readers;
  return candidates.toSorted((one, other) => held(other) - held(one))[0]!;
}

/** Who does an operation: ann where she may, else somebody of a role that may; null for nobody. */
export function callerOf(model: EntityModel, operation: Operation): Caller | null {
  const role = mainRole(model);
  if (scopeFor(model, operation, role) !== null) return { variable: "ann", role };
  const other = model.roles.find((role) => scopeFor(model, operation, role) !== null);
  return other === undefined ? null : callerWith(other);
}

function callerWith(role: string): Caller {
  return { variable: `one${capital(role)}`, role };
}

/** Somebody whose lists hold other rows than ann's: all of them, or their own; null where lists are alike. */
function otherReader(model: EntityModel): Caller | null {
  // A test of its own lists the rows of a team as each role, and those of a whole.
  if (model.place !== null) return null;
  const scope = scopeFor(model, "read", mainRole(model));
  const other = model.roles.find((role) => ![null, scope].includes(scopeFor(model, "read", role)));
  return other === undefined ? null : callerWith(other);
}

/** Everybody in the tests. */
export function callers(model: EntityModel): Caller[] {
  const role = mainRole(model);
  const others = [
    ...operations.map((operation) => callerOf(model, operation)),
    otherReader(model),
  ].filter((caller) => caller !== null && caller.variable !== "ann") as Caller[];
  const isFirst = ({ variable }: Caller, index: number) =>
    others.findIndex((other) => other.variable === variable) === index;
  return [{ variable: "ann", role }, { variable: "bob", role }, ...others.filter(isFirst)];
}

/** Three rows, the second of somebody else than ann, and who finds which of them. */
export interface Finding {
  /** Who has the second row. */
  second: string;
  /** Variables for the ids of the rows; empty for one that nobody asks for. */
  names: readonly string[];
  /** Who looks, a variable for the answer, and the rows that it has, the newest first. */
  viewers: { person: string; gets: string; rows: string[]; isOneRow: boolean }[];
  /** The role of those who find the rows of others; null when that is everybody or nobody. */
  seers: string | null;
}

export function findingOf(model: EntityModel): Finding {
  const other = otherReader(model);
  const isOwn = seesOnlyOwn(model);
  const all = ["third", "second", "first"];
  const viewer = (person: string, gets: string, rows: string[]) => ({
    ...{ person, gets, rows },
    isOneRow: rows.length === 1,
  });
  const ann = viewer("ann", "found", isOwn ? ["third", "first"] : all);
  if (other === null) {
    const names = ["first", isOwn ? "" : "second", "third"];
    return { second: "bob", names, viewers: [ann], seers: null };
  }
  const { variable, role } = other;
  return {
    second: isOwn ? "bob" : variable,
    names: ["first", "second", "third"],
    viewers: [ann, isOwn ? viewer(variable, "all", all) : viewer(variable, "own", ["second"])],
    seers: isOwn ? role : mainRole(model),
  };
}

type RowOperation = "read" | "update" | "remove";

/** The outcome of a call on a row. */
export function outcome(
  model: EntityModel,
  operation: RowOperation,
  { role, isOwn }: { role: string; isOwn: boolean },
): Outcome {
  const covers = (of: Operation) => {
    const scope = scopeFor(model, of, role);
    if (model.parent !== null && !isOwn)
      return scope === "parent" && reachesAll(model.parent, of, role);
    // In a test, the team that a person has is one that they own.
    return scope === "all" || (scope !== null && isOwn);
  };
  if (scopeFor(model, operation, role) === null) return "FORBIDDEN";
  if (covers(operation)) return null;
  return operation !== "read" && covers("read") ? "FORBIDDEN" : "NOT_FOUND";
}

/** Whether a role reaches the parts of every whole, which takes its update for what is no reading. */
function reachesAll({ target }: ReferenceField, of: Operation, role: string): boolean {
  return (of === "read" ? target.readers : target.changers)[role] === "all";
}

/** The outcomes of calls on a whole of another person: listing its parts, and adding one. */
export function outcomesInOthers(
  model: EntityModel,
  role: string,
): { list: Outcome; create: Outcome } {
  const { readers } = model.parent!.target;
  const [read, create] = [scopeFor(model, "read", role), scopeFor(model, "create", role)];
  const sees = readers[role] === "all";
  const makes = create === "own" || reachesAll(model.parent!, "create", role);
  return {
    list: read === null ? "FORBIDDEN" : sees ? null : "NOT_FOUND",
    create: create === null ? "FORBIDDEN" : !sees ? "INVALID" : makes ? null : "FORBIDDEN",
  };
}

/** The same for a row of a team that the caller is in, and does not own. */
export function outcomeAsMember(
  model: EntityModel,
  operation: RowOperation,
  role: string,
): Outcome {
  const scope = scopeFor(model, operation, role);
  if (scope === null) return "FORBIDDEN";
  if (scope === "team" || scope === "all") return null;
  const read = scopeFor(model, "read", role);
  return read === "led" || read === "own" ? "NOT_FOUND" : "FORBIDDEN";
}

/** Whether ann and bob see no rows of each other. */
export function seesOnlyOwn(model: EntityModel): boolean {
  return model.place !== null || scopeFor(model, "read", mainRole(model)) === "own";
}

/** The outcome of `create`: it fails for those who cannot see a row that each new one has to name. */
export function outcomeOfCreate(model: EntityModel, role: string): Outcome {
  if (scopeFor(model, "create", role) === null) return "FORBIDDEN";
  const isBlind = model.references.some(
    ({ target, isInput, isOptional, default: value }) =>
      target.table !== "users" &&
      isInput &&
      !isOptional &&
      value === null &&
      !Object.hasOwn(target.readers, role),
  );
  return isBlind ? "INVALID" : null;
}
