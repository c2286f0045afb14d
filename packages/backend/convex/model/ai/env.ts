// The environment variables by which a deployment chooses its models.
import { v } from "convex/values";

export const modelEnv = {
  /** Which models: local, openai, ollama or openai-compatible. Without it, the keys below decide. */
  AI_PROVIDER: v.string().optional(),
  /** The address of a service that speaks OpenAI's protocol, for openai-compatible. */
  AI_BASE_URL: v.string().optional(),
  /** Its key, if it wants one. */
  AI_API_KEY: v.string().optional(),
  /** The names of the models to use instead of the usual ones of the provider. */
  AI_CHAT_MODEL: v.string().optional(),
  AI_EMBEDDING_MODEL: v.string().optional(),
  /** The length of the embedding model's vectors, where it is not known. */
  AI_EMBEDDING_DIMENSION: v.string().optional(),
  /** The pause of the local model before each word, in milliseconds: to see a reply while it is written. */
  AI_LOCAL_PAUSE_MS: v.string().optional(),
  /** Turns on OpenAI's models. */
  OPENAI_API_KEY: v.string().optional(),
  OPENAI_BASE_URL: v.string().optional(),
  /** Turns on the models of an Ollama server. */
  OLLAMA_BASE_URL: v.string().optional(),
};
