// Who does what in the tests of an entity, and what it comes to.
import { capital } from "@groundwork/plop-engine/names/words";
import { type EntityModel, type Operation, operations, scopeFor } from "../model.ts";

/** How a call ends: null when it works, else the code of the refusal. */
export type Outcome = "FORBIDDEN" | "NOT_FOUND" | "INVALID" | null;

/** The role of ann and bob: the one that may do most, and reads. */
export function mainRole(model: EntityModel): string {
  const held = (role: string) =>
    operations.filter((operation) => scopeFor(model, operation, role) !== null).length;
  const readers = model.roles.filter((role) => scopeFor(model, "read", role) !== null);
  const makers = readers.filter((role) => outcomeOfCreate(model, role) === null);
  const candidates = makers.length > 0 ? makers : readers;
  return candidates.toSorted((one, other) => held(other) - held(one))[0]!;
}

/** Somebody of another role, for what ann may not do. */
export interface Helper {
  variable: string;
  role: string;
}

/** Who does an operation in a test: ann where she may, else somebody of a role that may; null for nobody. */
export function doer(model: EntityModel, operation: Operation): Helper | null {
  const role = mainRole(model);
  if (scopeFor(model, operation, role) !== null) return { variable: "ann", role };
  const other = model.roles.find((role) => scopeFor(model, operation, role) !== null);
  return other === undefined ? null : oneOf(other);
}

function oneOf(role: string): Helper {
  return { variable: `one${capital(role)}`, role };
}

/** Somebody whose lists hold other rows than ann's: all of them, or their own; null where lists are alike. */
function otherReader(model: EntityModel): Helper | null {
  // A list of a team's rows holds the same for everybody.
  if (model.team !== null) return null;
  const scope = scopeFor(model, "read", mainRole(model));
  const other = model.roles.find((role) => ![null, scope].includes(scopeFor(model, "read", role)));
  return other === undefined ? null : oneOf(other);
}

/** Three rows, the second of somebody else than ann, and who finds which of them. */
export interface Finding {
  /** Who has the second row. */
  second: string;
  /** Variables for the ids of the rows; empty for one that nobody asks for. */
  names: [string, string, string];
  /** Who looks, a variable for what they get, and the rows that it has, the newest first. */
  viewers: { person: string; gets: string; rows: string[] }[];
  /** The role of those who find the rows of others; null when that is everybody or nobody. */
  seers: string | null;
}

export function findingOf(model: EntityModel): Finding {
  const other = otherReader(model);
  const isOwn = seesOnlyOwn(model);
  const hers = ["third", "first"];
  const all = ["third", "second", "first"];
  const ann = { person: "ann", gets: "found", rows: isOwn ? hers : all };
  if (other === null) {
    const names: Finding["names"] = ["first", isOwn ? "" : "second", "third"];
    return { second: "bob", names, viewers: [ann], seers: null };
  }
  const { variable } = other;
  const viewer = isOwn
    ? { person: variable, gets: "all", rows: all }
    : { person: variable, gets: "own", rows: ["second"] };
  return {
    second: isOwn ? "bob" : variable,
    names: ["first", "second", "third"],
    viewers: [ann, viewer],
    seers: isOwn ? other.role : mainRole(model),
  };
}

/** Those whom tests need beside ann and bob. */
export function helpers(model: EntityModel): Helper[] {
  const all = [
    ...operations.flatMap((operation) => doer(model, operation) ?? []),
    ...[otherReader(model) ?? []].flat(),
  ];
  const others = all.filter(({ variable }) => variable !== "ann");
  return others.filter(
    ({ variable }, index) => others.findIndex((other) => other.variable === variable) === index,
  );
}

/** What a call on a row comes to. */
export function outcome(
  model: EntityModel,
  operation: "read" | "update" | "remove",
  role: string,
  isOwn: boolean,
): Outcome {
  const covers = (of: Operation) => {
    const scope = scopeFor(model, of, role);
    // Whoever has a team of their own is its owner.
    return scope === "all" || (scope !== null && isOwn);
  };
  if (scopeFor(model, operation, role) === null) return "FORBIDDEN";
  if (covers(operation)) return null;
  return operation !== "read" && covers("read") ? "FORBIDDEN" : "NOT_FOUND";
}

/** The same of a row in a team that the caller is in, and does not own. */
export function outcomeAsMember(
  model: EntityModel,
  operation: "read" | "update" | "remove",
  role: string,
): Outcome {
  const scope = scopeFor(model, operation, role);
  if (scope === null) return "FORBIDDEN";
  if (scope === "team" || scope === "all") return null;
  return scopeFor(model, "read", role) === "led" ? "NOT_FOUND" : "FORBIDDEN";
}

/** Whether ann and bob, who have the same role, see no rows of each other. */
export function seesOnlyOwn(model: EntityModel): boolean {
  return model.team !== null || scopeFor(model, "read", mainRole(model)) === "own";
}

/** What making a row comes to: whoever cannot see what it has to name makes none. */
export function outcomeOfCreate(model: EntityModel, role: string): Outcome {
  if (scopeFor(model, "create", role) === null) return "FORBIDDEN";
  const isBlind = model.fields.some(
    ({ target, isInput, isOptional, default: value }) =>
      target !== null &&
      target.table !== "users" &&
      isInput &&
      !isOptional &&
      value === null &&
      !Object.hasOwn(target.readers, role),
  );
  return isBlind ? "INVALID" : null;
}
