// How much of the disk documents take: a few times their text, whatever indexes their table has.

import { expect, test } from "vitest";
import type { IndexDefinition, JsonValue } from "../../kernel/database-types.ts";
import { insertRows, testDatabase, type TestTables } from "../../testing/test-database.ts";
import { seeded } from "../../testing/test-random.ts";
import { liveBytes } from "./live-bytes.ts";

const ROWS = 200;
const ROWS_OF_A_COMMIT = 100;

/** Words of seven letters; none is there twice, as in a text of no language. */
function strangeWords(count: number, seed: number): string {
  const random = seeded(seed);
  const word = () => random().toString(36).slice(2, 9);
  return Array.from({ length: count }, word).join(" ");
}

/** Words as a text has them: few that are common, many that are rare. */
function plainWords(count: number, seed: number): string {
  const random = seeded(seed);
  const word = () => `word${Math.floor(random() ** 3 * 5000)}`;
  return Array.from({ length: count }, word).join(" ");
}

/** How many times the bytes of the texts the database grows by rows that are put in. */
async function growth(
  table: TestTables[string],
  texts: string[],
  more: (n: number) => Record<string, JsonValue> = () => ({}),
): Promise<number> {
  const db = await testDatabase({ tables: { pieces: table } });
  const rows: JsonValue[] = texts.map((text, n) => {
    return { text, n, team: `team${n % 3}`, status: "ready", ...more(n) };
  });
  const before = await liveBytes(db.directory);
  for (let from = 0; from < rows.length; from += ROWS_OF_A_COMMIT) {
    insertRows(db, "pieces", rows.slice(from, from + ROWS_OF_A_COMMIT));
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return ((await liveBytes(db.directory)) - before) / bytes;
}

const searched: IndexDefinition = {
  kind: "search",
  name: "search_text",
  searchField: "text",
  filterFields: ["team"],
  staged: false,
};
const textsOf = (words: (count: number, seed: number) => string) =>
  Array.from({ length: ROWS }, (_, n) => words(200 + (n % 50), n));

test.each([
  ["strange words", strangeWords],
  ["plain words", plainWords],
])("a text of %s that can be searched takes a few times its bytes", async (_, words) => {
  expect(await growth({ more: [searched] }, textsOf(words))).toBeLessThan(8);
});

test("an embedding takes 8 bytes a number, and 4 where it is searched", async () => {
  const numbers = 1024;
  const random = seeded(1);
  const embedding = () => ({ vector: Array.from({ length: numbers }, () => random() - 0.5) });
  const index: IndexDefinition = {
    kind: "vector",
    name: "by_vector",
    vectorField: "vector",
    dimensions: numbers,
    filterFields: ["team"],
    staged: false,
  };
  const texts = Array.from({ length: 100 }, () => "x".repeat(numbers));
  // Base64 takes a third more, and what does not fit a page takes whole ones.
  expect(await growth({ more: [index] }, texts, embedding)).toBeLessThan((8 + 4) * 2);
});

test("each index of a table takes a bounded share of a small row", async () => {
  const small = Array.from({ length: 1000 }, (_, n) => `row ${n} `.padEnd(100, "x"));
  const none = await growth({}, small);
  const fields = ["n", "team", "status"];
  const indexes = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`by_${n}`, [fields[n % 3]!, fields[(n + 1) % 3]!]]),
  );
  const nine = await growth({ indexes }, small);
  expect(none).toBeLessThan(6);
  // Of 100 bytes: a key of two values, the creation time and the id.
  expect((nine - none) / 9).toBeLessThan(1.7);
});
