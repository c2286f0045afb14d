import { describe, expect, test } from "vitest";
import { chunksOf } from "../../convex/model/knowledge/chunks.ts";
import { textOfHtml } from "../../convex/model/knowledge/html.ts";

const MANY = 400_000;
const blanks = " ".repeat(MANY);

test("a page that is one form is read, without its fields", () => {
  const page =
    "<body><form><h1>Rules</h1>Mind the gap.<p>All of the page.</p><label>Town</label>" +
    "<select><option>Bonn</option></select><textarea>draft</textarea><button>Save</button></form>End";
  expect(textOfHtml(page).text).toBe("# Rules\n\nMind the gap.\n\nAll of the page.\n\nTown\n\nEnd");
});

// The author of a source chooses its text. An expression that tries again from each blank would need
// hours for these, and no job could stop it.
describe("a text that was made to be slow to read", () => {
  test.each([
    ["code with blanks within", `<pre>a${blanks}b</pre>`, "a"],
    ["code of blanks", `<p>a</p><pre>${blanks}</pre>`, "a"],
    ["blanks written as signs", `<p>a${"&#32;".repeat(MANY)}b</p>`, "a b"],
  ])("as a page of %s is read at once", (_what, html, start) => {
    expect(
      textOfHtml(html)
        .text.replace(/^```\n/, "")
        .startsWith(start),
    ).toBe(true);
  });

  test("as a page of elements within elements is refused", () => {
    expect(() => textOfHtml("<b>".repeat(MANY))).toThrow("nested too deeply");
    expect(textOfHtml("<p><br>".repeat(5000) + "end").text).toBe("end");
  });

  test("as a heading of blanks is cut at once", () => {
    expect(chunksOf(`# a${blanks}b #\n\ntext`)).toMatchObject([{ headings: ["a"] }]);
  });

  test("as a long heading is not repeated by every piece", () => {
    const [piece] = chunksOf(`# ${"h".repeat(MANY)}\n\ntext`);
    expect(piece!.headings[0]!.length).toBeLessThanOrEqual(200);
  });
});

test("is read no further than its text may be long", () => {
  const most = 1000;
  const page = `<p>${"So it goes. ".repeat(100)}</p>`;
  expect(() => textOfHtml(page, most)).toThrow("over 1000 characters");
  // What is never shown does not count, and what follows the limit is not even parsed.
  expect(textOfHtml(`<script>${page}</script><p>Short.`, most).text).toBe("Short.");
  const far = "x".repeat(200_000);
  expect(() => textOfHtml(far + "<b>".repeat(2000), most)).toThrow("over 1000 characters");
});
