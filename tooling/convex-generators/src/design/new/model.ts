// A draft of a design by a language model, where one is configured: by the variables of the backend for a service that
// speaks the API of OpenAI.
import type { Problem } from "@groundwork/plop-engine/plan";
import type { Shape } from "@groundwork/plop-engine/shape";
import type { Draft } from "./input.ts";

/** A model and where it answers. */
export interface Model {
  /** Up to `/chat/completions`. */
  url: string;
  name: string;
  key: string | undefined;
}

/**
 * The model that the environment configures.
 * @returns null without one
 */
export function modelIn(env: Readonly<Record<string, string | undefined>>): Model | null {
  const { AI_BASE_URL: url, AI_CHAT_MODEL: name, AI_API_KEY: key } = env;
  return url && name ? { url: url.replace(/\/$/, ""), name, key } : null;
}

/** What a draft is held to. */
export interface Rules {
  /** Of a design. */
  shape: Shape;
  /** What is wrong with a draft. */
  judge: (draft: Draft) => readonly Problem[];
}

/** How often the model gets to read what is wrong with its draft. */
const CORRECTIONS = 2;
/** Milliseconds for one answer. */
const PATIENCE = 120_000;

/**
 * Has a model draft a design, and correct what the checker finds wrong with it.
 * @param text features and stories
 * @returns the last draft, which may still have faults
 * @throws Error when the service does not answer, or not with JSON
 */
export async function draftByModel(text: string, model: Model, rules: Rules): Promise<Draft> {
  const messages = [
    { role: "system", content: instructions(rules.shape) },
    { role: "user", content: text },
  ];
  for (let turn = 0; ; turn++) {
    const content = await answerOf(model, messages);
    const { version: _, ...draft } = JSON.parse(content) as Draft;
    const problems = rules.judge(draft);
    if (problems.length === 0 || turn === CORRECTIONS) return draft;
    const list = problems.map(({ code, arg, message }) => `${code} ${arg ?? ""}: ${message}`);
    messages.push(
      { role: "assistant", content },
      { role: "user", content: `Correct the design, and answer all of it:\n${list.join("\n")}` },
    );
  }
}

function instructions(shape: Shape): string {
  return [
    "Design the backend of an app from its features and stories. Answer one JSON object of this schema, and nothing else:",
    JSON.stringify(shape),
    "A table is named by one row in camelCase. A field has a type and modifiers: string(1..120), text, email, url, int(0..),",
    "money(EUR), bool=false, date, day, enum(a,b)=a, ref(table)+restrict|+cascade or ?+clear, file?; +search +unique +index",
    "+owner (of ref(users)). Access is <role>:<own|team|parent|all>[:read+create+update+remove]; own needs an owner.",
    "The roles member and admin exist. A flow has actions of at most 3 calls, such as tools.list, tools.create.",
    "Invent no feature that the text does not ask for.",
  ].join("\n");
}

interface Message {
  role: string;
  content: string;
}

async function answerOf({ url, name, key }: Model, messages: readonly Message[]): Promise<string> {
  const response = await fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({
      model: name,
      messages,
      temperature: 0,
      response_format: { type: "json_object" },
    }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const answer = (await response.json()) as { choices?: { message?: { content?: string } }[] };
  const content = answer.choices?.[0]?.message?.content;
  if (!content) throw new Error(`${url} answered without a message`);
  // Some models put a fence around JSON.
  return content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, "");
}
