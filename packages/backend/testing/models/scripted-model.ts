// A model that does what a test says.
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import { localChatModel } from "../../convex/model/ai/localChat.ts";
import { tokensIn } from "../../convex/model/ai/tokenBudget.ts";

/** A call of a tool that the model makes. */
interface Call {
  tool: string;
  input: object;
}
type Does = string | Error | Call[];

/** What a scripted model was asked, and how much it has said. */
export interface Script {
  /** What it was given, call by call. */
  given: LanguageModelV4CallOptions[];
  /** How many words it has said. */
  said: number;
}

/**
 * Makes a model that follows a script, step by step, the last step again and again.
 * @param script where it notes what it was asked
 * @param steps what it does: says a text, fails, or calls tools
 * @param settings the pause before each word, in ms, and whether it reports what it has used
 */
export function scriptedModel(
  script: Script,
  steps: ((options: LanguageModelV4CallOptions) => Does)[],
  { pause = 0, usage = true } = {},
): LanguageModelV4 {
  let step = 0;
  return {
    ...localChatModel(),
    doStream: async (options) => {
      script.given.push(options);
      const does = steps[Math.min(step++, steps.length - 1)]!(options);
      if (does instanceof Error) {
        await new Promise((on) => setTimeout(on, pause));
        throw does;
      }
      const parts = partsOf(does, script, usage).values();
      const stream = new ReadableStream<LanguageModelV4StreamPart>({
        pull: async (controller) => {
          if (options.abortSignal?.aborted) return controller.error(options.abortSignal.reason);
          const { value: part, done } = parts.next();
          if (done) return controller.close();
          if (part.type === "text-delta") {
            await new Promise((on) => setTimeout(on, pause));
            script.said++;
          }
          controller.enqueue(part);
        },
      });
      return { stream };
    },
  };
}

function partsOf(does: string | Call[], { given }: Script, usage: boolean) {
  const words = typeof does === "string" ? does.split(/(?<= )/) : [];
  const calls = typeof does === "string" ? [] : does;
  const parts: LanguageModelV4StreamPart[] = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "0" },
    ...words.map((delta) => ({ type: "text-delta" as const, id: "0", delta })),
    { type: "text-end", id: "0" },
    ...calls.map(({ tool, input }, at) => ({
      type: "tool-call" as const,
      toolCallId: `${given.length}.${at}`,
      toolName: tool,
      input: JSON.stringify(input),
    })),
    {
      type: "finish",
      finishReason: { unified: calls.length > 0 ? "tool-calls" : "stop", raw: undefined },
      usage: usageOf(usage ? tokensOf(given.at(-1)!) : undefined, usage ? OUTPUT : undefined),
    },
  ];
  return parts;
}

/** The tokens that it says to have written, in each call. */
export const OUTPUT = 40;
/** The tokens of what a model is given. */
export const tokensOf = ({ prompt }: LanguageModelV4CallOptions) =>
  tokensIn(JSON.stringify(prompt));
/** What a service reports. */
export const usageOf = (input: number | undefined, output: number | undefined) => ({
  inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: output, text: output, reasoning: undefined },
});
