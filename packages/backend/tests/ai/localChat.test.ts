import { generateText, isStepCount, streamText, tool } from "ai";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  GREETED,
  LOCAL_NOTE,
  NOTHING_FOUND,
  UNSURE,
  localChatModel,
  quotedAnswer,
} from "../../convex/model/ai/localChat.ts";
import { toolCallsFor } from "../../convex/model/ai/localTools.ts";
import { passageFor, quotesFor } from "../../convex/model/ai/passages.ts";

const handbook = [
  {
    title: "Expenses",
    text: "Keep your receipts. Expenses are paid back within ten days\nof the claim. Claims go to finance.",
  },
  {
    title: "Office",
    text: "# Opening\n\nThe office opens at eight.\n\n- Visitors sign in at the desk.",
  },
];
const model = localChatModel({ pause: 0 });

describe("an answer of quotations", () => {
  test("is to the letter, but for line breaks, and numbers what it is from", () => {
    const answer = quotedAnswer("When are expenses paid back?", handbook);
    expect(answer).toContain("Expenses are paid back within ten days of the claim. [1]");
  });

  test("points at the very characters", () => {
    const { passages, isConfident } = quotesFor("When does the office open?", handbook);
    const quotes = passages.map(({ index, start, end }) => handbook[index]!.text.slice(start, end));
    expect(quotes).toContain("The office opens at eight.");
    expect(isConfident).toBe(true);
  });

  test("says so when the passages hardly have a word of the question", () => {
    expect(quotedAnswer("Which office in Naples has the best pizza?", handbook)).toContain(UNSURE);
    expect(quotedAnswer("Which pizza topping is best in Naples?", handbook)).toBe(NOTHING_FOUND);
    expect(quotedAnswer("Anything?", [])).toBe(NOTHING_FOUND);
    expect(quotedAnswer("What?", [{ title: "Code", text: "```\nconst a = 1;\n```" }])).toBe(
      NOTHING_FOUND,
    );
  });

  test("leaves code out, and quotes rows of tables and items of lists alone", () => {
    const text =
      "| Town | Phone |\n| --- | --- |\n| Berlin office | 030 12345 |\n| Paris office | 01 99887 |";
    const { start, end } = passageFor("phone of the Paris office", text);
    expect(text.slice(start, end)).toBe("| Paris office | 01 99887 |");
  });

  test("falls back to the whole text when that has no sentence", () => {
    expect(passageFor("anything", "  Yes. ")).toEqual({ start: 2, end: 6 });
  });
});

describe("the local chat model", () => {
  const question = "When are expenses paid back?";
  const given = { prompt: question, providerOptions: { local: { question, found: handbook } } };

  test("answers from what it is given, and counts what that takes", async () => {
    const { text, finishReason, usage } = await generateText({ model, ...given });
    expect(text).toContain("paid back within ten days of the claim. [1]");
    expect(finishReason).toBe("stop");
    expect(usage.inputTokens).toBeGreaterThan(3);
    expect(usage.outputTokens).toBeGreaterThan(8);
  });

  test("streams the same answer, word by word", async () => {
    const { text } = await generateText({ model, ...given });
    const pieces: string[] = [];
    for await (const piece of streamText({ model, ...given }).textStream) pieces.push(piece);
    expect(pieces.join("")).toBe(text);
    expect(pieces.length).toBeGreaterThan(8);
  });

  test("stops when told to", async () => {
    const abortSignal = AbortSignal.abort(new Error("enough"));
    await expect(generateText({ model, ...given, abortSignal, maxRetries: 0 })).rejects.toThrow(
      "enough",
    );
  });
});

test("a stream stops in the middle on request", async () => {
  const stop = new AbortController();
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hello" }] }];
  const { stream } = await model.doStream({ prompt, abortSignal: stop.signal });
  const reader = stream.getReader();
  await reader.read();
  stop.abort(new Error("Enough."));
  const rest = async () => {
    while (!(await reader.read()).done);
  };
  await expect(rest()).rejects.toThrow("Enough.");
});

describe("with tools, the local chat model", () => {
  const calls: unknown[] = [];
  const tools = {
    remember: tool({
      inputSchema: z.object({ text: z.string() }),
      execute: async (input) => (calls.push(["remember", input]), "I will remember that."),
    }),
    listTasks: tool({
      inputSchema: z.object({ status: z.enum(["open", "done"]).optional() }),
      execute: async (input) => {
        calls.push(["listTasks", input]);
        return { tasks: [{ _id: "t1", title: "Paint the door", status: "open" }] };
      },
    }),
    searchKnowledge: tool({
      inputSchema: z.object({ query: z.string() }),
      execute: async (input) => (calls.push(["searchKnowledge", input]), { found: handbook }),
    }),
  };
  const ask = async (prompt: string) => {
    calls.length = 0;
    return await generateText({ model, prompt, tools, stopWhen: isStepCount(5) });
  };

  test("searches with the question, and quotes what that finds", async () => {
    const { text } = await ask("When does the office open?");
    expect(calls).toEqual([["searchKnowledge", { query: "When does the office open?" }]]);
    expect(text).toContain("The office opens at eight. [2]");
  });

  test("calls the tool whose verb the message starts with, on the rest of it", async () => {
    const { text } = await ask("Please remember that I like tea");
    expect(calls).toEqual([["remember", { text: "I like tea" }]]);
    expect(text).toBe(`I will remember that.\n\n${LOCAL_NOTE}`);
  });

  test("calls the tool whose name has a word of the message, and tells what it says", async () => {
    const { text } = await ask("Which of my tasks are open?");
    expect(calls).toEqual([["listTasks", {}]]);
    expect(text).toContain("- title: Paint the door, status: open");
  });

  test("streams a call, too", async () => {
    calls.length = 0;
    const result = streamText({
      model,
      prompt: "When does the office open?",
      tools,
      stopWhen: isStepCount(5),
    });
    expect(await result.text).toContain("The office opens at eight. [2]");
    expect(calls).toHaveLength(1);
  });

  test("greets back, and calls nothing", async () => {
    const { text } = await ask("Hello!");
    expect(text).toBe(`${GREETED}\n\n${LOCAL_NOTE}`);
    expect(calls).toEqual([]);
  });

  test("calls none when told not to", async () => {
    calls.length = 0;
    await generateText({ model, prompt: "When does the office open?", tools, toolChoice: "none" });
    expect(calls).toEqual([]);
  });
});

describe("the tools for a message", () => {
  const names = [
    ...["remember", "recall", "forget", "listMemories", "readTasks", "searchKnowledge"],
  ];
  const tools = names.map((name) => ({
    type: "function" as const,
    name,
    inputSchema: {
      type: "object" as const,
      properties: { text: { type: "string" as const, maxLength: 40 } },
      required: ["text"],
    },
  }));
  let ids = 0;
  const chosen = (message: string) => toolCallsFor(message, { tools }, () => `call-${++ids}`);

  test.each([
    ["Keep in mind that I like teal.", ["remember I like teal."]],
    ["Please remember: I live in Lyon", ["remember I live in Lyon"]],
    ["Forget about my colour", ["forget my colour"]],
    ["What are my open tasks?", ["readTasks What are my open tasks?"]],
    ["Which is my colour?", ["recall Which is my colour?", "searchKnowledge Which is my colour?"]],
    ["What do you remember about me?", ["listMemories What do you remember about me?"]],
    ["List my memories.", ["listMemories my memories."]],
    ["List my tasks.", ["readTasks List my tasks."]],
    ["Forget my memories of Lyon", ["forget my memories of Lyon"]],
    ["How much memory is there?", ["searchKnowledge How much memory is there?"]],
    ["How long is the notice?", ["searchKnowledge How long is the notice?"]],
    ["x".repeat(50), [`searchKnowledge ${"x".repeat(40)}`]],
  ])("%j are %j", (message, calls) => {
    const found = chosen(message).map(({ toolName, input }) => [toolName, JSON.parse(input).text]);
    expect(found.map((call) => call.join(" "))).toEqual(calls);
  });

  test("are called with ids that no other call has", () => {
    const calls = [...chosen("Which is my colour?"), ...chosen("Which is my colour?")];
    expect(new Set(calls.map(({ toolCallId }) => toolCallId)).size).toBe(4);
  });
});
