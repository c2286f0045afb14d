// Decides whether a run may ask questions. A program that runs the command must never wait for an answer.

/** What the decision depends on. */
export interface Surroundings {
  stdin: { isTTY?: boolean };
  stdout: { isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
  /** The flags that were given, by name. */
  flags: Readonly<Record<string, unknown>>;
}

/** Flags that turn questions off. */
const SILENT = ["json", "yes", "from", "check"];

/**
 * Decides whether a run may ask.
 * @returns false unless stdin and stdout are terminals; also with a flag that turns questions off, in CI, and
 *   with GEN_NON_INTERACTIVE, for programs that use a pseudo-terminal
 */
export function mayAsk({ stdin, stdout, env, flags }: Surroundings): boolean {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  if (SILENT.some((name) => flags[name] !== undefined)) return false;
  return !isOn(env.CI) && !isOn(env.GEN_NON_INTERACTIVE);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}
