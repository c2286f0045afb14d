// Date, Math.random, timers and performance. Deterministic where the host says so.

import { guard } from "./errors.ts";
import type { RealmHost } from "./host.ts";

type Define = (name: string, value: unknown) => void;

/** Replaces the sources of time and chance of this realm. */
export function installTime(host: RealmHost, define: Define): void {
  if (host.isDeterministic) {
    define("Date", hostDate(host));
    Math.random = () => {
      guard(host, "Math.random");
      return host.random();
    };
  }
  const origin = host.now();
  define("performance", {
    timeOrigin: origin,
    now: () => host.now() - origin,
    mark: () => undefined,
    measure: () => undefined,
  });
  installTimers(host, define);
}

/** The realm's Date with the host's idea of "now". */
function hostDate(host: RealmHost): DateConstructor {
  const RealDate = Date;
  const now = () => {
    guard(host, "Date");
    return host.now();
  };
  function HostDate(this: unknown, ...args: []) {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target) as Date;
  }
  const statics = Object.getOwnPropertyDescriptors(RealDate);
  Object.defineProperties(HostDate, { ...statics, now: { ...statics.now, value: now } });
  Object.defineProperty(HostDate, "name", { value: "Date", configurable: true });
  RealDate.prototype.constructor = HostDate;
  return HostDate as unknown as DateConstructor;
}

function installTimers(host: RealmHost, define: Define): void {
  const timer = (name: "setTimeout" | "setInterval") => {
    return (callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): number => {
      guard(host, name);
      return host.setTimer(() => callback(...args), Number(delay) || 0, name === "setInterval");
    };
  };
  const clear = (id: unknown) => {
    if (typeof id === "number") host.clearTimer(id);
  };
  define("setTimeout", timer("setTimeout"));
  define("setInterval", timer("setInterval"));
  define("clearTimeout", clear);
  define("clearInterval", clear);
}
