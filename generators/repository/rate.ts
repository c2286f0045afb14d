// How often one caller may do something: `30/minute`, and the entry among the rate limits that says so.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { numeral } from "@groundwork/plop-engine/templates/code";

export const rateUnits = ["second", "minute", "hour", "day"] as const;

export interface Rate {
  times: number;
  unit: (typeof rateUnits)[number];
}

/**
 * Writes entries of `rateLimits`.
 * @param names what the limits are called: `notes.create`
 * @returns the entries, after the import that they need; nothing without names
 */
export function rateLimitFragments(names: readonly string[], { times, unit }: Rate): Fragment[] {
  if (names.length === 0) return [];
  const rate = numeral(times);
  const period = unit.toUpperCase();
  const limit = `{ kind: "token bucket", rate: ${rate}, period: ${period}, capacity: ${rate} }`;
  return [
    ...importFragments(`import { ${period} } from "@convex-dev/rate-limiter";`),
    ...names.map((key): Fragment => ({ kind: "rateLimit", key, text: `"${key}": ${limit}` })),
  ];
}
