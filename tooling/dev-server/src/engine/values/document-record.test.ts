import { expect, test } from "vitest";
import { seeded } from "../../testing/test-random.ts";
import { documentRecord, parseRecord } from "./document-record.ts";
import { canonicalDocument, type JsonObject } from "./value.ts";
import { USER_DOCUMENT_LIMITS } from "./value.ts";

const random = seeded(7);
const list = (length: number, number: () => number) => Array.from({ length }, number);
const text = (document: JsonObject) =>
  JSON.stringify(canonicalDocument(document, USER_DOCUMENT_LIMITS).value);

const precise = list(300, () => random() * 2 - 1);
const rounded = precise.map(Math.fround);

test.each<[string, JsonObject]>([
  ["numbers of full precision", { list: precise, name: "x" }],
  ["numbers of 32 bits", { list: rounded, name: "x" }],
  ["both, some in each other", { lists: [precise, rounded, [precise, { more: rounded }]] }],
  ["whole numbers", { list: list(300, () => Math.floor(random() * 1000)) }],
  [
    "edges",
    {
      list: list(
        300,
        () => [1e-320, 1.7976931348623157e308, 0.1, 1e21, 5e-324][Math.floor(random() * 5)]!,
      ),
    },
  ],
  [
    "what is no plain number",
    {
      list: [...precise, -0, Number.NaN, Infinity].map((n) =>
        Number.isFinite(n) && !Object.is(n, -0)
          ? n
          : { $float: Buffer.from(new Float64Array([n]).buffer).toString("base64") },
      ),
    },
  ],
  [
    "a text that looks like a list",
    {
      text: `[${precise.join(",")}]`,
      more: `[1.0,${precise.join(",")}]`,
      less: `[${precise.join(",")},]`,
    },
  ],
  [
    "a text with the marks",
    { text: "\u0001AAAA\u0001\u0002AAAA\u0002".repeat(100), list: precise },
  ],
  ["other values", { text: "ä日本".repeat(500), flag: true, none: null }],
])("a document of %s is read as it was written", (_, document) => {
  const stored = { text: text(document), size: 0x1234 };
  expect(parseRecord(documentRecord(stored))).toEqual(stored);
});

test.each([
  ["float64", precise, 11],
  ["float32", rounded, 6],
])("an embedding of %s takes few bytes", (_, embedding, most) => {
  const record = documentRecord({ text: text({ embedding }), size: 1 });
  expect(record.length).toBeLessThan(embedding.length * most);
});
