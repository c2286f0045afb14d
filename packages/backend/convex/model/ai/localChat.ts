// The chat model that needs no key and no network. It is no language model: it quotes what it is given, to
// the letter, and calls tools by the words of the question. Good enough to see the app work.
import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3StreamPart,
  LanguageModelV3Usage,
} from "@ai-sdk/provider";
import { toolCallFor } from "./localTools";
import { type Found, quotesFor } from "./passages";
import { foundIn, questionOf, turnOf } from "./prompts";
import { wordsOf } from "./words";

export const LOCAL_CHAT = "local-quotes-v1";

/** What the model says when it has nothing to quote. */
export const NOTHING_FOUND = "I found nothing about this.";
export const UNSURE = "I am not sure that this answers it. The closest passages are:";

/**
 * Makes the model. It answers from the results of the tools it called, else from what
 * `providerOptions.local.found` holds, a list of `{ title, text }`.
 * @returns a model of the AI SDK
 */
export function localChatModel(): LanguageModelV3 {
  return {
    specificationVersion: "v3",
    provider: "local",
    modelId: LOCAL_CHAT,
    supportedUrls: {},
    doGenerate: async (options) => {
      options.abortSignal?.throwIfAborted();
      return { ...replyTo(options), warnings: [] };
    },
    doStream: async (options) => {
      options.abortSignal?.throwIfAborted();
      return { stream: streamOf(replyTo(options)) };
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
  content: LanguageModelV3Content[];
  finishReason: { unified: "stop" | "tool-calls"; raw: undefined };
  usage: LanguageModelV3Usage;
}

function replyTo(options: LanguageModelV3CallOptions): Reply {
  const turn = turnOf(options.prompt);
  const call = turn.results.length === 0 ? toolCallFor(turn.question, options) : undefined;
  const content: LanguageModelV3Content =
    call === undefined ? { type: "text", text: answerTo(options) } : call;
  return {
    content: [content],
    finishReason: { unified: call === undefined ? "stop" : "tool-calls", raw: undefined },
    usage: usageOf(options, content.type === "text" ? content.text : content.input),
  };
}

function answerTo({ prompt, providerOptions }: LanguageModelV3CallOptions): string {
  const { question, results } = turnOf(prompt);
  const given = foundIn(providerOptions?.local?.found);
  const found = [...given, ...results.flatMap(({ found }) => found)];
  const plain = results.filter((result) => result.found.length === 0);
  const said = plain.map(({ text }) => text).filter((text) => text !== "");
  if (said.length > 0 && found.length === 0) return said.join("\n\n");
  const asked = questionOf(providerOptions?.local?.question) ?? question;
  return [...said, quotedAnswer(asked, found)].join("\n\n");
}

/** Words stand for tokens, so that budgets have something to count. */
function usageOf({ prompt }: LanguageModelV3CallOptions, reply: string): LanguageModelV3Usage {
  const input = wordsOf(JSON.stringify(prompt)).length;
  const output = wordsOf(reply).length;
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

function streamOf({ content, finishReason, usage }: Reply) {
  return new ReadableStream<LanguageModelV3StreamPart>({
    start(controller) {
      controller.enqueue({ type: "stream-start", warnings: [] });
      for (const [at, part] of content.entries()) {
        for (const piece of piecesOf(part, `${at}`)) controller.enqueue(piece);
      }
      controller.enqueue({ type: "finish", finishReason, usage });
      controller.close();
    },
  });
}

function piecesOf(part: LanguageModelV3Content, id: string): LanguageModelV3StreamPart[] {
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
