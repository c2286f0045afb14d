// @vitest-environment node
// The hosted models, against a server on this machine that speaks OpenAI's protocol.
import { cosineSimilarity, embed, embedMany, generateText } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AiSettings, modelsFor } from "../../convex/model/ai/providers.ts";
import { type HostedModels, startHostedModels } from "../../testing/models/hosted-models.ts";

let service: HostedModels;
let address: string;

beforeAll(async () => {
  service = await startHostedModels("hosted");
  address = service.address;
});
afterAll(() => service.close());

const last = () => service.requests.at(-1)!;

describe("without any setting", () => {
  const { provider, embedding, chat } = modelsFor({});

  test("models are local", () => {
    expect([provider, embedding.index, chat.provider]).toEqual([
      "local",
      "local-hash-v1-256/256",
      "local",
    ]);
  });

  test("texts that share words are near each other, and every vector has the length 1", async () => {
    const values = ["paying back expenses", "Expenses are paid back", "The office opens", "", "🙂"];
    const { embeddings, usage } = await embedMany({ model: embedding.model, values });
    const [query, near, far] = embeddings as [number[], number[], number[]];
    expect(cosineSimilarity(query, near)).toBeGreaterThan(cosineSimilarity(query, far) + 0.3);
    for (const vector of embeddings) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    expect(usage.tokens).toBe(0);
  });

  test("the same text has the same vector", async () => {
    const vectors = await embedMany({ model: embedding.model, values: ["Tea", "Tea"] });
    expect(vectors.embeddings[0]).toEqual(vectors.embeddings[1]);
  });
});

describe("with settings", () => {
  test("OPENAI_API_KEY turns on OpenAI", async () => {
    const OPENAI_BASE_URL = `${address}/v1`;
    const dimension = { AI_EMBEDDING_DIMENSION: "512" };
    const models = modelsFor({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL, ...dimension });
    expect(models).toMatchObject({ provider: "openai", embedding: { dimension: 512 } });

    const { embedding } = await embed({ model: models.embedding.model, value: "hello" });
    expect(embedding).toHaveLength(512);
    const body = { model: "text-embedding-3-small", dimensions: 512 };
    expect(last()).toMatchObject({ url: "/v1/embeddings", key: "Bearer sk-test", body });

    expect((await generateText({ model: models.chat, prompt: "hello" })).text).toBe("hosted");
    expect(last()).toMatchObject({ url: "/v1/responses", body: { model: "gpt-5-mini" } });
  });

  test.each(["", "/", "/v1", "/v1/"])(
    "OLLAMA_BASE_URL with %j at its end turns on Ollama",
    async (end) => {
      const models = modelsFor({
        OLLAMA_BASE_URL: address + end,
        AI_EMBEDDING_MODEL: "all-minilm",
      });
      expect(models.embedding).toMatchObject({ dimension: 512, index: "all-minilm/512" });
      const { embedding } = await embed({ model: models.embedding.model, value: "hello" });
      // 384 numbers, and zeros up to a length that there is a table for.
      expect([embedding.length, embedding[383], embedding[384]]).toEqual([512, 0.5, 0]);
      expect(last().url).toBe("/v1/embeddings");
      expect((await generateText({ model: models.chat, prompt: "hello" })).text).toBe("hosted");
      expect(last()).toMatchObject({ url: "/v1/chat/completions", body: { model: "llama3.2" } });
    },
  );

  test("AI_PROVIDER=openai-compatible takes any service", async () => {
    const models = modelsFor({ ...compatible(), AI_API_KEY: "secret" });
    expect(models.embedding).toMatchObject({ dimension: 128, index: "bge/128" });
    await embed({ model: models.embedding.model, value: "hello" });
    expect(last()).toMatchObject({
      url: "/embeddings",
      key: "Bearer secret",
      body: { model: "bge" },
    });
    expect((await generateText({ model: models.chat, prompt: "hello" })).text).toBe("hosted");
    expect(last().body.model).toBe("chatty");
  });

  test("AI_PROVIDER has the last word", () => {
    expect(modelsFor({ AI_PROVIDER: "local", OPENAI_API_KEY: "sk-test" }).provider).toBe("local");
  });

  test("an empty value is none", () => {
    expect(
      modelsFor({ AI_PROVIDER: "", OPENAI_API_KEY: "", AI_EMBEDDING_DIMENSION: "" }),
    ).toMatchObject({
      provider: "local",
    });
  });
});

describe("a setting that is missing or wrong is named", () => {
  test.each<[string, () => AiSettings]>([
    ["AI_PROVIDER", () => ({ AI_PROVIDER: "gpt" })],
    ["OPENAI_API_KEY", () => ({ AI_PROVIDER: "openai" })],
    ["OLLAMA_BASE_URL", () => ({ AI_PROVIDER: "ollama" })],
    ["AI_BASE_URL", () => ({ ...compatible(), AI_BASE_URL: undefined })],
    ["AI_CHAT_MODEL", () => ({ ...compatible(), AI_CHAT_MODEL: undefined })],
    ["AI_EMBEDDING_MODEL", () => ({ ...compatible(), AI_EMBEDDING_MODEL: undefined })],
    ["AI_EMBEDDING_DIMENSION", () => ({ ...compatible(), AI_EMBEDDING_DIMENSION: undefined })],
    ["AI_EMBEDDING_DIMENSION", () => ({ AI_EMBEDDING_DIMENSION: "many" })],
    ["AI_EMBEDDING_DIMENSION", () => ({ AI_EMBEDDING_DIMENSION: "5000" })],
    ["AI_EMBEDDING_DIMENSION", () => ({ OLLAMA_BASE_URL: address, AI_EMBEDDING_MODEL: "mine" })],
  ])("%s", (name, settings) => {
    expect(() => modelsFor(settings())).toThrow(
      new RegExp(`^AI_SETTING: ${name} is .*env set ${name}`),
    );
  });

  test("also when the model gives vectors of another length", async () => {
    const { embedding } = modelsFor({ ...compatible(), AI_EMBEDDING_DIMENSION: "8" });
    const asked = embed({ model: embedding.model, value: "hello", maxRetries: 0 });
    await expect(asked).rejects.toThrow(
      /AI_EMBEDDING_DIMENSION is 8, but "bge" gives vectors of 4/,
    );
  });
});

function compatible(): AiSettings {
  return {
    AI_PROVIDER: "openai-compatible",
    AI_BASE_URL: address,
    AI_CHAT_MODEL: "chatty",
    AI_EMBEDDING_MODEL: "bge",
    AI_EMBEDDING_DIMENSION: "4",
  };
}
