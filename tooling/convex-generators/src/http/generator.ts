// `pnpm plop http` as the command line sees it.
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { httpCommand } from "./command.ts";
import { type HttpInput, httpShape } from "./input.ts";
import { planHttp } from "./plan.ts";
import { callerMissing } from "./read.ts";

export const httpGenerator: Generator<HttpInput> = {
  ...commandLineOf<HttpInput>(httpCommand, "method", "path"),
  shape: httpShape,

  missing(input) {
    const missing: Missing[] = [];
    const lacks = (...missed: Parameters<typeof argumentMissing>) =>
      missing.push(argumentMissing(...missed));
    const { method, path, signature, auth, public: why } = input;
    if (method === undefined) lacks("<method>", "a route has a method.", "POST");
    if (path === undefined) lacks("<path>", "a route has a path.", "/api/notes");
    const isOpen = signature === undefined && auth === undefined && why === undefined;
    if (isOpen) missing.push({ problem: callerMissing(), example: ["--auth", "session"] });
    if (signature === undefined && input.runs === undefined) {
      const message = "a route without --signature calls a function, module.name.";
      lacks("--runs", message, "--runs", "notes.create");
    }
    if (signature !== undefined && input.events === undefined) {
      lacks("--events", "a webhook names the events that it uses.", "--events", "user.created");
    }
    return missing;
  },

  plan: planHttp,

  answerable: [],
};
