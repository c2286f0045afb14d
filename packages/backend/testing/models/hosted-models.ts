// A service on this machine that speaks OpenAI's protocol, in both its forms, whole and in a stream: it
// replaces hosted models in tests.
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A failure instead of a response: a status, or an end in the middle of the stream. */
type Trouble = number | "breaksOff";

/** The parts of a request that matter here. */
interface Asked {
  model: string;
  stream?: boolean;
  dimensions?: number;
  /** Texts to embed; in the newer form what was said. */
  input: (string | { type?: string })[];
  messages: { role: string }[];
  tools?: { name?: string; function?: { name: string } }[];
  stream_options?: { include_usage?: boolean };
}
type Event = { type?: string; [field: string]: unknown };

export interface HostedModels {
  /** Its address: `http://127.0.0.1:…`. */
  address: string;
  /** The requests so far. */
  requests: { url: string; key: string | undefined; body: Asked }[];
  /** The failures of the next requests to an address with this ending, in order. */
  troubles: Record<string, Trouble[]>;
  /** Makes requests for vectors wait; returns a function that releases them. */
  holdVectors(): () => void;
  close(): void;
}

/** The lengths of their vectors; of any other model as requested; default: 4. */
const DIMENSIONS: Record<string, number> = {
  "all-minilm": 384,
  "nomic-embed-text": 768,
  "text-embedding-3-small": 1536,
};
const USAGE = { input: 30, output: 12 };
/** The usage that each response reports. */
export const TOKENS = USAGE.input + USAGE.output;

/**
 * Starts the service. Its model calls a search tool first, if it is given one.
 * @param says its final answer
 */
export async function startHostedModels(says: string): Promise<HostedModels> {
  let held = Promise.resolve();
  const requests: HostedModels["requests"] = [];
  const troubles: HostedModels["troubles"] = {};
  const server = createServer(async (request: IncomingMessage, response) => {
    const { url = "", headers } = request;
    const body = (await json(request)) as Asked;
    requests.push({ url, key: headers.authorization, body });
    const [, name] = /([a-z]+)$/.exec(url) ?? [];
    const trouble = troubles[name ?? ""]?.shift();
    if (typeof trouble === "number") return send(response, { error: { message: "no" } }, trouble);
    if (name === "embeddings") {
      await held;
      return send(response, vectorsFor(body));
    }
    const isChat = name === "completions";
    if (!body.stream) return send(response, isChat ? completion(body, says) : whole(body, says));
    const events = isChat ? chunksOf(body, says) : eventsOf(body, says);
    stream(response, trouble === "breaksOff" ? events.slice(0, 3) : events, trouble);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    troubles,
    holdVectors: () => {
      let letGo = () => {};
      held = new Promise<void>((resolve) => (letGo = resolve));
      return letGo;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** Server-sent events; those of the newer form have names. */
function stream(response: ServerResponse, events: Event[], trouble: Trouble | undefined): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) {
    const name = event.type === undefined ? "" : `event: ${event.type}\n`;
    response.write(`${name}data: ${JSON.stringify(event)}\n\n`);
  }
  if (trouble === undefined) return void response.end("data: [DONE]\n\n");
  // What was written must arrive first.
  setTimeout(() => response.destroy(), 100);
}

function vectorsFor({ model, input, dimensions }: Asked): object {
  const size = dimensions ?? DIMENSIONS[model] ?? 4;
  const embedding = new Array(size).fill(0.5);
  const data = input.map((_, index) => ({ object: "embedding", index, embedding }));
  return { object: "list", model, data, usage: { prompt_tokens: 3, total_tokens: 3 } };
}

const search = { name: "searchKnowledge", arguments: JSON.stringify({ query: "hotel" }) };
const inParts = (text: string) => text.split(/(?<= )/);

// The older form: `/chat/completions`.

const chatUsage = {
  prompt_tokens: USAGE.input,
  completion_tokens: USAGE.output,
  total_tokens: TOKENS,
};

function completion({ model }: Asked, says: string): object {
  const message = { role: "assistant", content: says };
  const choices = [{ index: 0, finish_reason: "stop", message }];
  return { id: "c", object: "chat.completion", created: 1, model, choices, usage: chatUsage };
}

function chunksOf({ model, messages, tools = [], stream_options }: Asked, says: string): Event[] {
  const chunk = (more: object) => ({ id: "c", object: "chat.completion.chunk", model, ...more });
  const choice = (delta: object, finish_reason?: string) =>
    chunk({ choices: [{ index: 0, delta, ...(finish_reason && { finish_reason }) }] });
  const isLookedUp = messages.at(-1)?.role === "tool";
  const looksUp = !isLookedUp && tools.some((tool) => tool.function?.name === search.name);
  const call = { index: 0, id: "t1", type: "function", function: search };
  const said = looksUp
    ? [choice({ role: "assistant", tool_calls: [call] }), choice({}, "tool_calls")]
    : [...inParts(says).map((content) => choice({ content })), choice({}, "stop")];
  return stream_options?.include_usage ? [...said, chunk({ choices: [], usage: chatUsage })] : said;
}

// The newer form: `/responses`.

const usage = { input_tokens: USAGE.input, output_tokens: USAGE.output, total_tokens: TOKENS };

function whole({ model }: Asked, says: string, output: object[] = [messageOf(says)]): object {
  const status = "completed";
  return { id: "r", object: "response", created_at: 1, model, status, output, usage };
}

function messageOf(text: string) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { type: "message", id: "m1", role: "assistant", status: "completed", content };
}

function eventsOf(body: Asked, says: string): Event[] {
  const { input, tools = [] } = body;
  const last = input.at(-1);
  const isLookedUp = typeof last === "object" && last.type === "function_call_output";
  const looksUp = !isLookedUp && tools.some(({ name }) => name === search.name);
  const item = looksUp
    ? { type: "function_call", id: "f1", call_id: "t1", status: "completed", ...search }
    : messageOf(says);
  const at = { output_index: 0, item_id: item.id };
  const parts = looksUp
    ? [{ type: "response.function_call_arguments.delta", ...at, delta: search.arguments }]
    : inParts(says).map((delta) => {
        return { type: "response.output_text.delta", ...at, content_index: 0, delta };
      });
  const empty = looksUp ? { ...item, arguments: "" } : { ...item, content: [] };
  return [
    { type: "response.created", response: whole(body, says, []) },
    { type: "response.output_item.added", output_index: 0, item: empty },
    ...parts,
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: whole(body, says, [item]) },
  ];
}
