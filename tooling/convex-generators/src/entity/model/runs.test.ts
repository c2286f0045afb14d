import { expect, test } from "vitest";
import { livingRuns, tieOf } from "./runs.ts";

const run = (command: string, input: object, id = "0001") => ({
  version: 1 as const,
  id: `${id}-${command}`,
  command,
  input,
  files: [],
});

test.each([
  ["entity", { name: "thing", fields: [] }, "own"],
  ["entity", { name: "part", fields: ["thingId:ref(things)"] }, null],
  ["field", { table: "things", fields: ["n:int?"] }, "own"],
  ["index", { table: "things", fields: ["n"] }, "own"],
  ["migration", { name: "fillThings", table: "notes" }, null],
  ["function", { name: "things.archive", kind: "mutation" }, "uses"],
  ["function", { name: "reports.total", args: ["id:ref(things)"] }, "uses"],
  ["function", { name: "reports.total", access: "things.read" }, "uses"],
  ["function", { name: "reports.things" }, null],
  ["cron", { title: "purge", runs: "things.purge" }, "uses"],
  ["http", { method: "GET", path: "/api/things", runs: "things.list" }, "uses"],
  ["job", { name: "thumbnails", of: "things" }, "uses"],
  ["page", { path: "all-of-them", query: "things.list", under: "admin" }, "uses"],
  ["rag", { table: "things" }, "uses"],
  ["role", { name: "clerk", grant: ["things.read:all"] }, null],
])("%s %j: %s", (command, input, tie) => {
  expect(tieOf(run(command, input), "things")).toBe(tie);
});

test("a removal ends what made an entity, and with --allow-uses what was made for its rows", () => {
  const made = run("entity", { name: "thing", fields: [] }, "0001");
  const used = run("cron", { title: "purge", runs: "things.purge" }, "0002");
  const gone = run("remove", { names: ["things"] }, "0003");
  const again = run("entity", { name: "thing", fields: [] }, "0004");
  expect(livingRuns([made, used, gone, again])).toEqual([used, gone, again]);
  const all = run("remove", { names: ["things"], allowUses: true }, "0003");
  expect(livingRuns([made, used, all, again])).toEqual([all, again]);
});
