// `pnpm plop http` as the command line sees it.
import { type Generator, commandLineOf, missingValues } from "@groundwork/plop-engine/generator";
import { httpCommand } from "./command.ts";
import { type HttpInput, httpShape } from "./input.ts";
import { planHttp } from "./plan.ts";
import { callerMissing } from "./read.ts";

export const httpGenerator: Generator<HttpInput> = {
  ...commandLineOf<HttpInput>(httpCommand, "method", "path"),
  shape: httpShape,

  missing({ method, path, signature, auth, public: why, runs, events }) {
    const isOpen = signature === undefined && auth === undefined && why === undefined;
    return [
      ...missingValues(
        [method === undefined, "<method>", "a route has a method.", "POST"],
        [path === undefined, "<path>", "a route has a path.", "/api/notes"],
      ),
      ...(isOpen ? [{ problem: callerMissing(), example: ["--auth", "session"] }] : []),
      ...missingValues(
        [
          signature === undefined && runs === undefined,
          "--runs",
          "a route without --signature calls a function, module.name.",
          ...["--runs", "notes.create"],
        ],
        [
          signature !== undefined && events === undefined,
          "--events",
          "a webhook names the events that it uses.",
          ...["--events", "user.created"],
        ],
      ),
    ];
  },

  plan: planHttp,

  answerable: [],
};
