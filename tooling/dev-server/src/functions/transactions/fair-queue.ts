// Work that waits, in turns: a caller with much work does not delay those with little.

import type { Identity } from "../../kernel/function-types.ts";

/** Whether the caller may have another item taken now; keeps their turn otherwise. */
type MayTake = (caller: string, session: unknown) => boolean;
const anyone: MayTake = () => true;

/**
 * Callers take turns, the sessions of a caller take turns within its own, and what one session asked
 * for keeps its order. So an item waits for at most one of each other caller, whatever else waits.
 */
export class FairQueue<T> {
  /** By caller and session; the one whose turn comes next is first. None is empty. */
  readonly #turns = new Map<string, Map<unknown, T[]>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * @param caller who it is for, as `callerOf` names them
   * @param session which of the caller's connections asked, compared by identity
   */
  push(caller: string, session: unknown, item: T): void {
    let sessions = this.#turns.get(caller);
    if (!sessions) this.#turns.set(caller, (sessions = new Map<unknown, T[]>()));
    const items = sessions.get(session);
    if (items) items.push(item);
    else sessions.set(session, [item]);
    this.#size += 1;
  }

  /** Whether `take` would give something. */
  has(mayTake: MayTake = anyone): boolean {
    return this.#find(mayTake) !== null;
  }

  /** The item whose turn it is, with whose it is; null when there is none that may be taken. */
  take(mayTake: MayTake = anyone): { item: T; caller: string; session: unknown } | null {
    const found = this.#find(mayTake);
    if (found === null) return null;
    const { caller, session, sessions, items } = found;
    const item = items.shift()!;
    sessions.delete(session);
    if (items.length > 0) sessions.set(session, items);
    this.#turns.delete(caller);
    if (sessions.size > 0) this.#turns.set(caller, sessions);
    this.#size -= 1;
    return { item, caller, session };
  }

  #find(mayTake: MayTake) {
    for (const [caller, sessions] of this.#turns) {
      for (const [session, items] of sessions) {
        if (mayTake(caller, session)) return { caller, session, sessions, items };
      }
    }
    return null;
  }

  /** Empties the queue. */
  drain(): T[] {
    const items = [...this.#turns.values()].flatMap((sessions) => [...sessions.values()].flat());
    this.#turns.clear();
    this.#size = 0;
    return items;
  }
}

/** The name of a caller's turn. All who have not signed in share one. */
export function callerOf(identity: Identity): string {
  switch (identity.kind) {
    case "none":
      return "anonymous";
    case "admin":
      return "admin";
    case "user":
      return `user ${JSON.stringify([identity.attributes["issuer"], identity.attributes["subject"]])}`;
  }
}
