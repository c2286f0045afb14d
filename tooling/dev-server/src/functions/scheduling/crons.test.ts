import { afterEach, describe, expect, test, vi } from "vitest";
import type { Transaction } from "../../kernel/database-types.ts";
import type { CronSpec, Deployment } from "../../kernel/function-types.ts";
import {
  manualTime,
  openFixture,
  scriptedComponent,
  scriptedDeployment,
  settled,
  temporaryDirectory,
  type Fixture,
  type ScriptedFunctions,
} from "../../testing/scheduler-fixture.ts";
import { systemTables } from "./scheduled-job.ts";
import { createScheduler } from "./scheduler.ts";

const HOUR = 3600 * 1000;
/** 2023-11-14T22:00:00Z */
const TEN_PM = 1_700_000_000_000 - ((1_700_000_000_000 % HOUR) + 0);
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  vi.restoreAllMocks();
});

const every = (seconds: number, name = "m:f"): CronSpec => ({
  name,
  args: [{}],
  schedule: { type: "interval", seconds },
});
const hourly = (minuteUTC: number, name = "m:f"): CronSpec => ({
  name,
  args: [{}],
  schedule: { type: "hourly", minuteUTC },
});

async function open(functions: ScriptedFunctions) {
  const directory = await temporaryDirectory();
  cleanUps.push(directory.remove);
  const time = manualTime(TEN_PM);
  let version = 1;
  const deploymentOf = (crons: Record<string, CronSpec>): Deployment =>
    scriptedDeployment(version++, scriptedComponent(functions, crons));
  const fixture = openFixture(directory.path, {
    deployment: deploymentOf({}),
    functions,
    clock: time.clock,
  });
  cleanUps.push(() => fixture.database.close());
  const scheduler = createScheduler({ ...fixture, setTimer: time.setTimer });
  cleanUps.push(() => scheduler.stop());
  return {
    ...fixture,
    time,
    scheduler,
    async push(crons: Record<string, CronSpec>) {
      const deployment = deploymentOf(crons);
      await fixture.runner.activate(deployment);
      const { components: _components, ...diff } = scheduler.deployCrons(deployment);
      await settled();
      return diff;
    },
  };
}

async function started(functions: ScriptedFunctions) {
  const started = await open(functions);
  await started.scheduler.start();
  return started;
}

const count = (tx: Transaction) => void tx.insert({ component: "" }, "effects", {});
const counting: ScriptedFunctions = { "m:f": { type: "Mutation", run: count } };
const runs = (fixture: Pick<Fixture, "rows">) => fixture.rows("effects").length;
const statuses = (fixture: Pick<Fixture, "rows">) =>
  fixture.rows("_cron_job_logs").map(({ status }) => status);
const oneRow = (fixture: Pick<Fixture, "rows">) => {
  const rows = fixture.rows("_cron_jobs");
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
};

describe("a push", () => {
  test("runs an interval at once when it is new, and not again on the next push", async () => {
    const fixture = await started(counting);
    expect(await fixture.push({ tick: every(60) })).toEqual({
      added: ["tick"],
      updated: [],
      deleted: [],
    });
    expect(runs(fixture)).toBe(1);
    await fixture.time.advance(30_000);
    expect(await fixture.push({ tick: every(60) })).toEqual({
      added: [],
      updated: [],
      deleted: [],
    });
    expect(runs(fixture)).toBe(1);
    await fixture.time.advance(30_000);
    expect(runs(fixture)).toBe(2);
  });

  test("gives a calendar job its next time and does not run it", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: hourly(15) });
    expect(oneRow(fixture)).toMatchObject({ nextTs: TEN_PM + HOUR / 4 });
    await fixture.time.advance(HOUR / 4 - 1);
    expect(runs(fixture)).toBe(0);
    await fixture.time.advance(1);
    expect(runs(fixture)).toBe(1);
    expect(oneRow(fixture)).toMatchObject({ nextTs: TEN_PM + HOUR / 4 + HOUR });
  });

  test("that changes the target keeps the time; one that changes the schedule does not", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: hourly(15) });
    const changed = { ...hourly(15), args: [{ a: 1 }] };
    expect(await fixture.push({ tick: changed })).toMatchObject({ updated: ["tick"] });
    expect(oneRow(fixture)).toMatchObject({
      nextTs: TEN_PM + HOUR / 4,
      cronSpec: { args: [{ a: 1 }] },
    });
    expect(await fixture.push({ tick: hourly(45) })).toMatchObject({ updated: ["tick"] });
    expect(oneRow(fixture)).toMatchObject({ nextTs: TEN_PM + (3 * HOUR) / 4 });
  });

  test("with a shorter interval counts from the last run", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: every(3600) });
    await fixture.time.advance(10_000);
    await fixture.push({ tick: every(60) });
    expect(oneRow(fixture)).toMatchObject({ nextTs: TEN_PM + 60_000 });
    await fixture.push({ tick: every(5) });
    expect(runs(fixture)).toBe(2);
  });

  test("without the job removes it and its logs", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: every(60) });
    expect(fixture.rows("_cron_job_logs")).toHaveLength(1);
    expect(await fixture.push({})).toEqual({ added: [], updated: [], deleted: ["tick"] });
    expect(fixture.rows("_cron_jobs")).toEqual([]);
    expect(fixture.rows("_cron_job_logs")).toEqual([]);
    await fixture.time.advance(120_000);
    expect(runs(fixture)).toBe(1);
  });

  test("with an invalid schedule is refused and changes nothing", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: hourly(15) });
    await expect(fixture.push({ bad: hourly(60), other: hourly(1) })).rejects.toMatchObject({
      code: "InvalidCron",
    });
    expect(fixture.rows("_cron_jobs").map(({ name }) => name)).toEqual(["tick"]);
  });

  test("runs nothing before the pushed code does", async () => {
    const fixture = await started(counting);
    const next = scriptedDeployment(9, scriptedComponent(counting, { tick: every(60) }));
    fixture.scheduler.deployCrons(next);
    await settled();
    expect(runs(fixture)).toBe(0);
    await fixture.runner.activate(next);
    await settled();
    expect(runs(fixture)).toBe(1);
  });
});

describe("a run", () => {
  test("is logged with what it returned or why it failed, the last five times", async () => {
    let n = 0;
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: () => {
          n += 1;
          if (n === 6) throw new Error("boom");
          return n === 7 ? "x".repeat(2000) : n;
        },
      },
    });
    await fixture.push({ tick: every(60) });
    await fixture.time.advance(6 * 60_000);
    const long = JSON.stringify("x".repeat(2000)).slice(0, 1000);
    expect(statuses(fixture)).toEqual([
      { type: "success", result: { type: "value", value: "3" } },
      { type: "success", result: { type: "value", value: "4" } },
      { type: "success", result: { type: "value", value: "5" } },
      { type: "err", error: "Uncaught Error: boom" },
      { type: "success", result: { type: "truncated", value: long } },
    ]);
  });

  test("that is slower than its interval is not joined by another; the skipped ones are counted", async () => {
    const opens: (() => void)[] = [];
    let atOnce = 0;
    let most = 0;
    const fixture = await started({
      "m:f": {
        type: "Action",
        run: async () => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise<void>((resolve) => opens.push(resolve));
          atOnce -= 1;
        },
      },
    });
    await fixture.push({ tick: every(60) });
    await fixture.time.advance(210_000);
    expect(opens).toHaveLength(1);
    opens[0]?.();
    await settled();
    // Due at 60, 120 and 180 s: past. The next is the one at 240 s.
    expect(statuses(fixture)).toEqual([
      { type: "success", result: { type: "value", value: "null" } },
      { type: "canceled", num_canceled: 3 },
    ]);
    expect(fixture.records).toEqual([
      expect.objectContaining({
        caller: "Cron",
        error: expect.stringMatching(
          /^SkippingPastScheduledRuns: Skipping 3 run\(s\) of job "tick"/,
        ),
      }),
    ]);
    await fixture.time.advance(29_999);
    expect(opens).toHaveLength(1);
    await fixture.time.advance(1);
    expect(opens).toHaveLength(2);
    expect(most).toBe(1);
  });

  test("of a calendar job that ends late is followed by the next match after now", async () => {
    let finish = () => {};
    const fixture = await started({
      "m:f": { type: "Action", run: () => new Promise<void>((resolve) => (finish = resolve)) },
    });
    await fixture.push({ tick: hourly(0) });
    await fixture.time.advance(HOUR + 3 * HOUR + 1000);
    finish();
    await settled();
    expect(oneRow(fixture)).toMatchObject({ nextTs: TEN_PM + 5 * HOUR });
    expect(statuses(fixture)).toEqual([
      { type: "success", result: { type: "value", value: "null" } },
    ]);
  });

  test("of an action that was cut off is logged as failed and not repeated", async () => {
    let actionRuns = 0;
    const functions: ScriptedFunctions = {
      "m:f": { type: "Action", run: () => void actionRuns++ },
    };
    const fixture = await open(functions);
    await fixture.push({ tick: every(60) });
    const row = oneRow(fixture);
    fixture.database.transact((tx) =>
      tx.patch(systemTables(""), String(row._id), { state: { kind: "inProgress" } }),
    );
    await fixture.scheduler.start();
    await settled();
    expect(actionRuns).toBe(0);
    expect(statuses(fixture)).toEqual([
      { type: "err", error: "Transient error while executing action" },
    ]);
    await fixture.time.advance(60_000);
    expect(actionRuns).toBe(1);
  });

  test("that dies for the backend's fault is tried again", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const fixture = await started(counting);
    fixture.runner.fault = new Error("worker died");
    await fixture.push({ tick: every(60) });
    expect(runs(fixture)).toBe(0);
    await fixture.time.advance(5000);
    expect(runs(fixture)).toBe(1);
  });

  test("of a removed job has no effect", async () => {
    let finish = () => {};
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: async (tx) => {
          count(tx);
          await new Promise<void>((resolve) => (finish = resolve));
        },
      },
    });
    await fixture.push({ tick: every(60) });
    await fixture.push({});
    finish();
    await settled();
    expect(runs(fixture)).toBe(0);
    expect(fixture.rows("_cron_job_logs")).toEqual([]);
  });

  test("of a function that is gone is logged as failed", async () => {
    const fixture = await started(counting);
    await fixture.push({ tick: every(60, "m:gone") });
    expect(statuses(fixture)).toEqual([
      { type: "err", error: expect.stringContaining("Could not find function for 'm:gone'") },
    ]);
  });
});
