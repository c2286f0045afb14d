import { describe, expect, test } from "vitest";
import { chunksOf } from "../../convex/model/knowledge/chunks.ts";

const cut = (text: string) => chunksOf(text).map(({ start, end }) => text.slice(start, end));
const sentence = "A sentence that takes its place among others of its kind. ";
/** Enough for a section to be a piece of its own. */
const paragraph = sentence.repeat(4).trim();

describe("a text is cut", () => {
  test("at its headings, which each piece remembers", () => {
    const sections = ["", "# Travel\n\n", "## Trains ##\n\n", "# Pay\n\n"];
    const text = sections.map((heading) => heading + paragraph).join("\n\n");
    const found = chunksOf(text).map((c) => [text.slice(c.start, c.end), c.headings]);
    expect(found).toEqual([
      [paragraph, []],
      [paragraph, ["Travel"]],
      [paragraph, ["Travel", "Trains"]],
      [paragraph, ["Pay"]],
    ]);
  });

  test("past the headings of small sections, which stand in the piece", () => {
    const text =
      "# Travel\n\n## Trains\n\nSecond class.\n\n## Hotels\n\nAsk first.\n\n# Pay\n\nMonthly.";
    const [piece, ...others] = chunksOf(text);
    expect([piece?.headings, others]).toEqual([["Travel", "Trains"], []]);
    expect(cut(text)).toEqual(["Second class.\n\n## Hotels\n\nAsk first.\n\n# Pay\n\nMonthly."]);
    // What does not fit any more begins one of its own.
    const long = sentence.repeat(16).trim();
    expect(cut(`Short.\n\n# Long\n\n${long}`)).toEqual(["Short.", long]);
  });

  test.each(["# a\nb\n", "## Question\nYes.\n\n", "- x\n", "a\n\n", "```\nx\n```\n# b\n"])(
    "into few pieces, however small its parts are (%j)",
    (part) => {
      const text = part.repeat(100_000 / part.length);
      expect(chunksOf(text).length).toBeLessThanOrEqual(text.length / 150);
    },
  );

  test("between paragraphs, several of which make a piece", () => {
    const long = sentence.repeat(6).trim();
    const pieces = cut([long, long, long, long].join("\n\n"));
    expect(pieces).toEqual([`${long}\n\n${long}`, `${long}\n\n${long}`]);
  });

  test("never within a code block, nor at what looks like a heading there", () => {
    const code = "```sh\n# not a heading\n\nmake all\n```";
    expect(cut(`# Build\n\n${code}\n\nDone.`)).toEqual([`${code}\n\nDone.`]);
    expect(cut("~~~\nopen to the end")).toEqual(["~~~\nopen to the end"]);
  });

  test("within a paragraph only when that alone is too long, and then between words", () => {
    const text = sentence.repeat(100).trim();
    const pieces = cut(text);
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(2000);
    expect(pieces.map((piece) => piece.trim()).join(" ")).toBe(text);
  });

  test("and no character is torn apart", () => {
    const text = "🙂".repeat(3000);
    expect(cut(text).join("")).toBe(text);
    for (const piece of cut(text)) expect(piece.length % 2).toBe(0);
  });

  test.each(["", " \n\n\t", "# Only a heading"])("into nothing when it is %j", (text) => {
    expect(chunksOf(text)).toEqual([]);
  });

  test.each(["\n", "\r\n", "\r"])("the same with lines that end in %j", (end) => {
    const lines = ["# One", "", "First", "goes on.", "", paragraph, "", "# Two", "", "Third."];
    expect(cut(lines.join(end))).toEqual([`First${end}goes on.${end}${end}${paragraph}`, "Third."]);
  });
});

test("between the pieces is nothing but white space and headings", () => {
  const random = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6];
  const parts = [
    "# H\n",
    "text here\n",
    "\n",
    "```\n",
    "- item\n",
    "    indented\n",
    "\r\n",
    "x".repeat(2500),
    "## G\n",
    "|a|b|\n",
  ];
  const text = random.map((n, at) => parts[(n * 7 + at) % parts.length]).join("");
  let at = 0;
  for (const { start, end } of chunksOf(text)) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThan(start);
    expect(text.slice(at, start)).toMatch(/^(\s|#.*)*$/);
    at = end;
  }
  expect(text.slice(at)).toMatch(/^(\s|#.*)*$/);
});
