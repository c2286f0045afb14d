import { describe, expect, test } from "vitest";
import { pluralOf, singularOf } from "@groundwork/plop-engine/names/words";
import { entityNames } from "./names.ts";

const namesOf = (typed: string, plural?: string) => {
  const { names, problems } = entityNames(typed, plural);
  expect(problems).toEqual([]);
  return names!;
};
const refusalOf = (typed: string, plural?: string) => {
  const { names, problems } = entityNames(typed, plural);
  expect(names).toBeNull();
  return problems[0]!;
};

test("every name follows from the one that was typed", () => {
  expect(namesOf("ticketItem")).toEqual({
    one: "ticketItem",
    table: "ticketItems",
    One: "TicketItem",
    Many: "TicketItems",
    fileOne: "ticket-item",
    fileMany: "ticket-items",
    words: "ticket item",
    manyWords: "ticket items",
    article: "a",
  });
});

test.each(["Ticket", "TICKET", "ticket"])("%s is ticket", (typed) => {
  expect(namesOf(typed)).toEqual(namesOf("ticket"));
});

test.each(["ticket-item", "ticket_item", "TicketItem", "Ticket-Item"])(
  "%s is ticketItem",
  (typed) => {
    expect(namesOf(typed)).toEqual(namesOf("ticketItem"));
  },
);

test.each([
  ["category", "categories"],
  ["person", "people"],
  ["status", "statuses"],
  ["box", "boxes"],
  ["mouse", "mice"],
  ["apiKey", "apiKeys"],
  ["URLRule", "urlRules"],
])("many of %s are %s", (one, many) => {
  expect(namesOf(one).table).toBe(many);
});

test("a given plural names the table, in any case", () => {
  expect(namesOf("series", "series-list")).toMatchObject({ one: "series", table: "seriesList" });
  expect(namesOf("axis", "axes")).toMatchObject({ one: "axis", table: "axes", fileMany: "axes" });
});

describe("a name is refused", () => {
  test.each([
    ["", "NAME_EMPTY"],
    ["   ", "NAME_EMPTY"],
    [" ticket", "NAME_SPACE"],
    ["ticket ", "NAME_SPACE"],
    ["../evil", "NAME_PATH"],
    ["/etc/passwd", "NAME_PATH"],
    ["a/b", "NAME_PATH"],
    ["a\\b", "NAME_PATH"],
    ["C:\\x", "NAME_PATH"],
    ["%2e%2e%2f", "NAME_PATH"],
    ["a\0b", "NAME_CHAR"],
    ["🎫", "NAME_CHAR"],
    ["cafe\u0301", "NAME_CHAR"],
    ["caf\u00e9", "NAME_CHAR"],
    ["a\u200fb", "NAME_CHAR"],
    ["t\u0430sk", "NAME_CHAR"],
    ["a<b", "NAME_CHAR"],
    ["ticket item", "NAME_CHAR"],
    ["2fa", "NAME_CHAR"],
    ["ticket-", "NAME_CHAR"],
    ["_ticket", "NAME_SYSTEM"],
    ["t".repeat(65), "NAME_LONG"],
    ["t".repeat(64), "NAME_LONG"],
    ["delete", "NAME_RESERVED"],
    ["class", "NAME_RESERVED"],
    ["constructor", "NAME_RESERVED"],
    ["toString", "NAME_RESERVED"],
    ["Date", "NAME_RESERVED"],
    ["api", "NAME_RESERVED"],
    ["internal", "NAME_RESERVED"],
    ["components", "NAME_RESERVED"],
    ["schema", "NAME_RESERVED"],
    ["http", "NAME_RESERVED"],
    ["crons", "NAME_RESERVED"],
    ["auth", "NAME_RESERVED"],
    ["convex", "NAME_RESERVED"],
    ["function", "NAME_RESERVED"],
    ["CON", "NAME_RESERVED"],
    ["nul", "NAME_RESERVED"],
    ["aux", "NAME_RESERVED"],
    ["tickets", "NAME_PLURAL"],
    ["news", "NAME_PLURAL"],
    ["sheep", "NAME_PLURAL"],
    ["equipment", "NAME_PLURAL"],
    ["axis", "NAME_PLURAL"],
    ["leaf", "NAME_PLURAL"],
    ["sms", "NAME_PLURAL"],
    ["data", "NAME_PLURAL"],
    ["settings", "NAME_PLURAL"],
    ["people", "NAME_PLURAL"],
  ])("%j with %s", (typed, code) => {
    expect(refusalOf(typed)).toMatchObject({ code, arg: typed, message: expect.any(String) });
  });

  test("with the character that is not seen", () => {
    expect(refusalOf("a\u200fb").message).toContain("\\u{200f}");
    expect(refusalOf("t\u0430sk").message).toContain("U+0430");
  });

  test("with a name to use", () => {
    expect(refusalOf("tickets")).toMatchObject({ fix: "ticket" });
    expect(refusalOf("openTickets")).toMatchObject({ fix: "openTicket" });
    expect(refusalOf("news").message).toContain("--plural");
  });

  test("for its plural", () => {
    expect(refusalOf("sheep", "sheep")).toMatchObject({ code: "NAME_PLURAL", arg: "sheep" });
    expect(refusalOf("sheep", "../x")).toMatchObject({ code: "NAME_PATH", arg: "../x" });
    expect(refusalOf("sheep", "crons")).toMatchObject({ code: "NAME_RESERVED" });
  });
});

test.each(["leave", "cache", "canvas", "cookie", "lens", "status", "address", "oasis", "movie"])(
  "%s has a plural that leads back to it",
  (word) => {
    const { names, problems } = entityNames(word);
    expect(problems).toEqual([]);
    expect(names!.table).toBe(pluralOf(word));
    expect(singularOf(names!.table)).toBe(word);
  },
);

test("an acronym is written as one, and keeps its place in code", () => {
  const { names } = entityNames("apiKey");
  expect(names).toMatchObject({ one: "apiKey", table: "apiKeys", fileMany: "api-keys" });
  expect(names).toMatchObject({ words: "API key", manyWords: "API keys", article: "an" });
  expect(entityNames("urlRule").names).toMatchObject({ words: "URL rule", article: "a" });
});
