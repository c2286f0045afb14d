// Rules over the flows, without running them: rules.test.ts applies each to the app and shows that it fires.
// Each names what breaks it.
import { CALLS_MAX, type AnyFlow } from "./flow.ts";
import { nameOf } from "./flows.ts";

/** The flows, and the public functions that none of them calls, with the reason. */
export interface Story {
  flows: readonly Pick<AnyFlow, "name" | "calls">[];
  uncovered: Readonly<Record<string, string>>;
}

/** Rule: what is called, or listed as uncovered, is an existing public function. */
export function unknownCalls({ flows, uncovered }: Story, open: readonly string[]): string[] {
  const named = [...calledIn(flows), ...Object.keys(uncovered)];
  return named.filter((name) => !open.includes(name));
}

/**
 * Rule: each public function of a module that flows call is in a flow, or has a reason. A module without flows,
 * such as one that was just generated, is listed on the page instead.
 */
export function silentFunctions(story: Story, open: readonly string[]): string[] {
  const known = knownIn(story);
  const untouched = untouchedModules(story, open);
  return open.filter((name) => !known.includes(name) && !untouched.includes(moduleOf(name)));
}

/** Modules with public functions that no flow calls yet. */
export function untouchedModules(story: Story, open: readonly string[]): string[] {
  const touched = knownIn(story).map(moduleOf);
  return [...new Set(open.map(moduleOf))].filter((module) => !touched.includes(module));
}

/** Rule: an uncovered function is called by no flow, and has a reason. */
export function needlesslyUncovered({ flows, uncovered }: Story): string[] {
  const called = calledIn(flows);
  return Object.keys(uncovered).filter(
    (name) => called.includes(name) || uncovered[name]!.trim() === "",
  );
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

function knownIn({ flows, uncovered }: Story): string[] {
  return [...calledIn(flows), ...Object.keys(uncovered)];
}

function calledIn(flows: Story["flows"]): string[] {
  return flows.flatMap(({ calls }) => calls.map(nameOf));
}

function moduleOf(name: string): string {
  return name.split(":")[0]!;
}
