// A task of the plan, and the commands that prove most of them.
import { packageName } from "../../repository/settings.ts";

export interface Task {
  title: string;
  goal: string;
  touches: readonly string[];
  /** Commands that have to pass, each with what it proves. */
  proofs: readonly (readonly [command: string, proves: string])[];
  /** What it adds: `table:tickets`, `role:agent`, `module:reports`. */
  provides: readonly string[];
  needs: readonly string[];
  /** The file of its page, without a number. */
  slug: string;
}

/** A command of the backend that a task names. */
export function inBackend(rest: string): string {
  return `pnpm --filter ${packageName("backend")} ${rest}`;
}

/** A command of the validators that a task names. */
export function inValidators(rest: string): string {
  return `pnpm --filter ${packageName("validators")} ${rest}`;
}

/** Proves that no part of a task was forgotten: what of the design is still missing, other tasks may add. */
export function checked(what: string): readonly [command: string, proves: string] {
  return ["pnpm plop design check", `no finding about ${what} is left`];
}

/** What a task needs that calls functions: their modules, wherever the functions come from. */
export function modulesOf(...calls: readonly (string | undefined)[]): string[] {
  return calls.flatMap((call) => {
    if (call === undefined) return [];
    const module = call.slice(0, call.lastIndexOf("."));
    return [`module:${module}`, `functions:${module}`];
  });
}
