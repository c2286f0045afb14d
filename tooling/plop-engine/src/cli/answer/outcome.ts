// How a command fails.
import { type Exit, GeneratorError, type Problem } from "../../plan.ts";
import type { Envelope } from "../../envelope.ts";

/** A person pressed Ctrl-C or declined. */
export class Cancelled extends Error {}

/** A failure with more than its problems: a corrected command, the checks that ran. */
export class CommandError extends GeneratorError {
  readonly more: Partial<Envelope>;

  constructor(exit: Exit, problems: readonly Problem[], more: Partial<Envelope>) {
    super(exit, problems);
    this.more = more;
  }
}

/** Fails a command whose arguments are wrong. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new GeneratorError(2, problems);
}

/** The answer for a thrown error. */
export function failure(command: string, error: unknown): Envelope {
  const base = { ok: false, command, run: null };
  if (error instanceof Cancelled) return { ...base, exit: 130, errors: [] };
  if (error instanceof GeneratorError) {
    const more = error instanceof CommandError ? error.more : {};
    return { ...base, exit: error.exit, errors: [...error.problems], ...more };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    ...base,
    exit: 1,
    errors: [{ code: "INTERNAL", message, ...(stack !== undefined && { stack }) }],
  };
}
