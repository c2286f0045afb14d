import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  calendarDay,
  durationInSeconds,
  emailAddress,
  fieldLimits,
  int64,
  json,
  moneyIn,
  singleLine,
  timeOfDay,
  timestamp,
  toSingleLine,
  units,
  webAddress,
} from "../src/fields.ts";
import { file } from "../src/files/files.ts";
import { task } from "../src/tasks.ts";
import { team } from "../src/teams/teams.ts";
import { user } from "../src/accounts/users.ts";

describe("an e-mail address", () => {
  test("loses the space around it, and the case of its host", () => {
    expect(emailAddress.parse(" Ann.Lee@Example.COM\n")).toBe("Ann.Lee@example.com");
  });

  test.each(["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", null, 1])(
    "that reads %j is refused",
    (value) => expect(emailAddress.safeParse(value).success).toBe(false),
  );

  test("has an end", () => {
    const { max } = fieldLimits.emailAddress;
    const host = `@${"x".repeat(60)}.example`;
    const ofLength = (length: number) => "a".repeat(length - host.length) + host;
    expect(emailAddress.safeParse(ofLength(max)).success).toBe(true);
    expect(emailAddress.safeParse(ofLength(max + 1)).success).toBe(false);
  });
});

describe("a web address", () => {
  test.each(["https://example.com", "http://example.com/a?b=c#d", " https://bücher.example/ "])(
    "may be %s",
    (value) => expect(webAddress.parse(value)).toBe(value.trim()),
  );

  test.each(["", "example.com", "javascript:alert(1)", "data:text/html,x", "ftp://a.b", null])(
    "that reads %j is refused",
    (value) => expect(webAddress.safeParse(value).success).toBe(false),
  );

  test("has an end", () => {
    const long = `https://example.com/${"x".repeat(fieldLimits.webAddress.max)}`;
    expect(webAddress.safeParse(long).success).toBe(false);
  });
});

describe("a text on a single line", () => {
  const shape = singleLine({ min: 1, max: 12 });

  test("loses the space around it, and keeps what people write with", () => {
    expect(shape.parse(" Zoë 👩‍💻 می‌ \n")).toBe("Zoë 👩‍💻 می‌");
    expect(shape.safeParse("  ").success).toBe(false);
    expect(shape.safeParse("x".repeat(13)).success).toBe(false);
  });

  test.each(["a\nb", "a\rb", "a\tb", "a\0b", "a\u001bb", "a\u0085b", "a\u2028b", "a\u2029b"])(
    "is not %j",
    (text) => {
      expect(shape.safeParse(text).success).toBe(false);
      expect(toSingleLine(` ${text}\n`)).toBe("a b");
    },
  );

  test.each([
    ["user", user.shape.name],
    ["team", team.shape.name],
    ["task", task.shape.title],
    ["file", file.shape.name],
  ])("is what names a %s", (_what, name) => {
    expect(name.safeParse("Ann\n\nYour account is locked").success).toBe(false);
  });
});

test.each([
  [0, true],
  [fieldLimits.timestamp.max, true],
  [-1, false],
  [fieldLimits.timestamp.max + 1, false],
  [0.5, false],
  [NaN, false],
  [Infinity, false],
  ["2030-01-01", false],
])("a timestamp of %j: %s", (value, accepted) => {
  expect(timestamp.safeParse(value).success).toBe(accepted);
});

test.each([
  ["2030-01-31", true],
  [" 2028-02-29 ", true],
  ["2030-02-29", false],
  ["2030-1-31", false],
  ["31.01.2030", false],
  ["12030-01-31", false],
  ["", false],
  [0, false],
])("a day of the calendar of %j: %s", (value, accepted) => {
  expect(calendarDay.safeParse(value).success).toBe(accepted);
});

test.each([
  ["00:00", true],
  [" 23:59", true],
  ["24:00", false],
  ["9:30", false],
  ["09:60", false],
  ["09:30:00", false],
  [930, false],
])("a time of day of %j: %s", (value, accepted) => {
  expect(timeOfDay.safeParse(value).success).toBe(accepted);
});

test.each([
  [fieldLimits.int64.min, true],
  [fieldLimits.int64.max, true],
  [fieldLimits.int64.min - 1n, false],
  [fieldLimits.int64.max + 1n, false],
  [1, false],
])("a bigint of %s: %s", (value, accepted) => {
  expect(int64.safeParse(value).success).toBe(accepted);
});

describe("what counts something", () => {
  const price = moneyIn("EUR").min(0);

  test("is whole", () => {
    const accepts = (shape: z.ZodType, value: unknown) => shape.safeParse(value).success;
    expect([0, 999, -1, 0.5, "1"].map((value) => accepts(price, value))).toEqual([
      ...[true, true, false, false, false],
    ]);
    expect([0, 60, 0.5].map((value) => accepts(durationInSeconds, value))).toEqual([
      ...[true, true, false],
    ]);
  });

  test("keeps its unit when it is narrowed", () => {
    expect(units.get(price)).toEqual({ kind: "money", currency: "EUR" });
    expect(units.get(durationInSeconds.min(1).max(9))).toEqual({ kind: "seconds" });
    expect(units.get(z.number())).toBeUndefined();
  });
});

describe("JSON", () => {
  test.each([[null], [0], [""], [[]], [{ a: [1, { b: null }] }]])("may be %j", (value) => {
    expect(json.parse(value)).toEqual(value);
  });

  test("is neither nothing, nor what it cannot write down, nor without an end", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const long = "x".repeat(fieldLimits.json.max);
    for (const value of [undefined, 1n, loop, long]) {
      expect(json.safeParse(value).success).toBe(false);
    }
  });
});
