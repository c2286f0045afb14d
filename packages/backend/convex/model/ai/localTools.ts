// Which tools the local model calls, and with what arguments: chosen by matching the words of the question with
// the names of the tools.
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import { stemsOf, wordsOf } from "./words";

const GREETING = /^(?:hi|hello|hey|good (?:morning|evening)|thanks?|thank you)\b[\s!.,]*$/i;
/** Synonyms of the verbs that tools are named after. */
const SAID_FOR: Readonly<Record<string, string>> = {
  remember: "remember|note|keep in mind",
  forget: "forget",
};
/** Phrases for tools that cannot be recognized by their verb or nouns. */
const SAID_WHOLE: Readonly<Record<string, RegExp>> = {
  listMemories:
    /\bmy memories\b|^wh(?:at|ich) (?:do|did|have) you (?:know|remember\w*|kept in mind) (?:about|of) me\b/i,
};
/** Words of questions that the user may have answered before. */
const PERSONAL = /\b(?:my|mine|me|i|i'm)\b/i;

/**
 * Says whether a message is only a greeting.
 * @param question what the user wrote
 */
export function isGreeting(question: string): boolean {
  return GREETING.test(question.trim());
}

/**
 * Chooses the tools for a question: the one whose verb the question starts with ("remember that …" calls
 * `remember`), else one that is asked for by a phrase of its own, else one whose name has a word of the
 * question ("which tasks …" calls `listTasks`), else the first one that searches; and before that the one
 * that recalls, when the question is about the user.
 * @param question what the user wrote
 * @param options the tools that there are, and whether one has to be called
 * @param makeId makes the id of a call, which has to be unique in the conversation
 * @returns the calls; none when no tool fits
 */
export function toolCallsFor(
  question: string,
  { tools = [], toolChoice }: Pick<LanguageModelV4CallOptions, "tools" | "toolChoice">,
  makeId: () => string,
): LanguageModelV4ToolCall[] {
  const callable = tools.filter((tool) => tool.type === "function");
  if (question === "" || toolChoice?.type === "none") return [];
  const found =
    toolChoice?.type === "tool"
      ? callable.filter(({ name }) => name === toolChoice.toolName)
      : chosen(question, callable);
  return found.map((tool) => ({
    type: "tool-call",
    toolCallId: makeId(),
    toolName: tool.name,
    input: JSON.stringify(inputFor(question, tool)),
  }));
}

function chosen(
  question: string,
  tools: readonly LanguageModelV4FunctionTool[],
): LanguageModelV4FunctionTool[] {
  if (isGreeting(question)) return [];
  const asked = new Set(stemsOf(question));
  const plain = tools.filter(({ name }) => SAID_WHOLE[name] === undefined);
  const one =
    plain.find(({ name }) => openingOf(name).test(question)) ??
    tools.find(({ name }) => SAID_WHOLE[name]?.test(question)) ??
    plain.find(({ name }) => stemsOf(partsOf(name).slice(1).join(" ")).some((s) => asked.has(s)));
  if (one !== undefined) return [one];
  const first = (verb: string) => tools.filter(({ name }) => partsOf(name)[0] === verb).slice(0, 1);
  return [...(PERSONAL.test(question) ? first("recall") : []), ...first("search")];
}

/** How a question begins that contains the verb of a tool. */
function openingOf(name: string): RegExp {
  const [verb = ""] = partsOf(name);
  const said = SAID_FOR[verb] ?? verb;
  return new RegExp(`^(?:please\\s+)?(?:${said})(?:\\s+(?:that|about))?[\\s:,]+`, "i");
}

/** `searchKnowledge` → search, knowledge. */
function partsOf(name: string): string[] {
  return name.split(/_+|(?<=[a-z])(?=[A-Z])/).map((part) => wordsOf(part).join(" "));
}

/** The question for each text that the tool asks for; what else it asks for is left to its defaults. */
function inputFor(question: string, { name, inputSchema }: LanguageModelV4FunctionTool) {
  const { properties = {}, required = [] } = inputSchema;
  const text = question.replace(openingOf(name), "");
  const texts = Object.entries(properties).flatMap(([field, shape]) => {
    const isText =
      typeof shape === "object" &&
      shape.type === "string" &&
      shape.enum === undefined &&
      required.includes(field);
    return isText ? [[field, text.slice(0, shape.maxLength)] as const] : [];
  });
  return Object.fromEntries(texts);
}
