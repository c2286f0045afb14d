// Errors of a realm: thrown for host failures, recognised across realms, with mapped stack traces.

import type { Answer, Failure, Guarded, RealmHost } from "./host.ts";

/** Throws the host's message when `what` may not be used right now. */
export function guard(host: RealmHost, what: Guarded): void {
  const refusal = host.refuse(what);
  if (refusal !== null) throw new Error(refusal);
}

/** An error of this realm for a failed call to the host. */
export function errorFrom(failure: Failure): Error {
  const error: Error & { data?: unknown } = new Error(failure.message);
  if (failure.data !== undefined) error.data = failure.data;
  return error;
}

/** The `Convex` global: the only way from user code to the backend. */
export function createSyscalls(host: RealmHost) {
  return Object.freeze({
    syscall(op: string, args: string): string {
      guard(host, "Convex");
      const answer: Answer = host.syscall(op, args);
      if (answer.ok) return answer.value;
      throw errorFrom(answer.failure);
    },
    asyncSyscall(op: string, args: string): Promise<string> {
      guard(host, "Convex");
      return new Promise((resolve, reject) => {
        host.asyncSyscall(op, args, resolve, (failure) => reject(errorFrom(failure)));
      });
    },
    jsSyscall(op: string, args: Record<string, unknown>): unknown {
      guard(host, "Convex");
      return host.jsSyscall(op, args);
    },
  });
}

/**
 * Host functions throw host errors and return host promises. The base classes accept both, so that
 * `catch (e) { if (e instanceof Error) … }` holds; classes derived from them are left as they are.
 */
export function acceptHostInstances(host: RealmHost): void {
  const ordinary = Function.prototype[Symbol.hasInstance];
  for (const [name, foreign] of Object.entries(host.accepted)) {
    const own = (globalThis as unknown as Record<string, object>)[name];
    if (own === undefined) continue;
    Object.defineProperty(own, Symbol.hasInstance, {
      value(this: object, value: unknown) {
        return ordinary.call(this, value) || (this === own && ordinary.call(foreign, value));
      },
    });
  }
}

/** `error.stack` shows original files and lines, as it does in Convex. */
export function installStackTraces(host: RealmHost): void {
  Object.defineProperty(Error, "prepareStackTrace", {
    value: (error: Error, sites: NodeJS.CallSite[]) => {
      const frames = host.stackFrames(sites);
      const head = describe(error);
      return frames === "" ? head : `${head}\n${frames}`;
    },
    writable: true,
    configurable: true,
  });
}

function describe(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
