// Which tool the local model calls, and with what: told by the words of the question and the names of the
// tools, as it understands neither.
import type {
  LanguageModelV3CallOptions,
  LanguageModelV3FunctionTool,
  LanguageModelV3ToolCall,
} from "@ai-sdk/provider";
import { stemsOf, wordsOf } from "./words";

/**
 * Chooses a tool for a question: the one whose verb the question starts with ("remember that …" calls
 * `remember`), else one whose name has a word of the question ("which tasks …" calls `listTasks`), else
 * the first one that searches.
 * @param question what the user wrote
 * @param options the tools that there are, and whether one has to be called
 * @returns the call, or undefined when none fits
 */
export function toolCallFor(
  question: string,
  { tools = [], toolChoice }: Pick<LanguageModelV3CallOptions, "tools" | "toolChoice">,
): LanguageModelV3ToolCall | undefined {
  const callable = tools.filter((tool) => tool.type === "function");
  if (question === "" || toolChoice?.type === "none") return undefined;
  const tool =
    toolChoice?.type === "tool"
      ? callable.find(({ name }) => name === toolChoice.toolName)
      : chosen(question, callable);
  if (tool === undefined) return undefined;
  const toolCallId = `local-${callable.indexOf(tool)}-${question.length}`;
  const input = JSON.stringify(inputFor(question, tool));
  return { type: "tool-call", toolCallId, toolName: tool.name, input };
}

function chosen(
  question: string,
  tools: readonly LanguageModelV3FunctionTool[],
): LanguageModelV3FunctionTool | undefined {
  const [first] = wordsOf(question.replace(/^please\s+/i, ""));
  const asked = new Set(stemsOf(question));
  return (
    tools.find(({ name }) => partsOf(name)[0] === first) ??
    tools.find(({ name }) => stemsOf(partsOf(name).slice(1).join(" ")).some((s) => asked.has(s))) ??
    tools.find(({ name }) => partsOf(name)[0] === "search")
  );
}

/** `searchKnowledge` → search, knowledge. */
function partsOf(name: string): string[] {
  return name.split(/_+|(?<=[a-z])(?=[A-Z])/).map((part) => part.toLowerCase());
}

/** The question for each text that the tool asks for; what else it asks for is left to its defaults. */
function inputFor(question: string, { name, inputSchema }: LanguageModelV3FunctionTool) {
  const [verb = ""] = partsOf(name);
  const opening = new RegExp(`^(?:please\\s+)?${verb}(?:\\s+that)?[\\s:,]+`, "i");
  const { properties = {}, required = [] } = inputSchema;
  const texts = Object.entries(properties).filter(
    ([field, shape]) =>
      typeof shape === "object" &&
      shape.type === "string" &&
      shape.enum === undefined &&
      required.includes(field),
  );
  return Object.fromEntries(texts.map(([field]) => [field, question.replace(opening, "")]));
}
