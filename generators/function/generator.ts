// `pnpm plop function` as the command line sees it.
import { type FunctionInput, type FunctionKind, functionShape } from "./input.ts";
import { planFunction } from "./plan.ts";
import { reasonMissing } from "./read.ts";
import {
  type Generator,
  type Missing,
  defined,
  manyFlag,
  textFlag,
} from "@groundwork/plop-engine/generator";
import { commandLine } from "@groundwork/plop-engine/cli/input/quote";

export const functionGenerator: Generator<FunctionInput> = {
  command: "function",
  shape: functionShape,

  fromArguments(args) {
    return defined({
      name: args.positionals[0],
      kind: textFlag(args, "kind") as FunctionKind | undefined,
      args: manyFlag(args, "args"),
      returns: textFlag(args, "returns"),
      access: textFlag(args, "access"),
      rateLimit: textFlag(args, "rate-limit"),
      because: textFlag(args, "because"),
      about: textFlag(args, "about"),
    });
  },

  missing(input) {
    const { name, kind, access, rateLimit, because } = input;
    const missing: Missing[] = [];
    if (name === undefined) {
      missing.push({
        problem: {
          code: "ARGUMENT_MISSING",
          arg: "<module.name>",
          message: "a function has a module and a name, joined by a dot.",
        },
        example: ["notes.archive"],
      });
    }
    if (kind === undefined) {
      missing.push({
        problem: {
          code: "ARGUMENT_MISSING",
          arg: "--kind",
          message:
            "a function has a kind: query, mutation, action, internalQuery, internalMutation or internalAction.",
        },
        // Only what writes can be limited.
        example: ["--kind", rateLimit === undefined ? "query" : "mutation"],
      });
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

  toArguments({ name, kind, args, returns, access, rateLimit, because, about }) {
    const option = (flag: string, value: string | undefined) =>
      value === undefined ? [] : [`--${flag}`, value];
    return [
      name,
      ...option("kind", kind),
      ...(args ?? []).flatMap((fields) => option("args", fields)),
      ...option("returns", returns),
      ...option("access", access),
      ...option("rate-limit", rateLimit),
      ...option("because", because),
      ...option("about", about),
    ];
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
