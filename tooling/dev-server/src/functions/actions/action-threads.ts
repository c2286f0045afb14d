// The threads of one kind of actions. Several actions share a thread, so one that ends its thread
// interrupts the others, and the cause is unknown: each is suspect until it has run in its own
// thread.

import type { ActionWorker } from "./action-worker.ts";

export interface ActionThreadsOptions {
  start(): ActionWorker;
  /** Actions in a thread from which on another is started. */
  busy: number;
  /** Threads that are shared. */
  max: number;
}

/** Threads for suspects at a time; further suspects share a thread again. */
const MAX_OWN_THREADS = 4;
const MAX_SUSPECTS = 1000;

export class ActionThreads {
  readonly #options: ActionThreadsOptions;
  #shared: ActionWorker[] = [];
  readonly #own = new Set<ActionWorker>();
  /** Keys of actions, the one that was interrupted longest ago first. */
  readonly #suspects = new Set<string>();

  constructor(options: ActionThreadsOptions) {
    this.#options = options;
  }

  /** A thread that actions share: the one with the fewest. */
  shared(): ActionWorker {
    this.#shared = this.#shared.filter(({ isDead }) => !isDead);
    const [freest] = this.#shared.toSorted((a, b) => a.load - b.load);
    const { busy, max, start } = this.#options;
    if (freest !== undefined && (freest.load < busy || this.#shared.length >= max)) return freest;
    const thread = start();
    this.#shared.push(thread);
    return thread;
  }

  /**
   * The thread an action runs in: its own when it is suspect.
   * @param key the same for the same function and arguments
   * @returns the thread, and what to call when the action has ended
   */
  for(key: string): { thread: ActionWorker; release: () => void } {
    if (!this.#suspects.has(key) || this.#own.size === MAX_OWN_THREADS) {
      return { thread: this.shared(), release: () => undefined };
    }
    const thread = this.#options.start();
    this.#own.add(thread);
    const release = () => {
      this.#suspects.delete(key);
      this.#own.delete(thread);
      void thread.close();
    };
    return { thread, release };
  }

  /** Remembers an action whose shared thread was taken down. */
  suspect(key: string): void {
    this.#suspects.add(key);
    const [oldest] = this.#suspects;
    if (this.#suspects.size > MAX_SUSPECTS && oldest !== undefined) this.#suspects.delete(oldest);
  }

  all(): ActionWorker[] {
    return [...this.#shared, ...this.#own];
  }
}
