// A client for tests of components: queries answer what the test sets, mutations wait for the test, and optimistic
// updates show until then. The real client against a real backend is what `e2e/` tests.
import type { OptimisticLocalStore } from "convex/browser";
import type { ConvexReactClient } from "convex/react";
import { getFunctionName, type FunctionReference } from "convex/server";
import { convexToJson, type Value } from "convex/values";

type AnyFunction = FunctionReference<"query" | "mutation" | "action", "public">;
type Layer = Map<string, unknown>;

/** What tells queries apart: of a page, its cursor alone. */
function keyOf(fn: AnyFunction, args: unknown): string {
  const { paginationOpts, ...rest } = (args ?? {}) as Record<string, unknown>;
  const cursor = (paginationOpts as { cursor?: string | null } | undefined)?.cursor ?? null;
  return `${getFunctionName(fn)}:${JSON.stringify(convexToJson({ ...rest, cursor } as Value))}`;
}

/** A call of a mutation or an action that waits for its answer. */
export interface PendingCall {
  name: string;
  args: Record<string, unknown>;
  resolve: (value?: unknown) => void;
  reject: (error: unknown) => void;
}

interface Connection {
  isWebSocketConnected: boolean;
  connectionRetries: number;
}

export class FakeConvex {
  /** Calls that were not answered yet, oldest first. */
  readonly calls: PendingCall[] = [];
  readonly #answers: Layer = new Map();
  readonly #layers = new Map<PendingCall, (store: OptimisticLocalStore) => void>();
  readonly #listeners = new Set<() => void>();
  readonly #asked = new Map<string, { fn: AnyFunction; args: Record<string, unknown> }>();
  #shown: Layer = new Map();
  #connection: Connection = { isWebSocketConnected: true, connectionRetries: 0 };

  /** Sets what a query answers, for these arguments. An Error is thrown where the query is used. */
  answer(fn: AnyFunction, args: Record<string, unknown>, value: unknown): void {
    this.#answers.set(keyOf(fn, args), value);
    this.#changed();
  }

  /** Sets the first page of a list. */
  answerPage(fn: AnyFunction, args: Record<string, unknown>, rows: readonly unknown[]): void {
    this.answer(fn, args, { page: rows, isDone: true, continueCursor: "end" });
  }

  /** Sets whether the backend is reached, and how often that failed since. */
  connect(connection: Connection): void {
    this.#connection = connection;
    this.#changed();
  }

  /** The names of the queries that the page has asked. */
  askedNames(): string[] {
    return [...this.#asked.values()].map(({ fn }) => getFunctionName(fn));
  }

  /** The arguments that the page has asked a query with, without those of pages. */
  asked(fn: AnyFunction): unknown[] {
    return [...this.#asked.values()].flatMap(({ fn: asked, args }) => {
      const { paginationOpts: _, ...rest } = args;
      return getFunctionName(asked) === getFunctionName(fn) ? [rest] : [];
    });
  }

  /** For `<ConvexProvider client>`. */
  get client(): ConvexReactClient {
    return {
      watchQuery: (fn: AnyFunction, args: Record<string, unknown> = {}) => {
        this.#asked.set(keyOf(fn, args), { fn, args });
        return {
          onUpdate: (listener: () => void) => {
            this.#listeners.add(listener);
            return () => this.#listeners.delete(listener);
          },
          localQueryResult: () => {
            const value = this.#shown.get(keyOf(fn, args));
            if (value instanceof Error) throw value;
            return value;
          },
          journal: () => undefined,
        };
      },
      mutation: (fn: AnyFunction, args: Record<string, unknown>, options?: MutationOptions) =>
        this.#call(fn, args, options?.optimisticUpdate),
      action: (fn: AnyFunction, args: Record<string, unknown>) => this.#call(fn, args),
      prewarmQuery: () => {},
      connectionState: () => this.#connection,
      subscribeToConnectionState: (listener: (state: Connection) => void) => {
        const tell = () => listener(this.#connection);
        this.#listeners.add(tell);
        return () => this.#listeners.delete(tell);
      },
    } as unknown as ConvexReactClient;
  }

  #call(
    fn: AnyFunction,
    args: Record<string, unknown>,
    update?: MutationOptions["optimisticUpdate"],
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.calls.splice(this.calls.indexOf(call), 1);
        this.#layers.delete(call);
        this.#changed();
        act();
      };
      const call: PendingCall = {
        name: getFunctionName(fn),
        args,
        resolve: (value) => settle(() => resolve(value)),
        reject: (error) => settle(() => reject(error)),
      };
      this.calls.push(call);
      if (update) this.#layers.set(call, (store) => update(store, args));
      this.#changed();
    });
  }

  /** Draws the answers, with what the calls that are under way show on top. */
  #changed(): void {
    this.#shown = new Map(this.#answers);
    for (const update of this.#layers.values()) update(this.#store());
    for (const listener of this.#listeners) listener();
  }

  #store(): OptimisticLocalStore {
    const shown = this.#shown;
    const store = {
      getQuery: (fn: AnyFunction, args: unknown) => shown.get(keyOf(fn, args)),
      setQuery: (fn: AnyFunction, args: unknown, value: unknown) =>
        shown.set(keyOf(fn, args), value),
      getAllQueries: (fn: AnyFunction) =>
        [...this.#asked.values()]
          .filter((asked) => getFunctionName(asked.fn) === getFunctionName(fn))
          .map(({ args }) => ({ args, value: shown.get(keyOf(fn, args)) })),
    };
    return store as unknown as OptimisticLocalStore;
  }
}

interface MutationOptions {
  optimisticUpdate?: (store: OptimisticLocalStore, args: Record<string, unknown>) => void;
}
