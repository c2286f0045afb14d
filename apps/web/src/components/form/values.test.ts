import { emailAddress, json, timestamp } from "@repo/validators/fields";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import {
  noneText,
  changeShape,
  dateText,
  filesText,
  formShape,
  jsonText,
  textOf,
} from "@/components/form/values";
import { validationSentence } from "@/components/form/validation-sentences";

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
  test("is null where a person says that there is none, or leaves a value blank that cannot be absent", () => {
    const nullable = z.object({ due: timestamp.nullable(), size: z.number().nullish() });
    const read = (due: string, size: string) => formShape(nullable).parse({ due, size });
    expect(read(noneText, noneText)).toEqual({ due: null, size: null });
    expect(read("", "")).toEqual({ due: null });
    expect(read("2030-01-31T10:20", "2")).toEqual({ due: since, size: 2 });
    const changed = changeShape(nullable, { due: noneText, size: "2" });
    expect(changed.parse({ due: noneText, size: noneText })).toEqual({ size: null });
  });

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

describe("what a form changes", () => {
  const row = z.object({
    title: z.string().min(1),
    note: z.string().optional(),
    quantity: z.number().int().min(1),
    since: timestamp,
    secret: z.string().min(1),
    tags: z.array(z.string()),
    file: z.string().optional(),
    data: json.optional(),
  });
  // The moment has seconds, which the control leaves out; the secret is never shown.
  const start = {
    title: "Milk",
    note: "x",
    quantity: "7",
    since: dateText(since + 12_345),
    secret: "",
    tags: "a\nb",
    file: filesText({ url: null, contentType: null, size: 1 }),
    data: jsonText({ a: 1 }),
  };
  const changes = (texts: Partial<typeof start>) =>
    changeShape(row, start).safeParse({ ...start, ...texts }, { error: validationSentence });

  test("is nothing when nothing was typed", () => {
    expect(changes({})).toEqual({ success: true, data: {} });
    expect(Object.keys(changes({}).data!)).toEqual([]);
  });

  test("is the fields with another text; what was emptied is taken away", () => {
    const { data } = changes({ title: "Bread", note: " ", tags: "", file: "", data: "" });
    expect(data).toEqual({ title: "Bread", note: null, tags: [], file: null, data: null });
    expect(changes({ since: "2030-01-31T10:21" }).data).toEqual({ since: since + 60_000 });
  });

  test("is refused where the row would be wrong, and no default fills it", () => {
    const { error } = changes({ title: "", quantity: "", data: "{" });
    expect(error?.issues.map(({ path, message }) => [path[0], message])).toEqual([
      ["title", "This field is required."],
      ["quantity", "This field is required."],
      ["data", expect.any(String)],
    ]);
  });

  test("of two editors leaves to each what only the other changed", () => {
    const [one, other] = [changes({ title: "Bread" }).data, changes({ quantity: "8" }).data];
    expect({ ...one, ...other }).toEqual({ title: "Bread", quantity: 8 });
  });
});

describe("files that are there", () => {
  test("are kept, or none", () => {
    const file = { url: null, contentType: null, size: 1 };
    expect([filesText(file), filesText([file, file])]).toEqual(["kept", "kept"]);
    expect([filesText(undefined), filesText([])]).toEqual(["", ""]);
  });
});
