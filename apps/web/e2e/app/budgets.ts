// How many calls an action may take in all: what it runs and uploads, what its page subscribes to, and what the page
// that it opens subscribes to, with the frame around it.
import { CALLS_MAX } from "@repo/backend/flows/flow";

import type { Call } from "./calls.ts";

/** Calls of one function that count as one call on a page, up to a number of them, with the reason. */
const TOGETHER: readonly { page: RegExp; name: string; most: number; why: string }[] = [
  {
    page: /^\/admin\/audit$/,
    name: "names:list",
    most: 4,
    why: "Its rows name tasks, teams and people, and it names whom it is narrowed to; a query names the rows of one table.",
  },
];

/**
 * Finds out whether an action took too many calls.
 * @param calls the calls from the start of the action until the page was complete again
 * @returns nothing, or a line with all calls
 */
export function overBudget(calls: readonly Call[]): string[] {
  // The parts of one text count as one call, however long it is.
  const [part] = calls.filter(({ kind }) => kind === "part");
  const counted = [...calls.filter(({ kind }) => kind !== "part"), ...(part ? [part] : [])];
  const count = counted.length - savedOf(counted);
  if (count <= CALLS_MAX) return [];
  const list = counted.map(({ name, args }) => `${name} ${args}`).join("; ");
  return [`${count} calls, at most ${CALLS_MAX}: ${list}`];
}

const pageOf = ({ from }: Call) => new URL(from).pathname;

/** By how many calls those fewer count that count as one. */
function savedOf(calls: readonly Call[]): number {
  const saved = TOGETHER.map(({ page, name, most }) => {
    const alike = calls.filter((call) => call.name === name && page.test(pageOf(call))).length;
    return alike > 0 && alike <= most ? alike - 1 : 0;
  });
  return saved.reduce((sum, less) => sum + less, 0);
}
