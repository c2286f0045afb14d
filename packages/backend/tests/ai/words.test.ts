import { describe, expect, test } from "vitest";
import { indexedWords, queryWords, stemOf, wordsOf } from "../../convex/model/ai/words.ts";

describe("words", () => {
  test("are lower case, and a compound name counts whole and in parts", () => {
    expect(wordsOf("The runAfter of MAX_SIZE")).toEqual([
      "the",
      "runafter",
      "run",
      "after",
      "of",
      "maxsize",
      "max",
      "size",
    ]);
  });

  test("in Chinese and Japanese are pairs of characters", () => {
    expect(wordsOf("東京都 ok")).toEqual(["東京", "京都", "ok"]);
  });

  test.each([
    ["schedules", "scheduled", "scheduling"],
    ["invoice", "invoices", "invoicing"],
    ["policy", "policies", "policies"],
    ["stop", "stopped", "stopping"],
  ])("%s, %s and %s have one stem", (...forms) => {
    expect(new Set(forms.map(stemOf)).size).toBe(1);
  });

  test.each(["is", "glass", "München", "x1", "été"])("%s is left alone", (word) => {
    expect(stemOf(word)).toBe(word);
  });
});

describe("what the full-text index gets", () => {
  test("of a text are its stems, without words that say nothing", () => {
    expect(indexedWords("The reports are scheduled")).toBe("report schedul");
  });

  test("of a question are at most sixteen words, the last of which no text has", () => {
    const long = Array.from({ length: 40 }, (_, n) => `word${n}`).join(" ");
    const words = queryWords(long).split(" ");
    expect(words).toHaveLength(16);
    expect(words.at(-1)).toBe("zzqx0");
    expect(queryWords("Which reports?")).toBe("report zzqx0");
  });

  test("of a question without a word that says anything is nothing", () => {
    expect([queryWords("what is the"), queryWords("🙂"), queryWords("")]).toEqual(["", "", ""]);
  });

  test("leaves out words that Convex would cut", () => {
    expect(indexedWords(`${"é".repeat(17)} short`)).toBe("short");
  });
});
