// Run as a process that is killed: commits for ever, and prints the number of each commit once it is durable.

import { randomBytes } from "node:crypto";
import { openDatabase } from "../engine/database.ts";
import { openReader } from "../engine/transactions/reader.ts";
import { APP } from "./test-queries.ts";

const [directory, first] = process.argv.slice(2) as [string, string];
const random = (length: number) => randomBytes(length);
const database = openDatabase({ directory, clock: Date, random });
const reader = openReader(directory);

/** Each commit adds two documents and changes one that is there, so that a torn one would show. */
for (let number = Number(first); ; number += 1) {
  const tx = reader.begin({ now: Date.now(), random });
  const pad = "x".repeat(number % 3000);
  const left = tx.insert(APP, "pairs", { number, side: "left", pad });
  tx.insert(APP, "pairs", { number, side: "right", pad });
  tx.patch(APP, left, { touched: true });
  const outcome = await database.commit(tx.submission());
  if (outcome.committed) process.stdout.write(`${number}\n`);
}
