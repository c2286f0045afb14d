// How many calls an action may take: those of the action itself, and those of a page that it opens.
import { CALLS_MAX } from "@repo/backend/flows/flow";

import type { Call } from "./calls.ts";

/** Queries of a page, besides those of the frame around it. */
const PAGE_MAX = 3;
/** Queries of the frame: who is signed in, their device, their teams, and what is at the top of every page. */
const FRAME_MAX = 4;
/** Only the frame makes queries here: this page leads to another one. */
const START = "/start";

/** Pages that may make more queries, with the reason. */
const MORE: readonly { page: RegExp; max: number; why: string }[] = [
  {
    page: /^\/t\/\w+\/tasks$/,
    max: 6,
    why: "Each of the four columns is a list of its own, which loads further on its own.",
  },
  {
    page: /^\/admin\/audit$/,
    max: 4,
    why: "Its rows name tasks, teams and people, and a query names the rows of one table.",
  },
];

/**
 * Finds what an action took too many calls for. What it runs or subscribes to on its page is its own; so is whatever it
 * runs on a page that it opens, but not what that page subscribes to.
 * @param calls the calls from the start of the action until the page was complete again
 * @param from the address at the start
 * @returns a line for each budget that is exceeded, with its calls
 */
export function overBudget(calls: readonly Call[], from: string): string[] {
  const start = new URL(from).pathname;
  const isOwn = ({ kind, from }: Call) => kind !== "query" || new URL(from).pathname === start;
  const own = calls.filter(isOwn);
  // The parts of one text count as one call, however long it is.
  const [part] = own.filter(({ kind }) => kind === "part");
  const counted = [...own.filter(({ kind }) => kind !== "part"), ...(part ? [part] : [])];
  const queries = calls.filter((call) => !isOwn(call));
  const pages = [...new Set(queries.map(({ from }) => new URL(from).pathname))];
  return [
    ...excess("the action", counted, CALLS_MAX),
    ...excess(pages.join(", "), queries, maxOf(pages, queries)),
  ];
}

/** Pages that are opened one after the other, such as by a redirect, have the frame in common. */
function maxOf(pages: readonly string[], queries: readonly Call[]): number {
  const frame = queries.some(({ name }) => name === "teams:list") ? FRAME_MAX : 0;
  const own = pages
    .filter((page) => page !== START)
    .map((page) => MORE.find((each) => each.page.test(page))?.max ?? PAGE_MAX);
  return own.reduce((sum, max) => sum + max, frame);
}

function excess(what: string, calls: readonly Call[], max: number): string[] {
  if (calls.length <= max) return [];
  const list = calls.map(({ name, args }) => `${name} ${args}`).join("; ");
  return [`${what}: ${calls.length} calls, at most ${max}: ${list}`];
}
