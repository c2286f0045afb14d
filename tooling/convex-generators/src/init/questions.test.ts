import type { Inquirer } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { InitInput } from "./input.ts";
import { askInit } from "./questions.ts";

interface Question {
  type: string;
  message: string;
  default?: string;
  choices?: { value: string }[];
  validate?: (answer: string) => true | string;
}

/** Somebody who takes what is suggested, in a folder. Resolves with the answers and the questions. */
async function pressEnter(folder: string, given: Partial<InitInput>) {
  const asked: Question[] = [];
  const inquirer: Inquirer = {
    prompt: async <Answers extends object>(questions: readonly object[]) => {
      const [question] = questions as [Question & { name: string }];
      asked.push(question);
      const answer =
        question.default ?? (question.type === "checkbox" ? [] : question.choices?.[0]?.value);
      return { [question.name]: answer } as Answers;
    },
  };
  const root = resolve(import.meta.dirname, "../..", folder);
  return { input: await askInit(inquirer, { root } as Io, given), asked };
}

test("the folder suggests the name, and the name suggests the rest", async () => {
  const { input } = await pressEnter("Acme Desk", {});
  expect(input).toEqual({
    name: "acme-desk",
    title: "Acme Desk",
    scope: "@acme-desk",
    holder: "The Acme Desk authors",
    tooling: "vendor",
    without: [],
  });
});

test("what was given is not asked again", async () => {
  const given = { name: "acme", scope: "@a", tooling: "npm", without: ["demo"] } as const;
  const { input, asked } = await pressEnter("any", given);
  expect(input).toMatchObject(given);
  expect(asked.map(({ message }) => message)).toEqual([
    "Title of the app?",
    "Holder of the copyright?",
  ]);
});

test("an answer that cannot be used is refused at once, with the reason", async () => {
  const { asked } = await pressEnter("any", {});
  expect(asked[0]!.validate!("Acme!")).toContain('"Acme!" cannot be the name');
  expect(asked[0]!.validate!("acme")).toBe(true);
});
