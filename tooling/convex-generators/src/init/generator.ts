// `pnpm plop init` as the command line sees it.
import {
  type Generator,
  argumentMissing,
  defined,
  textFlag,
} from "@groundwork/plop-engine/generator";
import { completeInit } from "./complete.ts";
import { type InitInput, initShape } from "./input.ts";
import { planInit } from "./plan.ts";

export const initGenerator: Generator<InitInput> = {
  command: "init",
  shape: initShape,

  fromArguments(args) {
    return defined({
      name: args.positionals[0],
      title: textFlag(args, "title"),
      scope: textFlag(args, "scope"),
      holder: textFlag(args, "holder"),
      tooling: textFlag(args, "tooling") as InitInput["tooling"],
      without: textFlag(args, "without")
        ?.split(",")
        .map((feature) => feature.trim()),
    });
  },

  missing({ name }) {
    if (name !== undefined) return [];
    const message = "a project has a name, such as acme-desk.";
    return [argumentMissing("<name>", message, "acme-desk")];
  },

  toArguments({ name, title, scope, holder, tooling, without }) {
    const option = (flag: string, value: string | undefined) =>
      value === undefined ? [] : [`--${flag}`, value];
    return [
      name,
      ...option("title", title),
      ...option("scope", scope),
      ...option("holder", holder),
      ...option("tooling", tooling),
      ...option("without", without?.join(",")),
    ];
  },

  plan: planInit,

  complete: completeInit,

  answerable: [],
};
