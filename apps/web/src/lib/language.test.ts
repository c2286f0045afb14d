// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { countText, dateText, language, listText, locale, moneyText, numberText } from "./language";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!./language*", "!../**/*.test.*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Ways to write a number or a date in a locale of one's own. */
const byHand = /\bIntl\.(?:\w+Format|PluralRules)\(|\.toLocale\w*\(/;

test("numbers, plurals and dates follow the language of the app, in one place", () => {
  const wrong = Object.keys(sources).filter((path) => byHand.test(sources[path]!));
  expect(wrong).toEqual([]);
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(byHand.test("count.toLocaleString()")).toBe(true);
  expect(byHand.test("new Intl.DateTimeFormat(undefined)")).toBe(true);
});

test("the page names the language", () => {
  expect(readFileSync("index.html", "utf8")).toContain(`<html lang="${language}">`);
  expect(new Intl.Locale(locale).language).toBe(language);
});

test("a count takes its plural form", () => {
  const forms = { one: "task", other: "tasks" };
  expect([0, 1, 2].map((count) => countText(count, forms))).toEqual([
    "0 tasks",
    "1 task",
    "2 tasks",
  ]);
  expect(countText(1, { other: "sheep" })).toBe("1 sheep");
  expect(numberText(1200)).toBe("1,200");
});

test("names are written as a list", () => {
  expect(listText(["Files"])).toBe("Files");
  expect(listText(["Files", "Tasks", "Threads"])).toBe("Files, Tasks, and Threads");
});

test("money is an amount in its currency", () => {
  expect(moneyText(999, "EUR")).toBe("€9.99");
  expect(moneyText(-150, "EUR")).toBe("-€1.50");
  expect(moneyText(999, "JPY")).toBe("¥999");
  expect(moneyText(undefined, "EUR")).toBeNull();
});

test("a date is written with the parts that are asked for", () => {
  expect(dateText({ year: "numeric" })(Date.UTC(2026, 5, 15))).toBe("2026");
});
