import { expect, test } from "vitest";
import { withoutMentions } from "./mentions.ts";

test.each([
  ["It is kept ([decision](../decisions/1.md)):", "It is kept:"],
  ["- one\n- See `decisions/2.md`.\n- two", "- one\n- two"],
  ["1. one\n2. See `decisions/2.md`.\n   More of it.\n3. two", "1. one\n2. More of it.\n3. two"],
  ["First. Why: [decision 3](decisions/3.md).", "First."],
  ["One attempt (`docs/decisions/4.md`). More.", "One attempt. More."],
  ["| a | b |\n| - | - |\n| c | `decisions/` |\n| d | e |", "| a | b |\n| - | - |\n| d | e |"],
  ["```\nkept/\ndecisions/  gone\n  below/  gone, too\ndocs/\n```", "```\nkept/\ndocs/\n```"],
  ["Kept.\n\n```sh\nls decisions/\ngit add .\n```\n\nKept, too.", "Kept.\n\nKept, too."],
  ["Nothing of it.", "Nothing of it."],
])("%j becomes %j", (page, expected) => {
  expect(withoutMentions(page, /decisions\//)).toBe(expected);
});
