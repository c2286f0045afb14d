// The models for chat and embedding, chosen by environment variables. Without any, local ones that need
// neither key nor network. Read within a handler: a wrong setting then fails the call, with the
// variable's name, not the push.
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { EmbeddingModelV4, LanguageModelV4 } from "@ai-sdk/provider";
import { env } from "../../_generated/server";
import { SettingError } from "../platform/failures";
import { inTime } from "./inTime";
import { localChatModel } from "./localChat";
import { LOCAL_DIMENSION, localEmbeddingModel } from "./localEmbedding";

declare global {
  // Models come from here alone, so no name of a hosted one is a model. With the AI SDK's own list of
  // them, the types of `Agent` are a union too large for TypeScript.
  interface RegisteredProviderModels {
    none: never;
  }
}

export const providers = ["local", "openai", "ollama", "openai-compatible"] as const;
export type Provider = (typeof providers)[number];

/** The variables; `convex.config.ts` says what each is for. */
export const aiVariables = [
  "AI_PROVIDER",
  "AI_BASE_URL",
  "AI_API_KEY",
  "AI_CHAT_MODEL",
  "AI_EMBEDDING_MODEL",
  "AI_EMBEDDING_DIMENSION",
  "AI_LOCAL_PAUSE_MS",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OLLAMA_BASE_URL",
] as const;
export type AiSettings = { readonly [Name in (typeof aiVariables)[number]]?: string | undefined };

export interface Embedding {
  model: EmbeddingModelV4;
  /** The length of its vectors, which an index is made for. */
  dimension: number;
  /** The name of this model's index. Texts in another index are not found. */
  index: string;
}

export interface Models {
  provider: Provider;
  chat: LanguageModelV4;
  embedding: Embedding;
  /** The weights of hits by words and by meaning. */
  weights: { textWeight: number; vectorWeight: number };
}

/** How long a batch of texts may take. */
const EMBED_MS = 60_000;

/** The lengths of vectors that @convex-dev/rag has tables for. */
const TABLE_DIMENSIONS = [128, 256, 512, 768, 1024, 1408, 1536, 2048, 3072, 4096];

const OPENAI = { chat: "gpt-5-mini", embedding: "text-embedding-3-small", dimension: 1536 };
const OLLAMA = { chat: "llama3.2", embedding: "nomic-embed-text" };
const OLLAMA_DIMENSIONS: Readonly<Record<string, number>> = {
  "all-minilm": 384,
  "bge-m3": 1024,
  embeddinggemma: 768,
  "mxbai-embed-large": 1024,
  "nomic-embed-text": 768,
  "qwen3-embedding:0.6b": 1024,
};

/**
 * Finds the model that answers.
 * @returns a model of the AI SDK
 * @throws TypeError naming the variable that is missing or wrong
 */
export function chatModel(): LanguageModelV4 {
  return models().chat;
}

/**
 * Finds the model that embeds.
 * @returns the model, with the length of its vectors
 * @throws TypeError naming the variable that is missing or wrong
 */
export function embeddingModel(): Embedding {
  return models().embedding;
}

/**
 * Finds the models that the deployment is set to.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function models(): Models {
  return modelsFor(env);
}

/**
 * Makes the models for some settings. `AI_PROVIDER` decides; without it a key or an address does.
 * @param settings environment variables
 * @throws TypeError naming the variable that is missing or wrong
 */
export function modelsFor(settings: AiSettings): Models {
  const provider = providerOf(settings);
  switch (provider) {
    case "local":
      return localModels(settings);
    case "openai":
      return openaiModels(settings);
    case "ollama":
      return ollamaModels(settings);
    case "openai-compatible":
      return compatibleModels(settings);
    default:
      return provider satisfies never;
  }
}

function providerOf({ AI_PROVIDER, OPENAI_API_KEY, OLLAMA_BASE_URL }: AiSettings): Provider {
  if (!AI_PROVIDER) return OPENAI_API_KEY ? "openai" : OLLAMA_BASE_URL ? "ollama" : "local";
  const known = providers.find((one) => one === AI_PROVIDER);
  if (known !== undefined) return known;
  throw wrong("AI_PROVIDER", `is "${AI_PROVIDER}", not one of ${providers.join(", ")}`);
}

function localModels(settings: AiSettings): Models {
  const dimension = dimensionOf(settings) ?? LOCAL_DIMENSION;
  return {
    provider: "local",
    chat: localChatModel(paceOf(settings)),
    embedding: fitted(localEmbeddingModel(dimension), dimension),
    // Measured: half the weight for vectors that know words only.
    weights: { textWeight: 1, vectorWeight: 0.5 },
  };
}

function openaiModels(settings: AiSettings): Models {
  const apiKey = required(settings, "OPENAI_API_KEY", "AI_PROVIDER=openai");
  const openai = createOpenAI({ apiKey, baseURL: settings.OPENAI_BASE_URL || undefined });
  const dimension = dimensionOf(settings);
  const model = openai.embedding(settings.AI_EMBEDDING_MODEL || OPENAI.embedding);
  return hosted("openai", {
    chat: openai(settings.AI_CHAT_MODEL || OPENAI.chat),
    embedding: fitted(shortened(model, dimension), dimension ?? OPENAI.dimension),
  });
}

function ollamaModels(settings: AiSettings): Models {
  const address = required(settings, "OLLAMA_BASE_URL", "AI_PROVIDER=ollama");
  const baseURL = `${address.replace(/\/(v1\/?)?$/, "")}/v1`;
  const ollama = compatible({ name: "ollama", baseURL, apiKey: settings.AI_API_KEY });
  const name = settings.AI_EMBEDDING_MODEL || OLLAMA.embedding;
  const dimension =
    dimensionOf(settings) ??
    OLLAMA_DIMENSIONS[name] ??
    required(settings, "AI_EMBEDDING_DIMENSION", `the model "${name}"`);
  return hosted("ollama", {
    chat: ollama.chatModel(settings.AI_CHAT_MODEL || OLLAMA.chat),
    embedding: fitted(ollama.embeddingModel(name), Number(dimension)),
  });
}

function compatibleModels(settings: AiSettings): Models {
  const needed = "AI_PROVIDER=openai-compatible";
  const service = compatible({
    name: "openai-compatible",
    baseURL: required(settings, "AI_BASE_URL", needed),
    apiKey: settings.AI_API_KEY,
  });
  const embedding = service.embeddingModel(required(settings, "AI_EMBEDDING_MODEL", needed));
  required(settings, "AI_EMBEDDING_DIMENSION", needed);
  return hosted("openai-compatible", {
    chat: service.chatModel(required(settings, "AI_CHAT_MODEL", needed)),
    embedding: fitted(embedding, dimensionOf(settings) ?? 0),
  });
}

/** Such a service reports the usage of a streamed answer only on request. */
function compatible(settings: { name: string; baseURL: string; apiKey: string | undefined }) {
  return createOpenAICompatible({ ...settings, includeUsage: true });
}

function hosted(provider: Provider, models: Pick<Models, "chat" | "embedding">): Models {
  return { provider, ...models, weights: { textWeight: 1, vectorWeight: 1 } };
}

function dimensionOf({ AI_EMBEDDING_DIMENSION: given }: AiSettings): number | undefined {
  if (!given) return undefined;
  const dimension = Number(given);
  const most = TABLE_DIMENSIONS.at(-1) ?? 0;
  if (Number.isInteger(dimension) && dimension > 0 && dimension <= most) return dimension;
  throw wrong("AI_EMBEDDING_DIMENSION", `is "${given}", not a whole number from 1 to ${most}`);
}

function paceOf({ AI_LOCAL_PAUSE_MS: given }: AiSettings): { pause?: number } {
  if (!given) return {};
  if (/^\d{1,6}$/.test(given)) return { pause: Number(given) };
  throw wrong("AI_LOCAL_PAUSE_MS", `is "${given}", not a number of milliseconds below 1000000`);
}

function required(settings: AiSettings, name: keyof AiSettings, by: string): string {
  const value = settings[name];
  if (value) return value;
  throw wrong(name, `is missing; ${by} needs it`);
}

function wrong(name: keyof AiSettings, what: string) {
  return new SettingError(
    `AI_SETTING: ${name} ${what}. Set it with: convex env set ${name} <value>`,
  );
}

/** Asks OpenAI for vectors of another length than the model's own. */
function shortened(model: EmbeddingModelV4, dimension: number | undefined): EmbeddingModelV4 {
  if (dimension === undefined) return model;
  return changed(model, (options) =>
    model.doEmbed({ ...options, providerOptions: { openai: { dimensions: dimension } } }),
  );
}

/** Pads vectors with zeros to a length that has a table. Distances stay the same. */
function fitted(model: EmbeddingModelV4, native: number): Embedding {
  const dimension = TABLE_DIMENSIONS.find((one) => one >= native) ?? native;
  const padding = new Array<number>(dimension - native).fill(0);
  const padded = changed(model, async (options) => {
    const result = await inTime(EMBED_MS, async (signal) => {
      const { abortSignal = signal } = options;
      return await model.doEmbed({ ...options, abortSignal });
    });
    const embeddings = result.embeddings.map((vector) => {
      if (vector.length === native) return [...vector, ...padding];
      const what = `is ${native}, but "${model.modelId}" gives vectors of ${vector.length} numbers`;
      throw wrong("AI_EMBEDDING_DIMENSION", what);
    });
    return { ...result, usage: result.usage ?? { tokens: 0 }, embeddings };
  });
  return { model: padded, dimension, index: `${model.modelId}/${dimension}` };
}

/** The model's methods are on its class, which a spread does not copy. */
function changed(model: EmbeddingModelV4, doEmbed: EmbeddingModelV4["doEmbed"]): EmbeddingModelV4 {
  const { provider, modelId, maxEmbeddingsPerCall, supportsParallelCalls } = model;
  const same = { provider, modelId, maxEmbeddingsPerCall, supportsParallelCalls };
  return { specificationVersion: "v4", ...same, doEmbed };
}
