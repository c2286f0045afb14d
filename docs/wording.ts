// Finds the phrases of `words.json` in a text, and offers that as an ESLint rule and to the tests of pages.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "eslint";

/** A phrase, as the source of a regular expression, and what to write instead. */
interface Word {
  avoid: string;
  write: string;
}

/** A phrase in a text: where it is, and what to write instead. */
export interface WordingProblem {
  start: number;
  end: number;
  message: string;
}

// A workspace without the list has no phrases to avoid.
const list = join(import.meta.dirname, "words.json");
const words = existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Word[]) : [];

/** Space inside of a phrase: it may go on in the next line, behind the mark of a comment or quotation. */
const GAP = String.raw`(?:[ \t]+|[ \t]*\n[ \t]*(?:\/\/|\*|>|#)?[ \t]*)`;

const patterns = words.map(({ avoid, write }) => ({
  pattern: new RegExp(String.raw`(?<![\w-])(?:${avoid.replaceAll(" ", GAP)})(?![\w-])`, "gi"),
  write,
}));

/**
 * Finds the phrases that `words.json` lists.
 * @param text code or prose
 */
export function wordingProblems(text: string): WordingProblem[] {
  return patterns.flatMap(({ pattern, write }) =>
    [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      message: `WORDING: "${plain(match[0])}": write ${write} (docs/style.md)`,
    })),
  );
}

/** A phrase on one line, without the marks of a comment. */
function plain(text: string): string {
  return text.replaceAll(/\s*\n\s*(?:\/\/|[*>#])?\s*/g, " ").toLowerCase();
}

const rule: Rule.RuleModule = {
  meta: { type: "suggestion", schema: [], docs: { description: "Refuses phrases of words.json" } },
  create: (context) => ({
    Program() {
      const { sourceCode } = context;
      for (const { start, end, message } of wordingProblems(sourceCode.text)) {
        const loc = {
          start: sourceCode.getLocFromIndex(start),
          end: sourceCode.getLocFromIndex(end),
        };
        context.report({ loc, message });
      }
    },
  }),
};

export const wording = { rules: { words: rule } };
