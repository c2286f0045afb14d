// `packages/backend/tests/<table>.test.ts`: the tests of an entity's functions.
import type { EntityModel } from "../model.ts";
import { paragraphs } from "../print.ts";
import { accessTests, flowTests } from "./tests/access.ts";
import { findTests } from "./tests/finding.ts";
import { boundTests, fileTests, referenceTests } from "./tests/rows.ts";
import { importsText, setupText, writingOf } from "./tests/setup.ts";
import { limitTests, uniqueTests } from "./tests/values.ts";

type Tests = (string | null)[];

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
  const file = (tests: Tests) => {
    const text = paragraphs(...tests);
    const body = paragraphs(setupText(model, text), text);
    return paragraphs(importsText(model, body), body) + "\n";
  };
  const whole = file([...first, ...rules, ...ties, ...last]);
  if (linesOf(whole) <= MOST_LINES) return new Map([["", whole]]);
  // What is still too long after this says so to the lint.
  const fits = (tests: Tests) => linesOf(file(tests)) <= MOST_LINES;
  const main = [...first, ...last];
  const rest = [...rules, ...ties];
  const parts = new Map<string, Tests>(
    fits(main)
      ? [["", main]]
      : [
          ["", first],
          ["finding", last],
        ],
  );
  if (fits(rest)) parts.set("rules", rest);
  else parts.set("rules", rules).set("references", ties);
  const held = [...parts].filter(([, tests]) => tests.some((test) => test !== null));
  return new Map(held.map(([name, tests]) => [name, file(tests)]));
}

function linesOf(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}
