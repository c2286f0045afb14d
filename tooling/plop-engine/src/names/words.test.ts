import { expect, test } from "vitest";
import { articleOf, labelOf, singularName, withoutAccents } from "./words.ts";

test.each([
  ["order", "an"],
  ["user", "a"],
  ["unit", "a"],
  ["umbrella", "an"],
  ["hour", "an"],
  ["house", "a"],
  ["ticket", "a"],
  ["uninstall", "an"],
])("%s takes the article %s", (word, article) => {
  expect(articleOf(word)).toBe(article);
});

test("a label is spelled as in a sentence", () => {
  expect(labelOf("dueAt")).toBe("Due at");
  expect(labelOf("title")).toBe("Title");
  expect(labelOf("line1")).toBe("Line 1");
  expect(labelOf("siteUrl")).toBe("Site URL");
  expect(labelOf("imageUrls")).toBe("Image URLs");
  expect(labelOf("sku")).toBe("SKU");
});

test.each([
  ["openTickets", "openTicket"],
  ["people", "person"],
  ["caches", "cache"],
  ["URLRules", "urlRule"],
])("one of %s is %s", (many, one) => {
  expect(singularName(many)).toBe(one);
});

test("accents go, the letters stay", () => {
  expect(withoutAccents("añejo")).toBe("anejo");
  expect(withoutAccents("Élan vital")).toBe("Elan vital");
  expect(withoutAccents("ticket_2")).toBe("ticket_2");
});
