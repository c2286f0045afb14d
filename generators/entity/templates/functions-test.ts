// `packages/backend/convex/<table>.test.ts`: the tests of an entity's functions.
import type { EntityModel } from "../model.ts";
import { paragraphs } from "../print.ts";
import { accessTests, flowTests } from "./tests/access.ts";
import { boundTests, fileTests, findTests, referenceTests } from "./tests/rows.ts";
import { importsText, setupText, writingOf } from "./tests/setup.ts";
import { limitTests, uniqueTests } from "./tests/values.ts";

/** The lint's bound on a test file, less what a person may add. */
const MOST_LINES = 440;

/**
 * The files, by what stands between the table's name and `.test.ts` in theirs: nothing, and for what is
 * too long for one file a word for what it holds.
 */
export function functionsTestFiles(model: EntityModel): Map<string, string> {
  const writing = writingOf(model);
  const first = [flowTests(writing), accessTests(writing)];
  const rules = [limitTests(writing), uniqueTests(writing)];
  const ties = [referenceTests(writing), fileTests(writing)];
  const last = [findTests(writing), boundTests(writing)];
  const file = (tests: (string | null)[]) => {
    const text = paragraphs(...tests);
    const body = paragraphs(setupText(model, text), text);
    return paragraphs(importsText(model, body), body) + "\n";
  };
  const whole = file([...first, ...rules, ...ties, ...last]);
  if (linesOf(whole) <= MOST_LINES) return new Map([["", whole]]);
  const rest = file([...rules, ...ties]);
  const main: [string, string] = ["", file([...first, ...last])];
  if (linesOf(rest) <= MOST_LINES) return new Map([main, ["rules", rest]]);
  return new Map([main, ["rules", file(rules)], ["references", file(ties)]]);
}

function linesOf(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}
