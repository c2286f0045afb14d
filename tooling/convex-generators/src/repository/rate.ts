// How often one caller may do something: `30/minute`, and the entry among the rate limits that says so.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import {
  type Fragment,
  type PlannedFile,
  type Problem,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { numeral } from "@groundwork/plop-engine/templates/code";
import { layout } from "./layout.ts";
import { assertSameOrNew } from "./rendered.ts";

const rateUnits = ["second", "minute", "hour", "day"] as const;

export interface Rate {
  times: number;
  unit: (typeof rateUnits)[number];
}

/** More calls than this are no limit. */
const MOST_TIMES = 100_000;

/**
 * Reads a rate.
 * @param text as it was typed
 * @param problems gets what is wrong
 * @returns null for one that is wrong
 */
export function readRate(text: string, problems: Problem[]): Rate | null {
  const [, number = "", word = ""] = /^(\d+)\/([a-z]+)$/.exec(text) ?? [];
  const times = Number(number);
  const unit = rateUnits.find((unit) => word === unit || word === `${unit}s`);
  if (unit !== undefined && times >= 1 && times <= MOST_TIMES) return { times, unit };
  const meant = unit === undefined ? didYouMean(word, rateUnits) : null;
  const message =
    `"${text}" is no rate. Write <times>/<unit>, such as 30/minute: 1 to ${MOST_TIMES} times, ` +
    `units ${rateUnits.join(", ")}.${meant?.sentence ?? ""}`;
  const fixed = meant && instead(`${number}/${meant.word}`);
  problems.push({ code: "RATE_LIMIT", arg: text, message, ...fixed });
  return null;
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

/** A limit by its name. */
export interface RateLimit {
  name: string;
  /** What has to be added; null when the limit is there. */
  added: Rate | null;
}

/**
 * Plans the entry of a limit.
 * @returns nothing when the limit is there
 * @throws RATE_LIMIT_TAKEN (3)
 */
export function planRateLimit({ name, added }: RateLimit, tree: Tree): PlannedFile[] {
  if (added === null) return [];
  const path = layout.rateLimits;
  const fragments = rateLimitFragments([name], added);
  const refusal = {
    code: "RATE_LIMIT_TAKEN",
    arg: name,
    message: `${path} has another limit "${name}" already.`,
    fix: `--rate-limit ${name}`,
  };
  assertSameOrNew(tree, path, fragments.at(-1)!, refusal, (code) => `({ ${code} });`);
  return planEdits(tree, [{ path, fragments }]);
}
