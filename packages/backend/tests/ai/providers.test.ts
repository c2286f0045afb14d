// What hosted models are asked for, and for how long. What they answer: models.test.ts of the package.
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { embed, streamText } from "ai";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type AiSettings, modelsFor } from "../../convex/model/ai/providers.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ollama = { OLLAMA_BASE_URL: "http://127.0.0.1:11434" };
const compatible = {
  AI_PROVIDER: "openai-compatible",
  AI_BASE_URL: "http://127.0.0.1:8000/v1",
  AI_CHAT_MODEL: "chat",
  AI_EMBEDDING_MODEL: "embedding",
  AI_EMBEDDING_DIMENSION: "1024",
};

describe.each<[string, AiSettings]>([
  ["ollama", ollama],
  ["openai-compatible", compatible],
])("%s", (_name, settings) => {
  test("is asked to tell what a streamed answer has used", async () => {
    const bodies: any[] = [];
    vi.stubGlobal("fetch", async (_url: string, { body }: { body: string }) => {
      bodies.push(JSON.parse(body));
      const usage = { prompt_tokens: 30, completion_tokens: 12, total_tokens: 42 };
      const chunks = [
        { choices: [{ index: 0, delta: { role: "assistant", content: "Hello." } }] },
        { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        { choices: [], usage },
      ];
      const lines = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("");
      const headers = { "content-type": "text/event-stream" };
      return new Response(`${lines}data: [DONE]\n\n`, { headers });
    });
    const result = streamText({ model: modelsFor(settings).chat, prompt: "Hello?" });
    expect(await result.text).toBe("Hello.");
    expect(await result.usage).toMatchObject({ totalTokens: 42 });
    expect(bodies).toMatchObject([{ stream_options: { include_usage: true } }]);
  });

  test("is not waited for without end when it embeds", async () => {
    vi.useFakeTimers();
    vi.stubGlobal(
      "fetch",
      (_url: string, { signal }: { signal: AbortSignal }) =>
        new Promise((_answers, fails) => {
          signal.addEventListener("abort", () => fails(signal.reason));
        }),
    );
    const { model } = modelsFor(settings).embedding;
    const embedded = embed({ model, value: "Hello", maxRetries: 0 });
    const failed = expect(embedded).rejects.toThrow(/did not answer within 60 s/);
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
  });
});

describe("the local model", () => {
  const withPause = (AI_LOCAL_PAUSE_MS: string) => modelsFor({ AI_LOCAL_PAUSE_MS }).chat;
  const firstWord = async (model: LanguageModelV4) => {
    const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hello" }] }];
    const { stream } = await model.doStream({ prompt });
    for await (const part of stream) if (part.type === "text-delta") return part.delta;
    return null;
  };

  test("pauses before each word for the given time", async () => {
    vi.useFakeTimers();
    const said = vi.fn<(word: string | null) => void>();
    const saying = firstWord(withPause("5000")).then(said);
    await vi.advanceTimersByTimeAsync(4999);
    expect(said).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await saying;
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/\S/));
  });

  test.each(["soon", "-1", "1.5", "1000000"])("refuses a pause of %s", (pause) => {
    expect(() => withPause(pause)).toThrow(
      /AI_LOCAL_PAUSE_MS is ".+", not a number of milliseconds/,
    );
  });
});
