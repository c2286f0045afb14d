import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { layout, samplePlan, sampleFiles, scratch } from "../../test/sample.ts";
import { applyPlan } from "./apply.ts";
import { realDisk } from "../disk.ts";
import { diagnose } from "./doctor.ts";
import { places } from "../places.ts";

let copy: ReturnType<typeof scratch>;

beforeEach(() => {
  copy = scratch({ ...sampleFiles, ".gitignore": ".groundwork/\n", "generators/a.ts": "" });
});
afterEach(() => copy.remove());

const problems = () =>
  diagnose(copy.root, copy.tree).flatMap(({ what, problems }) =>
    problems.map(({ code, arg }) => ({ what, code, arg })),
  );

describe("what is wrong is reported:", () => {
  test("a run that was cut short", async () => {
    let moves = 0;
    const fail = () => {
      throw new Error("gone");
    };
    const move = (from: string, to: string) => (++moves > 2 ? fail() : realDisk.move(from, to));
    const disk = { ...realDisk, move, remove: fail };
    await expect(applyPlan(copy.root, samplePlan(copy.root), { disk })).rejects.toThrow();
    expect(problems()).toEqual([
      { what: "unfinished runs", code: "RUN_UNFINISHED", arg: undefined },
    ]);
  });

  test("a git repository that does not ignore the state", () => {
    copy.write(".gitignore", "");
    copy.commit();
    expect(problems().map(({ code }) => code)).toEqual(["STATE_NOT_IGNORED"]);
  });

  test("records that are broken, or have one number", async () => {
    const { record } = await applyPlan(copy.root, samplePlan(copy.root));
    const twin = { ...record, id: "0001-entity-orders" };
    copy.write("generators/runs/0001-entity-orders.json", JSON.stringify(twin));
    expect(problems()).toEqual([
      { what: places.runs, code: "RUN_TWIN", arg: "0001-entity-tickets" },
    ]);
    copy.write("generators/runs/0002.json", "{}");
    expect(problems().map(({ code, arg }) => [code, arg])).toEqual([
      ["RECORD_BROKEN", "generators/runs/0002.json"],
    ]);
  });
});

test("files that are a person's by now are named, and are no problem", async () => {
  await applyPlan(copy.root, samplePlan(copy.root));
  copy.write(layout.backendModule("tickets"), "// Mine.\n");
  expect(problems()).toEqual([]);
  const notes = diagnose(copy.root, copy.tree).flatMap(({ notes }) => notes);
  expect(notes).toEqual([
    `${layout.backendModule("tickets")} of 0001-entity-tickets was edited, and is yours by now.`,
  ]);
});

test("a file that a person removed is named, and one that a later run removed is not", async () => {
  const record = (await applyPlan(copy.root, samplePlan(copy.root))).record!;
  const path = layout.backendModule("tickets");
  rmSync(join(copy.root, path));
  const notes = () => diagnose(copy.root, copy.tree).flatMap((finding) => finding.notes);
  expect(notes()).toEqual([`${path} of ${record.id} was removed by hand.`]);
  const files = record.files.filter((file) => file.path === path);
  const removal = { ...record, id: "0002-remove-tickets" };
  const removed = files.map(({ base: _base, ...file }) => ({ ...file, hash: null }));
  copy.write(`${places.runs}/${removal.id}.json`, JSON.stringify({ ...removal, files: removed }));
  expect(notes()).toEqual([]);
});
