// The rules over the flows, without driving them: rules.test.ts holds the app to each and shows that it fires.
// Each names what breaks it.
import { CALLS_MAX, type Flow } from "./flow.ts";
import { nameOf } from "./flows.ts";

/** The flows, and the public functions that none of them calls, with the reason. */
export interface Story {
  flows: readonly Pick<Flow, "name" | "calls">[];
  apart: Readonly<Record<string, string>>;
}

/** Rule: what is called, or left apart, is a public function that there is. */
export function unknownCalls({ flows, apart }: Story, open: readonly string[]): string[] {
  const named = [...calledIn(flows), ...Object.keys(apart)];
  return named.filter((name) => !open.includes(name));
}

/**
 * Rule: of a module that the flows touch each public function is in one, or has a reason. A module that none
 * has reached yet, such as one that was generated just now, is listed on the page instead.
 */
export function silentFunctions(story: Story, open: readonly string[]): string[] {
  const known = knownIn(story);
  const untouched = untouchedModules(story, open);
  return open.filter((name) => !known.includes(name) && !untouched.includes(moduleOf(name)));
}

/** Modules with public functions that no flow has reached yet. */
export function untouchedModules(story: Story, open: readonly string[]): string[] {
  const touched = knownIn(story).map(moduleOf);
  return [...new Set(open.map(moduleOf))].filter((module) => !touched.includes(module));
}

/** Rule: what is left apart is called by none, and says why. */
export function needlesslyApart({ flows, apart }: Story): string[] {
  const called = calledIn(flows);
  return Object.keys(apart).filter((name) => called.includes(name) || apart[name]!.trim() === "");
}

/** Rule: a person's action takes three calls at most, and at least one. */
export function ofWrongLength({ flows }: Story): string[] {
  const wrong = flows.filter(({ calls }) => calls.length > CALLS_MAX || calls.length === 0);
  return wrong.map(({ name }) => name);
}

/** Rule: each flow has a name of its own. */
export function namedAlike({ flows }: Story): string[] {
  const names = flows.map(({ name }) => name);
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function knownIn({ flows, apart }: Story): string[] {
  return [...calledIn(flows), ...Object.keys(apart)];
}

function calledIn(flows: Story["flows"]): string[] {
  return flows.flatMap(({ calls }) => calls.map(nameOf));
}

function moduleOf(name: string): string {
  return name.split(":")[0]!;
}
