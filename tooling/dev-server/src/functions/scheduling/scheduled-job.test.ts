import { describe, expect, test } from "vitest";
import { scriptedComponent } from "../../testing/scheduler-fixture.ts";
import { isVisibleSystemTable, visibleDocument } from "../syscalls/system-documents.ts";
import { newJob, type NewJob } from "./scheduled-job.ts";

const YEAR = 366 * 24 * 3600 * 1000;
const { analysis } = scriptedComponent({ "dir/m:f": { type: "Query" } });
const job = (changes: Partial<NewJob> = {}) =>
  newJob({
    component: "c1",
    udfPath: "dir/m:f",
    analysis,
    args: { a: 1 },
    scheduledTime: 2000,
    now: 1000,
    ...changes,
  });
const failure = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a new job", () => {
  test("waits for the time asked for, and starts at once when that is past", () => {
    expect(job()).toMatchObject({
      name: "dir/m.js:f",
      args: [{ a: 1 }],
      scheduledTime: 2000,
      nextTs: 2000,
      state: { kind: "pending" },
    });
    expect(job({ scheduledTime: 500 })).toMatchObject({ scheduledTime: 500, nextTs: 1000 });
  });

  test("of a cancelled parent is cancelled from the start", () => {
    const born = job({ parentId: "p", canceled: true });
    expect(born).toMatchObject({
      state: { kind: "canceled" },
      completedTime: 1000,
      parentId: "p",
    });
    expect(born).not.toHaveProperty("nextTs");
  });

  test("must have a module and an export to run; its type is looked at later", () => {
    expect(() => job({ udfPath: "gone:f" })).toThrow(
      failure(
        "InvalidScheduledFunction",
        /^Attempted to schedule function at nonexistent path: gone\.js$/,
      ),
    );
    expect(() => job({ udfPath: "dir/m:gone" })).toThrow(
      failure(
        "InvalidScheduledFunction",
        /no exported function gone found in the file: dir\/m\.js\. Did you forget to export it\?$/,
      ),
    );
    expect(() => job({ udfPath: "toString:f" })).toThrow(/nonexistent path/);
  });

  test("is within five years, in either direction", () => {
    expect(() => job({ scheduledTime: 1000 + 5 * YEAR })).not.toThrow();
    for (const scheduledTime of [1001 + 5 * YEAR, 999 - 5 * YEAR, Number.NaN, Infinity]) {
      expect(() => job({ scheduledTime })).toThrow(
        failure("InvalidScheduledFunctionDelay", /5 years/),
      );
    }
  });

  test("has at most 4 MiB of arguments", () => {
    const ofBytes = (bytes: number) => ({ a: "x".repeat(bytes - '{"a":""}'.length) });
    expect(() => job({ args: ofBytes(4 * 1024 * 1024) })).not.toThrow();
    expect(() => job({ args: ofBytes(4 * 1024 * 1024 + 1) })).toThrow(
      failure("ScheduledFunctionsArgumentsTooLarge", /4 MiB/),
    );
  });
});

describe("what user code sees", () => {
  test("of a job is its name, arguments, times and state", () => {
    const row = { _creationTime: 1, _id: "j", ...(job() as object) };
    expect(JSON.parse(visibleDocument("_scheduled_functions", JSON.stringify(row)))).toEqual({
      _creationTime: 1,
      _id: "j",
      name: "dir/m.js:f",
      args: [{ a: 1 }],
      scheduledTime: 2000,
      state: { kind: "pending" },
    });
  });

  test("of a file is all but the uuid of its URL", () => {
    const row = '{"_creationTime":1,"_id":"f","sha256":"x","size":2,"uuid":"secret"}';
    const seen = '{"_creationTime":1,"_id":"f","sha256":"x","size":2}';
    expect(visibleDocument("_storage", row)).toBe(seen);
  });

  test("of the system's other tables is nothing, of other documents everything", () => {
    expect(isVisibleSystemTable("_storage")).toBe(true);
    expect(isVisibleSystemTable("_environment_variables")).toBe(false);
    expect(isVisibleSystemTable("toString")).toBe(false);
    expect(visibleDocument("notes", '{"uuid":1}')).toBe('{"uuid":1}');
  });
});
