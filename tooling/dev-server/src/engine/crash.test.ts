import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder, testDatabase } from "../testing/test-database.ts";
import { APP, collect, range } from "../testing/test-queries.ts";
import { seeded } from "../testing/test-random.ts";
import type { EngineDatabase } from "./database.ts";
import { openDatabase } from "./database.ts";

const WRITER = fileURLToPath(new URL("../testing/crash-writer.ts", import.meta.url));
const TABLES = { pairs: { indexes: { by_number: ["number", "side"] } } };

/** Lets a writer commit until a random moment, kills it, and returns the last commit it vouched for. */
async function killedWriter(
  directory: string,
  first: number,
  random: () => number,
): Promise<number> {
  const writer = spawn(process.execPath, ["--import", "tsx", WRITER, directory, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  let lines = 0;
  const enough = 5 + Math.floor(random() * 60);
  const closed = once(writer, "close");
  writer.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
    lines = printed.split("\n").length - 1;
    if (lines >= enough) writer.kill("SIGKILL");
  });
  await closed;
  expect(lines).toBeGreaterThanOrEqual(enough);
  return Number(printed.split("\n").at(-2));
}

function checkWhole(db: EngineDatabase, acknowledged: number): number {
  const { value: rows } = db.read((tx) => collect(tx, range("pairs.by_number")));
  const { value: byId } = db.read((tx) => collect(tx, range("pairs.by_id")));
  expect(byId.map(({ _id }) => _id).sort()).toEqual(rows.map(({ _id }) => _id).sort());
  expect(db.read((tx) => tx.count(APP, "pairs")).value).toBe(rows.length);
  const last = rows.length / 2;
  expect(last).toBeGreaterThanOrEqual(acknowledged);
  rows.forEach((row, i) => {
    const side = i % 2 === 0 ? "left" : "right";
    expect(row).toMatchObject({ number: Math.floor(i / 2) + 1, side });
    if (side === "left") expect(row["touched"]).toBe(true);
  });
  return last;
}

test("a process killed at any moment loses no acknowledged commit and leaves none half done", async () => {
  const random = seeded(7);
  const directory = await temporaryFolder();
  await (await testDatabase({ directory, tables: TABLES })).close();
  let last = 0;
  let ts = 0n;
  for (let round = 0; round < 5; round++) {
    const acknowledged = await killedWriter(directory, last + 1, random);
    const db = openDatabase({ directory, clock: Date, random: (n) => new Uint8Array(n) });
    try {
      last = checkWhole(db, acknowledged);
      expect(db.latestTs()).toBeGreaterThan(ts);
      ts = db.latestTs();
    } finally {
      await db.close();
    }
  }
});
