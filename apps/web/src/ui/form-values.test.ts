import { emailAddress, json, timestamp } from "@repo/validators/fields";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { dateText, formShape, jsonText, textOf } from "./form-values.ts";

const shape = z.object({
  title: z.string().min(1),
  note: z.string().optional(),
  count: z.number().int(),
  weight: z.number().nullish(),
  isDone: z.boolean(),
  status: z.enum(["open", "done"]).default("open"),
  due: timestamp.optional(),
  since: timestamp,
  mail: emailAddress.optional(),
  tags: z.array(z.string().trim()).max(2),
  sizes: z.array(z.number()).optional(),
  data: json.optional(),
});
const blank = {
  title: "",
  note: "",
  count: "",
  weight: "",
  isDone: "",
  status: "",
  due: "",
  since: "",
  mail: "",
  tags: "",
  sizes: "",
  data: "",
};
const right = { ...blank, title: "Milk", count: "2", since: "2030-01-31T10:20" };
const since = new Date(2030, 0, 31, 10, 20).getTime();
const form = formShape(shape);
const wrongIn = (values: typeof blank) =>
  form.safeParse(values).error?.issues.map(({ path }) => path.join("."));

describe("what controls hold", () => {
  test("becomes what the server takes; what is blank is left out", () => {
    expect(form.parse(right)).toEqual({
      title: "Milk",
      count: 2,
      isDone: false,
      status: "open",
      since,
      tags: [],
    });
  });

  test("may be all of it", () => {
    const full = {
      title: " Milk ",
      note: "x",
      count: "-3",
      weight: "1.5",
      isDone: "true",
      status: "done",
      due: "2030-01-31T10:20",
      since: "2030-01-31T10:20",
      mail: "ann@EXAMPLE.com",
      tags: "a\n\n b \n",
      sizes: "1\n2",
      data: '{"a":[1]}',
    };
    expect(form.parse(full)).toEqual({
      title: " Milk ",
      note: "x",
      count: -3,
      weight: 1.5,
      isDone: true,
      status: "done",
      due: since,
      since,
      mail: "ann@example.com",
      tags: ["a", "b"],
      sizes: [1, 2],
      data: { a: [1] },
    });
  });

  test("is refused where the server would refuse it", () => {
    expect(wrongIn(blank)).toEqual(["title", "count", "since"]);
    expect(wrongIn({ ...right, count: "two" })).toEqual(["count"]);
    expect(wrongIn({ ...right, count: "1.5" })).toEqual(["count"]);
    expect(wrongIn({ ...right, since: "tomorrow" })).toEqual(["since"]);
    expect(wrongIn({ ...right, status: "lost" })).toEqual(["status"]);
    expect(wrongIn({ ...right, mail: "ann" })).toEqual(["mail"]);
    expect(wrongIn({ ...right, tags: "a\nb\nc" })).toEqual(["tags"]);
    expect(wrongIn({ ...right, data: "{" })).toEqual(["data"]);
  });
});

describe("values become texts", () => {
  test("which become the same values again", () => {
    const value = form.parse({ ...right, sizes: "1\n2", data: '{"a":1}', weight: "0.1" });
    const again = form.parse({
      ...blank,
      title: value.title,
      count: textOf(value.count),
      weight: textOf(value.weight ?? undefined),
      isDone: textOf(value.isDone),
      status: value.status,
      since: dateText(value.since),
      tags: textOf(value.tags),
      sizes: textOf(value.sizes),
      data: jsonText(value.data),
    });
    expect(again).toEqual(value);
  });

  test("and nothing becomes an empty text", () => {
    expect([textOf(undefined), dateText(undefined), jsonText(undefined)]).toEqual(["", "", ""]);
    expect([textOf(0), textOf(false), jsonText(null)]).toEqual(["0", "false", "null"]);
  });
});
