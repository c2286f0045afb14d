// A flow of a design as a chapter of the flows of the backend, and what is wrong with it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { wordsOf, withoutAccents } from "@groundwork/plop-engine/names/words";
import type { Tree } from "@groundwork/plop-engine/plan";
import { isKeyword } from "../../fields/identifiers.ts";
import type { ActionDesign, CallDesign, Design, FlowDesign, Value } from "../design.ts";
import type { DesignPath, Fault } from "../file/design-file.ts";
import type { Refuse } from "./fault.ts";
import { type CalledFunction, type NotCallable, errorCodes, functionAt } from "./functions.ts";
import { type CastModel, type KnownRoles, readCast, rolesWith } from "./people.ts";
import { type Names, type Reference, isIdOf, referencesIn } from "./values.ts";

export interface ChapterModel {
  title: string;
  about: string | null;
  /** Its module and what that exports, in camelCase. */
  name: string;
  cast: CastModel;
  actions: readonly ActionModel[];
}

export interface ActionModel {
  does: string;
  as: string;
  proves: string;
  calls: readonly CallModel[];
}

export interface CallModel {
  /** Where the design has it. */
  at: DesignPath;
  /** As the design names it: `tickets.create`. */
  typed: string;
  fn: CalledFunction;
  with: Readonly<Record<string, Value>>;
  /** The name under which the result is kept; null where it is not. */
  save: string | null;
  expects: Expectation;
  /** What its values refer to. */
  names: Names;
}

/** What a flow checks of a call. */
export type Expectation =
  | { kind: "success" }
  | { kind: "refusal"; code: string }
  /** How many rows, and what the first of them have at least. */
  | {
      kind: "rows";
      count: number | null;
      rows: Value | null;
      rest: Readonly<Record<string, Value>>;
    }
  | { kind: "value"; value: Value };

/** Whether code can be written for a flow: some call says more than its name. */
export function isWritten({ actions }: FlowDesign): boolean {
  return actions.some(({ calls }) => calls.some((call) => typeof call !== "string"));
}

/** The name of a chapter's module. */
export function chapterName(title: string): string {
  const [first = "", ...more] = wordsOf(withoutAccents(title).replace(/[^A-Za-z0-9]+/g, " "));
  const name = first + more.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^[a-z]/.test(name) && !isKeyword(name)
    ? name
    : `flow${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
}

/**
 * Reads a flow.
 * @param title its key in the design
 * @param tree has the functions that it calls
 * @param refuse takes what is wrong
 * @returns without calls that cannot be read
 */
export function readChapter(
  title: string,
  design: Design,
  tree: Tree,
  refuse: Refuse,
): ChapterModel {
  const flow = design.flows![title]!;
  const roles: KnownRoles = rolesWith(tree, design);
  const cast = readCast(title, flow, roles, refuse);
  const reading: Reading = { tree, cast, kept: new Map(), codes: errorCodes(tree), refuse };
  const actions = flow.actions.map((action, index) =>
    readAction(action, reading, ["flows", title, "actions", index]),
  );
  return { title, about: flow.about ?? null, name: chapterName(title), cast, actions };
}

interface Reading {
  tree: Tree;
  cast: CastModel;
  kept: Map<string, { isId: boolean }>;
  codes: readonly string[];
  refuse: Refuse;
}

function readAction(
  { as, does, proves, calls }: ActionDesign,
  reading: Reading,
  at: DesignPath,
): ActionModel {
  const read = calls.flatMap((call, index) => {
    const stated = typeof call === "string" ? { call } : call;
    return readCall(stated, reading, [...at, "calls", index]) ?? [];
  });
  return { does, as, proves, calls: read };
}

function readCall(stated: CallDesign, reading: Reading, at: DesignPath): CallModel | null {
  const { call: typed, with: given = {}, save = null, expect } = stated;
  const { tree, cast, kept, refuse } = reading;
  const fn = functionAt(tree, typed);
  if (typeof fn === "string") {
    refuse([...at, "call"], notCallable(typed, fn));
    return null;
  }
  const names = { cast, kept: new Map(kept) };
  const values: [DesignPath, Value][] = Object.entries(given).map(([name, value]) => [
    [...at, "with", name],
    value,
  ]);
  for (const [place, value] of [...values, [[...at, "expect"], expect ?? null] as const]) {
    for (const one of referencesIn(value)) checkReference(one, names, reading, place);
  }
  if (save !== null) {
    checkSave(save, reading, at);
    kept.set(save, { isId: fn.idOf !== null });
  }
  const expects = readExpectation(expect, fn, reading, [...at, "expect"]);
  if (expects.kind === "refusal" && save !== null) {
    const message = `"${save}" cannot be kept: the call is refused.`;
    refuse([...at, "save"], { code: "FLOW_SAVE", message, fix: "Leave out save." });
  }
  return { at, typed, fn, with: given, save, expects, names };
}

/** Why no flow can be written that calls a function. */
const notCallable = (typed: string, why: NotCallable): Fault =>
  ({
    unknown: {
      code: "FLOW_CALL",
      message: `there is no function "${typed}".`,
      fix: "Name a public function of the design or of the backend.",
    },
    internal: {
      code: "FLOW_INTERNAL",
      message: `${typed} is internal, and people call public functions.`,
      fix: "Name a public function, or let a cron or a job run it.",
    },
    unread: {
      code: "FLOW_UNREAD",
      message: `${typed} is made by a library or in a way that cannot be read, so no flow can be written for it.`,
      fix: "Name the calls of this flow without with, save and expect, and write its chapter by hand.",
    },
  })[why];

function checkReference(
  { name, path }: Reference,
  names: Names,
  { refuse }: Reading,
  at: DesignPath,
): void {
  const { cast, kept } = names;
  const people = cast.people.map((one) => one.name);
  const known = [...kept.keys(), ...people, ...cast.teams];
  if (known.includes(name)) {
    if (path === "" || path === "._id" || !isIdOf(name, names)) return;
    const message = `"$${name}" is an id, so there is no "$${name}${path}".`;
    refuse(at, { code: "FLOW_NAME", message, fix: `"$${name}"` });
    return;
  }
  const guess = didYouMean(name, known)?.sentence ?? "";
  const message = `"$${name}" is none of the people or teams, and no earlier call keeps it.${guess}`;
  refuse(at, { code: "FLOW_NAME", message, fix: `Add save: "${name}" to an earlier call.` });
}

function checkSave(save: string, { cast, refuse }: Reading, at: DesignPath): void {
  const isTaken = cast.teams.includes(save) || cast.people.some(({ name }) => name === save);
  const isName = /^[A-Za-z_]\w*$/.test(save) && !isKeyword(save);
  if (isTaken || !isName) {
    const why = isTaken ? "is the name of a person or a team" : "is no name: letters and digits";
    const message = `"${save}" ${why}.`;
    refuse([...at, "save"], { code: "FLOW_SAVE", message, fix: `save: "made"` });
  }
}

function readExpectation(
  expect: Value | undefined,
  { isPaged, isList }: CalledFunction,
  { codes, refuse }: Reading,
  at: DesignPath,
): Expectation {
  if (expect === undefined) return { kind: "success" };
  if (typeof expect === "string" && /^[A-Z][A-Z_]+$/.test(expect)) {
    if (!codes.includes(expect)) {
      const message = `there is no error "${expect}".${didYouMean(expect, codes)?.sentence ?? ""}`;
      refuse(at, { code: "FLOW_EXPECT", message, fix: `One of ${codes.join(", ")}.` });
    }
    return { kind: "refusal", code: expect };
  }
  if (!isPaged && !isList) return { kind: "value", value: expect };
  if (Array.isArray(expect)) return { kind: "rows", count: null, rows: expect as Value, rest: {} };
  if (typeof expect !== "object" || expect === null) return { kind: "value", value: expect };
  const { count = null, page = null, ...rest } = expect as Readonly<Record<string, Value>>;
  if (count !== null && typeof count !== "number") {
    refuse(at, { code: "FLOW_EXPECT", message: "count is a number of rows.", fix: "{ count: 1 }" });
  }
  return { kind: "rows", count: typeof count === "number" ? count : null, rows: page, rest };
}
