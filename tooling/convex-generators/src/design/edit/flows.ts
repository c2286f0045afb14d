// Takes actions out of the flows of a design whose calls are gone.
import type { ActionDesign, Design } from "../design.ts";
import { type EditedDesign, designIn, without } from "./places.ts";

/** What the code had before and has no more. */
export interface Gone {
  tables: ReadonlySet<string>;
  /** `module.name`. */
  functions: ReadonlySet<string>;
}

/** The code around the flows: its own flows before and after, and what is gone. */
interface Around {
  before: Design;
  after: Design;
  gone: Gone;
}

/** `title#number` of an action → what its number is now; null for one that is gone. */
export type MovedActions = ReadonlyMap<string, number | null>;

/**
 * Takes out the actions that nobody can do any more, flows without one, and people without one.
 * @returns the numbers of the actions, before and after
 */
export function flowsWithout(file: EditedDesign, around: Around): MovedActions {
  const moved = new Map<string, number | null>();
  for (const [title, flow] of Object.entries(designIn(file.path, file.text).flows ?? {})) {
    const isLeft = flow.actions.map((action) => !isGone(title, action, around));
    let number = 0;
    isLeft.forEach((left, at) => moved.set(`${title}#${at + 1}`, left ? ++number : null));
    if (number === flow.actions.length) continue;
    if (number === 0) {
      file.text = without(file.path, file.text, ["flows", title]);
      continue;
    }
    for (const at of [...isLeft.keys()].reverse())
      if (!isLeft[at]) file.text = without(file.path, file.text, ["flows", title, "actions", at]);
    const acting = flow.actions.filter((_, at) => isLeft[at]).map(({ as }) => as);
    for (const name of Object.keys(flow.people ?? {}))
      if (!acting.includes(name))
        file.text = without(file.path, file.text, ["flows", title, "people", name]);
  }
  return moved;
}

/** Whether a call of an action is gone, or the code had the action and has it no more. */
function isGone(title: string, action: ActionDesign, { before, after, gone }: Around): boolean {
  const names = action.calls.map((call) => (typeof call === "string" ? call : call.call));
  if (names.some((name) => gone.functions.has(name))) return true;
  const isIn = ({ flows = {} }: Design) =>
    Object.hasOwn(flows, title) && flows[title]!.actions.some(({ does }) => does === action.does);
  return isIn(before) && !isIn(after);
}
