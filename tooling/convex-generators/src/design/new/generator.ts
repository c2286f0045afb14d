// `pnpm plop design new` as the command line sees it.
import { type Generator, missingValues } from "@groundwork/plop-engine/generator";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import type { Io } from "@groundwork/plop-engine/io";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { readDesign } from "../file/read.ts";
import { designShape } from "../file/shape.ts";
import { draftOf } from "./brief.ts";
import { designNewCommand } from "./command.ts";
import { type Draft, draftOfFlags, flagsOfDraft } from "./input.ts";
import { draftByModel, modelIn } from "./model.ts";
import { planDesignNew } from "./plan.ts";

export const designNewGenerator: Generator<Draft> = {
  command: designNewCommand.name,
  shape: designShape,
  fromArguments: draftOfFlags,
  toArguments: flagsOfDraft,

  async fromText(text, given, io) {
    const isJson = text.trimStart().startsWith("{");
    return together(isJson ? designOf(text) : await draftOfText(text, io), given);
  },

  missing(draft) {
    const { name, about, entities, ...more } = draft;
    // What is added to a design need not say again what that is of.
    if (name === undefined && Object.keys({ ...entities, ...more }).length > 0) return [];
    return missingValues(
      [name === undefined, "--name", "a design names the app.", "--name", "Tool library"],
      [
        about === undefined,
        "--about",
        "a design says what the app is for.",
        ...["--about", "Lends tools."],
      ],
      [
        entities === undefined,
        "--entity",
        "a design has a table.",
        ...["--entity", "tool: name:string(1..80)"],
      ],
    );
  },

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

/** What a design as JSON says; it may lack what the file has. */
function designOf(text: string): Draft {
  try {
    readDesign(text, "design.json");
  } catch (error) {
    const isOther = ({ code, message }: Problem) =>
      code !== "INPUT_KEY_MISSING" || !/lacks "(version|name|about)"/.test(message);
    const problems = error instanceof GeneratorError ? error.problems.filter(isOther) : [];
    if (!(error instanceof GeneratorError)) throw error;
    if (problems.length > 0) throw new GeneratorError(2, problems);
  }
  const { version: _, ...draft } = JSON.parse(text) as Draft;
  return draft;
}

/** A draft of a model where one is configured, else of what the text says itself. */
async function draftOfText(text: string, { env, root, stderr }: Io): Promise<Draft> {
  const model = modelIn(env);
  const found = draftOf(text);
  if (model === null) return found;
  const tree = diskTree(root);
  const judge = (draft: Draft) => problemsOf(() => planDesignNew(draft, tree));
  stderr.write(`The model ${model.name} drafts a design …\n`);
  try {
    return { ...found, ...(await draftByModel(text, model, { shape: designShape, judge })) };
  } catch (error) {
    stderr.write(`It failed, so the draft has what the text says: ${(error as Error).message}\n`);
    return found;
  }
}
