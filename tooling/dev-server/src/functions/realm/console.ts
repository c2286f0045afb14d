// `console`: hands values to the host, which formats and keeps them.

import type { RealmHost } from "./host.ts";

/** The console of this realm. */
export function createConsole(host: Pick<RealmHost, "log" | "now">) {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const elapsed = (label: string) =>
    `${label}: ${host.now() - (timers.get(label) ?? host.now())}ms`;
  const missing = (label: string) => host.log("WARN", [`Timer '${label}' does not exist`]);
  const log = (...values: unknown[]) => host.log("LOG", values);
  return {
    debug: (...values: unknown[]) => host.log("DEBUG", values),
    error: (...values: unknown[]) => host.log("ERROR", values),
    info: (...values: unknown[]) => host.log("INFO", values),
    warn: (...values: unknown[]) => host.log("WARN", values),
    log,
    dir: (value: unknown) => host.log("LOG", [value]),
    dirxml: log,
    table: log,
    group: log,
    groupCollapsed: log,
    groupEnd: () => undefined,
    clear: () => undefined,
    trace(...values: unknown[]) {
      const { stack = "" } = new Error();
      const frames = stack.split("\n").slice(1).join("\n");
      host.log("LOG", values, frames);
    },
    assert(condition: unknown, ...values: unknown[]) {
      if (!condition) host.log("ERROR", ["Assertion failed", ...values]);
    },
    count(label = "default") {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      host.log("LOG", [`${label}: ${counts.get(label)}`]);
    },
    countReset: (label = "default") => void counts.delete(label),
    time(label = "default") {
      if (timers.has(label)) host.log("WARN", [`Timer '${label}' already exists`]);
      else timers.set(label, host.now());
    },
    timeLog(label = "default", ...values: unknown[]) {
      if (!timers.has(label)) return missing(label);
      host.log("INFO", [elapsed(label), ...values]);
    },
    timeEnd(label = "default") {
      if (!timers.has(label)) return missing(label);
      host.log("INFO", [elapsed(label)]);
      timers.delete(label);
    },
  };
}
