// Reads a prompt of the AI SDK the way the local model needs it: what is asked, and what the tools said.
import type { LanguageModelV4Prompt, LanguageModelV4ToolResultPart } from "@ai-sdk/provider";
import { z } from "zod";
import type { Found } from "./passages";

/** What a tool gives back when it found texts to quote from. */
export const foundTexts = z.array(z.object({ title: z.string(), text: z.string() }));
const withFound = z.object({ found: foundTexts });

/** What the last message of the user asks, and what was found out since. */
export interface Turn {
  question: string;
  results: Result[];
}
/** What one tool said: texts to quote from, or else a text to pass on. */
export interface Result {
  found: Found[];
  text: string;
}

/**
 * Reads the last turn of a conversation.
 * @param prompt the messages
 * @returns the question, and the results of the tools that were called for it
 */
export function turnOf(prompt: LanguageModelV4Prompt): Turn {
  const at = prompt.findLastIndex(({ role }) => role === "user");
  const asked = prompt[at];
  const question =
    asked?.role === "user"
      ? asked.content.map((part) => (part.type === "text" ? part.text : "")).join("\n")
      : "";
  const results = prompt.slice(at + 1).flatMap((message) => {
    if (message.role !== "tool") return [];
    return message.content.flatMap((part) => (part.type === "tool-result" ? [resultOf(part)] : []));
  });
  return { question: question.trim(), results };
}

/** Reads `providerOptions.local.found`. */
export function foundIn(value: unknown): Found[] {
  return foundTexts.safeParse(value).data ?? [];
}

/** Reads `providerOptions.local.question`. */
export function questionOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function resultOf({ output }: LanguageModelV4ToolResultPart): Result {
  switch (output.type) {
    case "json": {
      const parsed = withFound.safeParse(output.value).data;
      return {
        found: parsed?.found ?? [],
        text: parsed === undefined ? linesOf(output.value) : "",
      };
    }
    case "text":
    case "error-text":
      return { found: [], text: output.value };
    default:
      return { found: [], text: "" };
  }
}

/** A value as lines that a person reads: one for each row of a list. */
function linesOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `- ${wordsFor(item)}`).join("\n");
  const lists = Object.values((value ?? {}) as object).filter((part) => Array.isArray(part));
  return lists.length === 1 ? linesOf(lists[0]) : wordsFor(value);
}

function wordsFor(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value ?? "");
  return Object.entries(value)
    .filter(([name]) => !/(^|_)ids?$|Id$/.test(name))
    .map(([name, part]) => `${name}: ${wordsFor(part)}`)
    .join(", ");
}
