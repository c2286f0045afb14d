// Who plays in the test of a function: those whom the test file signs in, and others where they do not do.
import type { FunctionModel } from "./model.ts";
import type { SetUp } from "./set-up.ts";

export interface Cast {
  /** Whether the file starts the app before each test. */
  hasApp: boolean;
  /** The variable of whoever calls the function, and their role. */
  caller: string;
  role: string;
  /** Whether the file signs the caller in. */
  hasCaller: boolean;
  /** Somebody else of the same role. */
  other: string;
  hasOther: boolean;
  /** Names that a test must not declare again. */
  taken: ReadonlySet<string>;
}

/**
 * Chooses who plays.
 * @param setUp what the file has; null for nothing that a test may lean on
 */
export function castOf({ role, allowedRoles }: FunctionModel, setUp: SetUp | null): Cast {
  const people = setUp?.people ?? [];
  const taken = setUp?.taken ?? new Set();
  const caller =
    people.find((person) => person.role === role) ??
    people.find((person) => allowedRoles.includes(person.role));
  const played = caller?.role ?? role;
  const other = people.find((person) => person !== caller && person.role === played);
  return {
    hasApp: setUp !== null,
    caller: caller?.name ?? freeOf(taken, ["ann", "caller"]),
    role: played,
    hasCaller: caller !== undefined,
    other: other?.name ?? freeOf(taken, ["bob", "another"]),
    hasOther: other !== undefined,
    taken,
  };
}

/** The first of some names that is free; the last one in any case. */
function freeOf(taken: ReadonlySet<string>, names: readonly string[]): string {
  return names.find((name) => !taken.has(name)) ?? names.at(-1)!;
}

/** The lines that sign somebody in for one test. */
export function signedIn(name: string, role: string): string {
  return `const ${name} = await signedInAs(app, ${JSON.stringify(role)});`;
}

/** The lines that make sure there is somebody else of the caller's role. */
export function otherLines({ hasOther, other, role }: Cast): string[] {
  return hasOther ? [] : [signedIn(other, role)];
}
