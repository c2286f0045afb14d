// `pnpm plop function` as the command line sees it.
import { functionCommand } from "./command.ts";
import { type FunctionInput, functionShape } from "./input.ts";
import { planFunction } from "./plan.ts";
import { reasonMissing } from "./read.ts";
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { commandLine } from "@groundwork/plop-engine/cli/input/quote";

export const functionGenerator: Generator<FunctionInput> = {
  ...commandLineOf<FunctionInput>(functionCommand, "name"),
  shape: functionShape,

  missing(input) {
    const { name, kind, access, rateLimit, because } = input;
    const missing: Missing[] = [];
    if (name === undefined) {
      const message = "a function has a module and a name, joined by a dot.";
      missing.push(argumentMissing("<module.name>", message, "notes.archive"));
    }
    if (kind === undefined) {
      const message =
        "a function has a kind: query, mutation, action, internalQuery, internalMutation or internalAction.";
      // Only what writes can be limited.
      const example = rateLimit === undefined ? "query" : "mutation";
      missing.push(argumentMissing("--kind", message, "--kind", example));
    }
    if (access === undefined && !kind?.startsWith("internal")) {
      missing.push({
        problem: {
          code: "ACCESS_MISSING",
          arg: "--access",
          message:
            "a public function declares who may call it: a permission of the access matrix, signedIn, or public:<why>.",
        },
        example: ["--access", "signedIn"],
      });
    }
    if (kind === "action" && because === undefined) {
      const example = ["--because", "<why a mutation is not enough>"];
      const words = [...functionGenerator.toArguments({ name: "<module.name>", kind, ...input })];
      const fix = commandLine(["pnpm", "plop", "function", ...words, ...example]);
      missing.push({ problem: { ...reasonMissing(), fix }, example });
    }
    return missing;
  },

  plan: planFunction,

  answerable: [
    "BECAUSE_MISSING",
    "RATE_LIMIT_MISSING",
    "KIND_NODE",
    "ARG_UNREADABLE",
    "RETURNS_ROW",
  ],
};
