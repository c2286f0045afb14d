// How the tools of a reply answer: within what one reply may look up, and with a sentence where they are refused.
import { isAppError } from "@repo/validators/errors";
import { appError } from "../../lib/errors";
import { tokensIn } from "../ai/tokenBudget";

const NO_ROOM = "This exceeds what one reply can look up. Answer from the results so far.";

/** What a tool returns when it is refused or fails, so that the model can say so. */
export type Refused = { refused: string };

/** Keeps as many of the first rows as there is room for, over all calls. */
export type Fit = <Row>(rows: Row[]) => Row[];

/**
 * Bounds what the tools of one reply return: the model reads all of it again in each step.
 * @param tokens what they may return in total
 */
export function roomFor(tokens: number): Fit {
  let left = tokens;
  return (rows) => {
    const fitting = rows.filter((row) => {
      left -= tokensIn(JSON.stringify(row));
      return left >= 0;
    });
    if (rows.length > 0 && fitting.length === 0) throw appError("QUOTA_EXCEEDED", NO_ROOM);
    return fitting;
  };
}

/** The model receives our refusals; every other failure fails the job. */
export async function orRefused<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error)) return { refused: error.data.message };
    throw error;
  }
}
