// How often one caller may call a function: reads `--rate-limit`.
import { instead } from "@groundwork/plop-engine/plan";
import { articleOf } from "@groundwork/plop-engine/names/words";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type RateLimit, readRate } from "../repository/rate.ts";
import type { FunctionAccess } from "./model.ts";
import type { Reading } from "./reading.ts";

/** Reads the limit, and adds what is wrong to the reading's problems. */
export function readRateLimit(reading: Reading, access: FunctionAccess): RateLimit | null {
  const { input, call, isInternal, problems, rateLimits } = reading;
  const text = input.rateLimit;
  if (text === undefined) {
    const who = call === "query" ? null : reasonForLimit(access);
    // An action that is open to everybody is refused already.
    if (who !== null && !(access.kind === "public" && call === "action")) {
      problems.push({
        code: "RATE_LIMIT_MISSING",
        arg: "--rate-limit",
        message: `${articleOf(call)} ${call} that ${who} needs a limit of its own.`,
        ...instead("--rate-limit", "30/minute"),
      });
    }
    return null;
  }
  if (isInternal || call === "query") {
    const what = isInternal ? "an internal function has no caller" : "a query writes no count";
    problems.push({
      code: "RATE_LIMIT_HERE",
      arg: text,
      message: `${what}, so it cannot be limited.`,
      fix: "Leave out --rate-limit.",
    });
    return null;
  }
  if (rateLimits.includes(text)) return { name: text, added: null };
  if (!text.includes("/")) return unknownLimit(reading, text);
  const added = readRate(text, problems);
  return added && { name: `${reading.module}.${reading.name}`, added };
}

/** Why the function needs a limit of its own; null where the usual limit of calls is enough. */
function reasonForLimit(access: FunctionAccess): string | null {
  if (access.kind === "public") return "everybody may call";
  if (access.kind === "signedIn") return "every signed-in user may call";
  const adds = access.kind === "permission" && access.permission.endsWith(".create");
  return adds ? "adds rows" : null;
}

function unknownLimit({ rateLimits, problems }: Reading, text: string): null {
  const guess = didYouMean(text, rateLimits);
  problems.push({
    code: "RATE_LIMIT",
    arg: text,
    message:
      `"${text}" is neither <times>/<unit>, such as 30/minute, nor an existing limit.` +
      `${guess?.sentence ?? ""} There are: ${rateLimits.join(", ")}.`,
    ...(guess && instead(guess.word)),
  });
  return null;
}
