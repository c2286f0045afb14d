// How many calls an action may take: those of the action itself, and those of a page that it opens.
import { CALLS_MAX } from "@repo/backend/flows/flow";

import type { Call } from "./calls.ts";

/** Queries of a page, besides those of the frame around it. */
const PAGE_MAX = 3;
/** Queries of the frame: who is signed in, their device, their teams, and what is at the top of every page. */
const FRAME_MAX = 4;
/** Only the frame makes queries here: this page leads to another one. */
const START = "/start";

/** Calls of one function that count as one call on a page, up to a number of them, with the reason. */
const TOGETHER: readonly { page: RegExp; name: string; most: number; why: string }[] = [
  {
    page: /^\/t\/\w+\/tasks$/,
    name: "tasks:list",
    most: 4,
    why: "Each of the four columns is a list of its own, which loads further on its own.",
  },
  {
    page: /^\/admin\/audit$/,
    name: "names:list",
    most: 3,
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
  const isOwn = (call: Call) => call.kind !== "query" || pageOf(call) === start;
  const own = calls.filter(isOwn);
  // The parts of one text count as one call, however long it is.
  const [part] = own.filter(({ kind }) => kind === "part");
  const counted = [...own.filter(({ kind }) => kind !== "part"), ...(part ? [part] : [])];
  const queries = calls.filter((call) => !isOwn(call));
  const pages = [...new Set(queries.map(pageOf))];
  return [
    ...excess("the action", counted, CALLS_MAX),
    ...excess(pages.join(", "), queries, maxOf(pages, queries)),
  ];
}

const pageOf = ({ from }: Call) => new URL(from).pathname;

/** Pages that are opened one after the other, such as by a redirect, have the frame in common. */
function maxOf(pages: readonly string[], queries: readonly Call[]): number {
  const frame = queries.some(({ name }) => name === "teams:list") ? FRAME_MAX : 0;
  return pages.filter((page) => page !== START).length * PAGE_MAX + frame;
}

function countOf(calls: readonly Call[]): number {
  const saved = TOGETHER.map(({ page, name, most }) => {
    const alike = calls.filter((call) => call.name === name && page.test(pageOf(call))).length;
    return alike > 0 && alike <= most ? alike - 1 : 0;
  });
  return saved.reduce((count, less) => count - less, calls.length);
}

function excess(what: string, calls: readonly Call[], max: number): string[] {
  const count = countOf(calls);
  if (count <= max) return [];
  const list = calls.map(({ name, args }) => `${name} ${args}`).join("; ");
  return [`${what}: ${count} calls, at most ${max}: ${list}`];
}
