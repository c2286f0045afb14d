// Whether a run may ask questions. A program that drives the command line must never wait for an answer.

/** What decides it. */
export interface Surroundings {
  stdin: { isTTY?: boolean };
  stdout: { isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
  /** The flags that were given, by name. */
  flags: Readonly<Record<string, unknown>>;
}

/** Flags of a run that is not talked with. */
const SILENT = ["json", "yes", "from", "check"];

/**
 * Says whether a run may ask.
 * @returns false without a terminal on both ends, with a flag that says so, in CI, and when
 *   GEN_NON_INTERACTIVE is set: a pseudo-terminal looks like a person
 */
export function mayAsk({ stdin, stdout, env, flags }: Surroundings): boolean {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  if (SILENT.some((name) => flags[name] !== undefined)) return false;
  return !isOn(env.CI) && !isOn(env.GEN_NON_INTERACTIVE);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}
