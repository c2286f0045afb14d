// What the tests in a browser leave out, found without running them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const e2e = join(import.meta.dirname, "..");

/** The names of flows that tests prove, as they are written: `flow("sign in", …`. */
export function provenFlows(): string[] {
  return namesAfter("flow");
}

/** The names of all tests in a browser. */
export function testNames(): string[] {
  return namesAfter("flow|test");
}

function namesAfter(call: string): string[] {
  const written = new RegExp(`^(?:${call})\\(\\s*"([^"]+)"`, "gm");
  const files = readdirSync(e2e).filter((file) => file.endsWith(".test.ts"));
  return files.flatMap((file) =>
    [...readFileSync(join(e2e, file), "utf8").matchAll(written)].map(([, name]) => name!),
  );
}

/** Rule: each flow has a test, or a reason why no page offers it. */
export function unprovenFlows(
  names: readonly string[],
  proven: readonly string[],
  screenless: Readonly<Record<string, string>>,
): string[] {
  return names.filter((name) => !proven.includes(name) && !screenless[name]?.trim());
}

/** Rule: a flow without a page has no test, and is a flow. */
export function needlessReasons(
  names: readonly string[],
  proven: readonly string[],
  screenless: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(screenless).filter((name) => proven.includes(name) || !names.includes(name));
}

/** Rule: each parameter of an address stands for something. */
export function unknownParams(
  addresses: readonly string[],
  params: Readonly<Record<string, unknown>>,
): string[] {
  return addresses.filter((address) =>
    (address.match(/\$\w+/g) ?? []).some((name) => !Object.hasOwn(params, name)),
  );
}
