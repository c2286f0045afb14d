import { describe, expect, onTestFinished, test } from "vitest";
import { insertRows, testDatabase } from "../../testing/test-database.ts";
import { APP, collect, range, scan } from "../../testing/test-queries.ts";
import { openReader } from "../transactions/reader.ts";
import { DEFAULT_LIMITS, Meter } from "./meter.ts";

async function worker(documents = 0) {
  const db = await testDatabase({ tables: { notes: { indexes: { by_n: ["n"] } } } });
  if (documents > 0) {
    const rows = Array.from({ length: documents }, (_, n) => ({ n, pad: "x".repeat(20) }));
    insertRows(db, "notes", rows);
  }
  const reader = openReader(db.directory);
  onTestFinished(() => reader.close());
  let seed = 0;
  const random = (length: number) => {
    const bytes = new Uint8Array(length);
    new DataView(bytes.buffer).setUint32(0, (seed += 1));
    return bytes;
  };
  return { db, tx: reader.begin({ now: Date.now(), random }) };
}

describe("limits of a function", () => {
  test("32,000 documents read, filtered ones too", async () => {
    const { tx } = await worker(32_001);
    const query = scan("notes", [{ filter: false }]);
    expect(() => collect(tx, query)).toThrow(
      expect.objectContaining({
        code: "TooManyDocumentsRead",
        message: expect.stringContaining(
          "Too many documents read in a single function execution (limit: 32000).",
        ) as string,
      }),
    );
  });

  test("4,096 database calls", async () => {
    const { tx } = await worker(1);
    for (let i = 0; i < 4096; i++) collect(tx, range("notes.by_n", [["Eq", "n", i + 5]]));
    expect(() => collect(tx, scan("notes"))).toThrow(
      expect.objectContaining({ code: "TooManyReads" }),
    );
  });

  test("16 MiB read", async () => {
    const { db, tx: early } = await worker();
    expect(early.metrics().bytesRead.used).toBe(0);
    const pad = "x".repeat(1_040_000);
    insertRows(
      db,
      "big",
      Array.from({ length: 17 }, () => ({ pad })),
    );
    const reader = openReader(db.directory);
    onTestFinished(() => reader.close());
    const tx = reader.begin({ now: 0, random: (n) => new Uint8Array(n) });
    expect(() => collect(tx, scan("big"))).toThrow(
      expect.objectContaining({ code: "TooManyBytesRead" }),
    );
  });

  test("16,000 documents written", async () => {
    const { tx } = await worker();
    for (let n = 0; n < 16_000; n++) tx.insert(APP, "notes", { n });
    expect(() => tx.insert(APP, "notes", {})).toThrow(
      "Too many writes in a single function execution (limit: 16000)",
    );
  });

  test("16 MiB written", async () => {
    const { tx } = await worker();
    const pad = "x".repeat(1_040_000);
    for (let n = 0; n < 16; n++) tx.insert(APP, "notes", { pad });
    expect(() => tx.insert(APP, "notes", { pad })).toThrow(
      expect.objectContaining({ code: "TooManyBytesWritten" }),
    );
  });

  test("1,000 functions scheduled, with 16 MiB of arguments", async () => {
    const { tx } = await worker();
    for (let i = 0; i < 1000; i++) tx.countScheduled(1);
    expect(() => tx.countScheduled(1)).toThrow(
      expect.objectContaining({ code: "TooManyFunctionsScheduled" }),
    );
    const { tx: other } = await worker();
    other.countScheduled(16 * 1024 * 1024);
    expect(() => other.countScheduled(1)).toThrow(
      expect.objectContaining({ code: "ScheduledFunctionsArgumentsTooLarge" }),
    );
  });
});

test("rows of the backend's own tables may be large and count for no limit", async () => {
  const { tx, db } = await worker();
  const ns = { ...APP, system: true };
  const args = "x".repeat(4 * 1024 * 1024);
  const jobs = Array.from({ length: 5 }, () => tx.insert(ns, "_scheduled_functions", { args }));
  const { documentsWritten, bytesWritten } = tx.metrics();
  expect([documentsWritten.used, bytesWritten.used]).toEqual([0, 0]);
  await db.commit(tx.submission());
  const row = db.read((reading) => reading.get(ns, jobs[4]!, "_scheduled_functions")).value;
  expect(JSON.parse(row ?? "")).toMatchObject({ args });
  expect(() => tx.insert(APP, "notes", { args })).toThrow(
    expect.objectContaining({ code: "ValueTooLargeError" }),
  );
});

test("metrics grow while a stream is read", async () => {
  const { tx } = await worker(10);
  const stream = tx.query(APP, range("notes.by_n"));
  for (let i = 1; i <= 5; i++) {
    stream.next();
    const { documentsRead, bytesRead, databaseQueries } = tx.metrics();
    expect(documentsRead).toEqual({ used: i, remaining: 32_000 - i });
    expect(bytesRead.used).toBeGreaterThan(i * 20);
    expect(databaseQueries.used).toBe(1);
  }
});

describe("a tighter limit", () => {
  test("holds for what follows, until it is reset", () => {
    const meter = new Meter(DEFAULT_LIMITS);
    meter.add("documentsRead", 10);
    const undo = meter.limit({ documentsRead: 5 });
    expect(meter.metrics().documentsRead).toEqual({ used: 10, remaining: 5 });
    meter.add("documentsRead", 5);
    expect(() => meter.add("documentsRead", 1)).toThrow("(limit: 5)");
    undo();
    meter.add("documentsRead", 1);
    expect(meter.metrics().documentsRead.remaining).toBe(32_000 - 16);
  });

  test("inside another never widens it", () => {
    const meter = new Meter(DEFAULT_LIMITS);
    meter.limit({ documentsWritten: 3 });
    meter.limit({ documentsWritten: 100 });
    expect(meter.metrics().documentsWritten.remaining).toBe(3);
  });
});
