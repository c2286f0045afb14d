// `pnpm plop design new` as the command line sees it.
import { type Generator, missingValues } from "@groundwork/plop-engine/generator";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { draftOf } from "./brief.ts";
import { designNewCommand } from "./command.ts";
import { type Draft, designNewShape, draftOfFlags, flagsOfDraft } from "./input.ts";
import { planDesignNew } from "./plan.ts";

export const designNewGenerator: Generator<Draft> = {
  command: designNewCommand.name,
  shape: designNewShape,
  fromArguments: draftOfFlags,
  toArguments: flagsOfDraft,

  fromText(text, given) {
    const draft = text.trimStart().startsWith("{") ? designIn(text) : draftOf(text);
    return Promise.resolve(together(draft, given));
  },

  missing: ({ name, about, entities }) =>
    missingValues(
      [name === undefined, "--name", "a design names the app.", "--name", "Tool library"],
      [
        about === undefined,
        "--about",
        "a design says what the app is for.",
        "--about",
        "Lends tools.",
      ],
      [
        entities === undefined,
        "--entity",
        "a design has a table.",
        "--entity",
        "tool: name:string(1..80)",
      ],
    ),

  plan: planDesignNew,

  answerable: [],
};

/** What flags say goes before what a text says. */
function together(draft: Draft, given: Draft): Draft {
  const entries = Object.entries(given).map(([key, value]) => {
    const there = draft[key as keyof Draft];
    const isSection = typeof value === "object" && typeof there === "object";
    return [key, isSection ? { ...there, ...value } : value];
  });
  return { ...draft, ...Object.fromEntries(entries) };
}

function designIn(text: string): Draft {
  try {
    const { version: _, ...draft } = JSON.parse(text) as Draft;
    return draft;
  } catch (error) {
    throw new GeneratorError(2, {
      code: "FROM_JSON",
      message: `the design is not valid JSON: ${(error as Error).message}.`,
      fix: "pnpm plop schema design",
    });
  }
}
