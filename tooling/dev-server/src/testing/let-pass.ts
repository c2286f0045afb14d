// The only ways in which tests let time pass. What is to happen is waited for: a busy machine takes longer.
import { setTimeout as pause } from "node:timers/promises";

/** A while in which nothing may happen. A busy machine proves less by it, and fails nothing. */
export async function quiet(ms: number): Promise<void> {
  await pause(ms);
}

/** Time that a test is about: a lifetime that runs out, a random point in time, work that takes long. */
export async function letPass(ms: number): Promise<void> {
  await pause(ms);
}
