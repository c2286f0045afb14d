// The chat model that needs no key and no network. It is no language model: it quotes what it is given, to
// the letter, and calls tools by the words of the question. Good enough to try the app.
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { isGreeting, toolCallsFor } from "./localTools";
import { type Found, quotesFor } from "./passages";
import { foundIn, questionOf, turnOf } from "./prompts";
import { wordsOf } from "./words";

export const LOCAL_CHAT = "local-quotes-v1";

/** What the model says when it has nothing to quote. */
export const NOTHING_FOUND = "I found nothing about this.";
export const UNSURE = "I am not sure that this answers it. The closest passages are:";
export const GREETED = "Hello! Ask me something, or tell me what to remember.";
/** Ends each reply of a conversation, so that nobody mistakes it for a real model. */
export const LOCAL_NOTE =
  "(From the local model, which quotes what it finds and writes nothing of its own.)";

/** A hosted model streams its words, too. */
const WORD_MS = 12;

/** What does not depend on the prompt: the same prompt always gets the same words. */
interface Surroundings {
  /** Makes the id of a call of a tool, which has to be unique in the conversation. */
  makeId: () => string;
  /** The pause before each word of a stream, in milliseconds. */
  pause: number;
}

/**
 * Makes the model. It answers from the results of the tools it called, else from what
 * `providerOptions.local.found` holds, a list of `{ title, text }`.
 * @param surroundings ids and pace; default: the usual ones
 * @returns a model of the AI SDK
 */
export function localChatModel({
  makeId = () => crypto.randomUUID(),
  pause = WORD_MS,
}: Partial<Surroundings> = {}): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "local",
    modelId: LOCAL_CHAT,
    supportedUrls: {},
    doGenerate: async (options) => {
      options.abortSignal?.throwIfAborted();
      return { ...replyTo(options, makeId), warnings: [] };
    },
    doStream: async (options) => {
      options.abortSignal?.throwIfAborted();
      return { stream: streamOf(replyTo(options, makeId), pause, options.abortSignal) };
    },
  };
}

/**
 * Writes an answer of quotations, each with the number of the text that it is from.
 * @param question what is asked
 * @param found the texts, numbered from 1 in their order
 * @returns the answer
 */
export function quotedAnswer(question: string, found: readonly Found[]): string {
  const { passages, isConfident } = quotesFor(question, found);
  if (passages.length === 0) return NOTHING_FOUND;
  const quotes = passages.map(({ index, start, end }) => {
    const quote = found[index]?.text.slice(start, end).replace(/\s+/g, " ") ?? "";
    return `${quote} [${index + 1}]`;
  });
  return [...(isConfident ? [] : [UNSURE]), ...quotes].join("\n\n");
}

interface Reply {
  content: LanguageModelV4Content[];
  finishReason: { unified: "stop" | "tool-calls"; raw: undefined };
  usage: LanguageModelV4Usage;
}

function replyTo(options: LanguageModelV4CallOptions, makeId: () => string): Reply {
  const { question, results } = turnOf(options.prompt);
  const calls = results.length === 0 ? toolCallsFor(question, options, makeId) : [];
  const isCall = calls.length > 0;
  const content: LanguageModelV4Content[] = isCall
    ? calls
    : [{ type: "text", text: answerTo(options) }];
  return {
    content,
    finishReason: { unified: isCall ? "tool-calls" : "stop", raw: undefined },
    usage: usageOf(options, JSON.stringify(content)),
  };
}

function answerTo({ prompt, providerOptions, tools = [] }: LanguageModelV4CallOptions): string {
  const { question, results } = turnOf(prompt);
  const given = foundIn(providerOptions?.local?.found);
  const found = [...given, ...results.flatMap(({ found }) => found)];
  const plain = results.filter((result) => result.found.length === 0);
  const said = plain.map(({ text }) => text).filter((text) => text !== "");
  const asked = questionOf(providerOptions?.local?.question) ?? question;
  const quoted = found.length === 0 && said.length > 0 ? [] : [quotedAnswer(asked, found)];
  const answer = results.length === 0 && isGreeting(asked) ? [GREETED] : [...said, ...quoted];
  return [...answer, ...(tools.length > 0 ? [LOCAL_NOTE] : [])].join("\n\n");
}

/** Words count as tokens, so that budgets apply. */
function usageOf({ prompt }: LanguageModelV4CallOptions, reply: string): LanguageModelV4Usage {
  const input = wordsOf(JSON.stringify(prompt)).length;
  const output = wordsOf(reply).length;
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

function streamOf(
  { content, finishReason, usage }: Reply,
  pause: number,
  abortSignal: AbortSignal | undefined,
): ReadableStream<LanguageModelV4StreamPart> {
  const pieces: LanguageModelV4StreamPart[] = [
    { type: "stream-start", warnings: [] },
    ...content.flatMap((part, at) => piecesOf(part, `${at}`)),
    { type: "finish", finishReason, usage },
  ];
  const rest = pieces.values();
  return new ReadableStream({
    pull: async (controller) => {
      if (abortSignal?.aborted) return controller.error(abortSignal.reason);
      const { value: piece, done } = rest.next();
      if (done) return controller.close();
      if (piece.type === "text-delta" && pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      controller.enqueue(piece);
    },
  });
}

function piecesOf(part: LanguageModelV4Content, id: string): LanguageModelV4StreamPart[] {
  switch (part.type) {
    case "text": {
      const words = part.text.match(/\S+\s*|^\s+/g) ?? [];
      return [
        { type: "text-start", id },
        ...words.map((delta) => ({ type: "text-delta" as const, id, delta })),
        { type: "text-end", id },
      ];
    }
    case "tool-call": {
      const { toolCallId, toolName, input } = part;
      return [
        { type: "tool-input-start", id: toolCallId, toolName },
        { type: "tool-input-delta", id: toolCallId, delta: input },
        { type: "tool-input-end", id: toolCallId },
        part,
      ];
    }
    default:
      return [];
  }
}
