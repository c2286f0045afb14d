// The finder of words finds them, and nothing else.
import { expect, test } from "vitest";

import { writtenWords } from "./written-words";

const inTags = (text: string) => writtenWords("a.tsx", `const page = ${text};`);

test.each([
  ["<p>Nothing found.</p>", "Nothing found."],
  ["<p> and commands</p>", "and commands"],
  ['<input placeholder="Type a page" />', '"Type a page"'],
  ['<p>{isOpen ? "Close" : icon}</p>', '"Close"'],
  ['(answer || "The server refused the file.")', '"The server refused the file."'],
  ["`Edit ${title}`", "`Edit ${title}`"],
  ["`${kind} of ${time}`", "`${kind} of ${time}`"],
  ['toast.error("Saved…")', '"Saved…"'],
])("%s has words", (text, words) => {
  expect(inTags(text)).toEqual([words]);
});

test.each([
  "<p>{words.title}</p>",
  "<p>–</p>",
  '<p className="Grid gap" data-testid="Some thing" />',
  "<code>pnpm dev</code>",
  '(status === "Exhausted")',
  '({ "Content-Type": "text/plain" })',
  "`${origin}/files/${id}`",
  "cn(`size-${size}`, 'grid gap-4')",
])("%s has none", (text) => {
  expect(inTags(text)).toEqual([]);
});

test("errors for developers, types and imports have none", () => {
  const text = `import { Card } from "Card";
type State = "Open" | "Closed";
throw new Error("Use it below the layout.");`;
  expect(writtenWords("a.ts", text)).toEqual([]);
});
