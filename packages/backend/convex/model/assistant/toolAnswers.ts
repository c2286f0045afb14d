// How the tools of a reply answer: within what one reply may look up, and with a sentence where they are refused.
import { isAppError } from "@repo/validators/errors";
import { appError } from "../../lib/errors";
import { tokensIn } from "../ai/tokenBudget";

const NO_ROOM = "This exceeds what one reply can look up. Answer from the results so far.";

/** What a tool answers when the person may not, or it does not go: the model can say so. */
export type Refused = { refused: string };

/** Leaves as many of the first rows as there is room for, in all calls together. */
export type Fit = <Row>(rows: Row[]) => Row[];

/**
 * Keeps what the tools of one reply bring within bounds: the model reads it again in each step.
 * @param tokens what they may bring together
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
