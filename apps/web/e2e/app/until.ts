import { setTimeout as pause } from "node:timers/promises";

const PATIENCE_MS = 120_000;

/**
 * Asks until the answer is yes, for what a backend does in the background.
 * @param holds the question
 * @param why says what is missing
 * @throws Error when it never is
 */
export async function until(
  holds: () => Promise<boolean>,
  why: () => string = () => holds.toString(),
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`Still no after ${PATIENCE_MS / 1000} s: ${why()}`);
    }
    await pause(50);
  }
}
