// Sentences of an e-mail, with values in braces: "Your order {number} is on its way".
import { nearest } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { Field } from "../fields/field.ts";
import type { Sentence } from "./model.ts";

/** The bound of `emailLimits.subject`. */
const SUBJECT_MAX = 200;

/**
 * Reads a sentence, and adds what is wrong with it to the problems.
 * @param text as typed
 * @param code the code of its problems: EMAIL_SUBJECT or EMAIL_TEXT
 */
export function readSentence(
  text: string,
  code: string,
  values: readonly Field[],
  problems: Problem[],
): Sentence {
  const refuse = (message: string, more: Partial<Problem> = {}) =>
    problems.push({ code, arg: text, message, ...more });
  const line = text.trim().replace(/\s+/g, " ");
  if (line === "") refuse("a sentence of an e-mail has words.");
  if (/https?:\/\/|www\./i.test(line)) {
    refuse("an e-mail links only to pages of the app.", {
      fix: "Leave the address out, and name a page: --link account",
    });
  }
  const parts = line.split(/\{([^{}]*)\}/);
  const sentence = parts.flatMap((part, index): Sentence => {
    if (index % 2 === 0) {
      const brace = /[{}]/.exec(part);
      if (brace !== null) refuse(`"${brace[0]}" stands alone: a value is named as {number}.`);
      return part === "" ? [] : [{ text: part }];
    }
    const why = whyNotIn(part, values);
    if (why !== null) {
      const near = nearest(
        part,
        values.map(({ name }) => name),
      );
      refuse(
        why,
        near === null || near === part ? {} : instead(text.replace(`{${part}}`, `{${near}}`)),
      );
    }
    return [{ value: part }];
  });
  return sentence;
}

/** Why a sentence cannot name a value; null when it can. */
function whyNotIn(name: string, values: readonly Field[]): string | null {
  const field = values.find((one) => one.name === name);
  if (field === undefined) return `the e-mail has no value "${name}".`;
  if (field.type === "ref") return `"${name}" is an id, which tells a person nothing.`;
  if (field.isOptional) {
    return `"${name}" may be absent, and the sentence would lack it: leave it out, and it is listed where it is there.`;
  }
  return null;
}

/** Adds what is wrong with a subject, which is visible on locked screens and has a bound. */
export function checkSubject(
  typed: string,
  sentence: Sentence,
  values: readonly Field[],
  problems: Problem[],
): void {
  const longest = sentence.reduce((sum, part) => {
    if ("text" in part) return sum + part.text.length;
    const field = values.find(({ name }) => name === part.value);
    return sum + (field === undefined ? 0 : longestOf(field));
  }, 0);
  if (longest <= SUBJECT_MAX) return;
  problems.push({
    code: "EMAIL_SUBJECT",
    arg: typed,
    message: `the subject may have ${longest} characters, and at most ${SUBJECT_MAX} are sent.`,
    fix: "Give the values of the subject a shorter range, such as string(1..80), or leave them out.",
  });
}

/** The most characters of a value as it is written. */
function longestOf({ type, range, list, values, labels }: Field): number {
  const count = list?.max ?? 1;
  if (type === "string") return count * (range.max ?? 0);
  if (type === "email") return count * 254;
  if (type === "enum") return count * Math.max(...values.map((one) => (labels[one] ?? one).length));
  return count * 30;
}
