// Runs inside every realm before user code: builds the global object of Convex's runtime.

import { installClasses } from "./classes.ts";
import { structuredCloneHere } from "./clone.ts";
import { createConsole } from "./console.ts";
import { installCrypto } from "./crypto.ts";
import { acceptHostInstances, createSyscalls, guard, installStackTraces } from "./errors.ts";
import type { RealmHooks, RealmHost } from "./host.ts";
import { installNewerBuiltIns } from "./newer-built-ins.ts";
import { installTime } from "./time.ts";
import { installWebAssembly } from "./web-assembly.ts";

/** Puts everything user code may use on this realm's global object. */
export function install(host: RealmHost): RealmHooks {
  for (const [name, value] of Object.entries(host.globals)) define(name, value);
  installNewerBuiltIns();
  installWebAssembly();
  acceptHostInstances(host);
  installStackTraces(host);
  installTime(host, define);
  installCrypto(host, define);
  const classes = installClasses(host, define);

  define("self", globalThis);
  define("console", createConsole(host));
  define("Convex", createSyscalls(host));
  define("structuredClone", structuredCloneHere);
  define("queueMicrotask", (callback: () => void) => {
    void Promise.resolve().then(callback);
  });
  define("process", { env: environment(host) });
  return { ...classes, makeError: (message) => new Error(message) };
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function environment(host: RealmHost): Record<string, string | undefined> {
  const local: Record<string, string | undefined> = {};
  return new Proxy(local, {
    get(target, name) {
      if (typeof name !== "string" || Object.hasOwn(target, name)) return Reflect.get(target, name);
      guard(host, "process.env");
      return host.env(name);
    },
    has: (target, name) =>
      Reflect.has(target, name) || (typeof name === "string" && host.env(name) !== undefined),
    ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...host.envNames()])],
    getOwnPropertyDescriptor(target, name) {
      const own = Reflect.getOwnPropertyDescriptor(target, name);
      const value = typeof name === "string" ? host.env(name) : undefined;
      if (own !== undefined || value === undefined) return own;
      return { value, writable: true, enumerable: true, configurable: true };
    },
  });
}
