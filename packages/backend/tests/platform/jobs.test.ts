import { zid } from "@repo/validators/convex";
import { jobLimits } from "@repo/validators/platform/jobs";
import { type FunctionReference, anyApi, getFunctionName } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { appError } from "../../convex/lib/errors.ts";
import { internalAction, internalMutation } from "../../convex/builders/functions.ts";
import {
  type Attempt,
  type FailureHandler,
  KEEP_MS,
  MAX_INTERRUPTIONS,
  type Runner,
  START_GRACE_MS,
  attemptArgs,
  claimJob,
  finishJob,
  recoverJobs,
  startJob,
  stateOfJob,
} from "../../convex/model/platform/jobs.ts";
import {
  Interruption,
  SettingError,
  failureOf,
  reportOf,
  userMessageOf,
} from "../../convex/model/platform/failures.ts";
import { type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const TIMEOUT_MS = 60_000;
type Outcome = "works" | "breaks" | "refuses" | "crashes" | "is cut off";

/** The result of each attempt, in turn; the last one repeats. */
let script: Outcome[];
/** What was stored, and which jobs were given up. */
let results: string[];
let givenUp: string[];

const probes = anyApi.probe as unknown as {
  work: Runner;
  claim: FunctionReference<"mutation", "internal", Attempt, boolean>;
  store: FunctionReference<"mutation", "internal", Attempt, boolean>;
  giveUp: FailureHandler;
};

const probe = {
  claim: internalMutation({
    args: attemptArgs,
    returns: z.boolean(),
    handler: async (ctx, args) => (await claimJob(ctx, args)) !== null,
  }),
  work: internalAction({
    args: attemptArgs,
    returns: z.null(),
    handler: async (ctx, args) => {
      if (!(await ctx.runMutation(probes.claim, args))) return;
      const outcome = script.length > 1 ? script.shift() : script[0];
      if (outcome === "crashes") throw new Error("out of memory");
      try {
        if (outcome === "breaks") throw new Error("no connection");
        if (outcome === "refuses") throw appError("INVALID", "That file has no text.");
        if (outcome === "is cut off") throw new Interruption("the thread has ended");
        await ctx.runMutation(probes.store, args);
      } catch (error) {
        await ctx.runMutation(internal.jobs.fail, { ...args, ...reportOf(error) });
      }
    },
  }),
  store: internalMutation({
    args: attemptArgs,
    returns: z.boolean(),
    handler: async (ctx, args) => {
      const counts = await finishJob(ctx, args);
      if (counts) results.push(`attempt ${args.attempt}`);
      return counts;
    },
  }),
  giveUp: internalMutation({
    args: { jobId: zid("jobs") },
    returns: z.null(),
    handler: async (ctx, { jobId }) => {
      givenUp.push((await ctx.db.get("jobs", jobId))!.subject);
    },
  }),
};

let app: TestApp;

beforeEach(() => {
  vi.useFakeTimers();
  [script, results, givenUp] = [["works"], [], []];
  app = initTest({ "./probe.ts": async () => probe });
});
afterEach(() => vi.useRealTimers());

const start = async (
  limits: { maxAttempts?: number; group?: string; subject?: string; runsAlone?: boolean } = {},
) =>
  await app.run((ctx) =>
    startJob(ctx, {
      run: probes.work,
      whenFailed: probes.giveUp,
      subject: "report",
      timeoutMs: TIMEOUT_MS,
      ...limits,
    }),
  );
const jobOf = async (id: Id<"jobs">) => await app.run((ctx) => ctx.db.get("jobs", id));
const settle = async () => await app.finishAllScheduledFunctions(vi.runAllTimers);

/** On a clock that stands still, convex-test rounds the time of a transaction up past the last commit. */
const ROUNDED_UP = 1;

async function runOnce() {
  vi.advanceTimersByTime(ROUNDED_UP);
  await app.finishInProgressScheduledFunctions();
}

describe("trying a job again", () => {
  const retry = async (id: Id<"jobs">) =>
    await (await signedInAs(app, "admin")).mutation(api.jobs.retry, { id });

  test("starts one more attempt at one that was given up, and records who did it", async () => {
    script = ["refuses", "works"];
    const id = await start({ maxAttempts: 1 });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "failed", attempts: 1 });
    await retry(id);
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 2, maxAttempts: 2 });
    expect(results).toEqual(["attempt 2"]);
    const events = await app.run((ctx) => ctx.db.query("auditEvents").take(10));
    expect(events.map(({ action, rowId }) => [action, rowId])).toContainEqual(["jobs.retry", id]);
  });

  test("waits for its turn in a group", async () => {
    script = ["breaks", "works"];
    const id = await start({ maxAttempts: 1, group: "team:1" });
    await settle();
    await retry(id);
    expect(await jobOf(id)).toMatchObject({ status: "waiting" });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done" });
  });

  test("is refused for one that is not over, and for one that was tried too often", async () => {
    const id = await start();
    await expect(retry(id)).rejects.toMatchObject({ data: { code: "CONFLICT" } });
    const attempts = jobLimits.maxAttempts.max;
    await app.run((ctx) => ctx.db.patch("jobs", id, { status: "failed", attempts }));
    await expect(retry(id)).rejects.toThrow(`tried ${attempts} times`);
  });
});

describe("a job", () => {
  test("that works is done after one attempt", async () => {
    const id = await start();
    expect(await jobOf(id)).toMatchObject({ status: "queued", attempts: 0, kind: "probe:work" });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 1 });
    expect(results).toEqual(["attempt 1"]);
  });

  test("that is rolled back with its caller never starts", async () => {
    const doomed = app.run(async (ctx) => {
      await startJob(ctx, { run: probes.work, subject: "report" });
      throw new Error("changed my mind");
    });
    await expect(doomed).rejects.toThrow("changed my mind");
    await settle();
    expect(results).toEqual([]);
  });

  test("that fails is tried again after a pause that grows, until it works", async () => {
    script = ["breaks", "breaks", "works"];
    const id = await start();
    await runOnce();
    const first = await jobOf(id);
    expect(first).toMatchObject({ status: "queued", attempts: 1, error: "no connection" });
    const pauses = [first!.dueAt - Date.now() - START_GRACE_MS];
    vi.advanceTimersByTime(pauses[0]!);
    await app.finishInProgressScheduledFunctions();
    pauses.push((await jobOf(id))!.dueAt - Date.now() - START_GRACE_MS);
    // Twice the pause, each with a chance of half more or half less.
    expect(pauses[0]).toBeGreaterThanOrEqual(1000);
    expect(pauses[0]).toBeLessThanOrEqual(3000);
    expect(pauses[1]).toBeGreaterThanOrEqual(2000);
    expect(pauses[1]).toBeLessThanOrEqual(6000);
    await settle();
    const job = await jobOf(id);
    expect(job).toMatchObject({ status: "done", attempts: 3 });
    expect(job).not.toHaveProperty("error");
    expect([results, givenUp]).toEqual([["attempt 3"], []]);
  });

  test("that keeps failing is given up, and that is reported once", async () => {
    script = ["breaks"];
    const id = await start({ maxAttempts: 3 });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "failed", attempts: 3 });
    expect([results, givenUp]).toEqual([[], ["report"]]);
  });

  test("that is refused for good is not tried again", async () => {
    script = ["refuses"];
    const id = await start();
    await settle();
    const error = "That file has no text.";
    expect(await jobOf(id)).toMatchObject({ status: "failed", attempts: 1, error });
    expect(givenUp).toEqual(["report"]);
  });

  test("is done once, however often an attempt is delivered or reported", async () => {
    const id = await start();
    await app.action(probes.work, { jobId: id, attempt: 1 });
    await settle();
    await app.action(probes.work, { jobId: id, attempt: 1 });
    expect(await app.mutation(probes.store, { jobId: id, attempt: 1 })).toBe(false);
    const late = { jobId: id, attempt: 1, error: "late", isFinal: false };
    expect(await app.mutation(internal.jobs.fail, late)).toBe("ignored");
    expect(results).toEqual(["attempt 1"]);
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 1 });
  });
});

describe("a job that is interrupted", () => {
  test("is not charged an attempt", async () => {
    script = ["is cut off", "is cut off", "works"];
    const id = await start({ maxAttempts: 1 });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 3, interruptions: 2 });
    expect([results, givenUp]).toEqual([["attempt 3"], []]);
  });

  test("has all its attempts left for what is its own fault", async () => {
    script = ["breaks", "is cut off", "breaks", "works"];
    const id = await start({ maxAttempts: 2 });
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "failed", attempts: 3, interruptions: 1 });
  });

  test("again and again is given up, and does not go on for ever", async () => {
    script = ["is cut off"];
    const id = await start({ maxAttempts: 20 });
    await settle();
    const counts = { attempts: MAX_INTERRUPTIONS, interruptions: MAX_INTERRUPTIONS };
    expect(await jobOf(id)).toMatchObject({ status: "failed", ...counts });
    expect(givenUp).toEqual(["report"]);
  });
});

describe("the jobs of a group", () => {
  const subjectsOf = async (status: "queued" | "waiting" | "running") =>
    (await app.run((ctx) => ctx.db.query("jobs").collect()))
      .filter((job) => job.status === status)
      .map(({ subject }) => subject);

  test("run a few at a time, and stand in no other group's way", async () => {
    for (let n = 0; n < 20; n++) await start({ group: "team:many", subject: `many ${n}` });
    await start({ group: "team:few", subject: "few" });
    await start({ subject: "without a group" });
    expect(await subjectsOf("queued")).toEqual(["many 0", "many 1", "few", "without a group"]);
    expect(await subjectsOf("waiting")).toHaveLength(18);
    await settle();
    expect(results).toHaveLength(22);
  });

  test("run in the order in which they came, one as another ends, however it ends", async () => {
    script = ["refuses", "breaks", "works"];
    const ids: Id<"jobs">[] = [];
    for (let n = 0; n < 5; n++) ids.push(await start({ group: "team:a", maxAttempts: 1 }));
    await settle();
    const jobs = await Promise.all(ids.map(jobOf));
    const ends = jobs.map((job) => job!.status);
    expect(ends).toEqual(["failed", "failed", "done", "done", "done"]);
    const starts = jobs.map((job) => job!.startedAt!);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
  });

  test("wait for one that is tried again, which keeps its place", async () => {
    script = ["breaks", "breaks", "works"];
    for (let n = 0; n < 3; n++) await start({ group: "team:a", subject: `${n}` });
    await runOnce();
    expect([await subjectsOf("queued"), await subjectsOf("waiting")]).toEqual([["0", "1"], ["2"]]);
    await settle();
    expect(results).toHaveLength(3);
  });

  test("have none beside one that runs alone, and none goes past it", async () => {
    const add = async (subject: string, runsAlone = false) =>
      await start({ group: "team:a", subject, runsAlone });
    const [a, b, alone] = [await add("a"), await add("b"), await add("alone", true)];
    for (const subject of ["c", "d"]) await add(subject);
    const endOf = async (id: Id<"jobs">) => {
      await app.run((ctx) => ctx.db.delete("jobs", id));
      await app.mutation(internal.jobs.takeTurns, { group: "team:a" });
      return await subjectsOf("queued");
    };
    expect(await endOf(a)).toEqual(["b"]);
    expect(await endOf(b)).toEqual(["alone"]);
    await app.mutation(internal.jobs.takeTurns, { group: "team:a" });
    expect(await subjectsOf("queued")).toEqual(["alone"]);
    expect(await endOf(alone)).toEqual(["c", "d"]);
    // Nor does one that comes to a group where something runs.
    await start({ group: "team:b", subject: "e" });
    await start({ group: "team:b", subject: "f", runsAlone: true });
    expect(await subjectsOf("waiting")).toEqual(["f"]);
  });

  test("go on when the one that should have called them was lost", async () => {
    const ids: Id<"jobs">[] = [];
    for (let n = 0; n < 3; n++) ids.push(await start({ group: "team:a", subject: `${n}` }));
    // As if the first two had ended without a word to anybody.
    await app.run(async (ctx) => {
      await ctx.db.delete("jobs", ids[0]!);
      await ctx.db.delete("jobs", ids[1]!);
    });
    await settle();
    expect(await jobOf(ids[2]!)).toMatchObject({ status: "waiting" });
    vi.advanceTimersByTime(START_GRACE_MS + ROUNDED_UP);
    await app.mutation(internal.jobs.recoverStuck, {});
    await settle();
    expect(await jobOf(ids[2]!)).toMatchObject({ status: "done" });
  });
});

describe("what was thrown", () => {
  /** As the clients of services throw it: they say themselves whether another attempt can help. */
  const ofService = (statusCode?: number) => {
    const isRetryable = statusCode === 429 || (statusCode ?? 0) >= 500;
    return Object.assign(new Error("10.0.0.7 says no"), { statusCode, isRetryable });
  };

  test.each<[string, unknown, boolean, string | undefined]>([
    ["a refusal of ours", appError("INVALID", "No text."), true, "No text."],
    ["a wrong setting", new SettingError("A_SETTING: KEY is"), false, "A_SETTING: KEY is"],
    ["a service that knows no such key", ofService(401), true, undefined],
    ["a service that has no time", ofService(429), false, undefined],
    ["a service that is broken", ofService(500), false, undefined],
    ["a service that is not there", ofService(), false, undefined],
    ["a service that answers with something else", ofService(200), false, undefined],
    ["anything else", new Error("10.0.0.7 hung up"), false, undefined],
    ["no error at all", "10.0.0.7", false, undefined],
  ])("as by %s is final and told, or not", (_what, error, isFinal, told) => {
    expect([failureOf(error).isFinal, userMessageOf(error)]).toEqual([isFinal, told]);
  });
});

test("the state of the newest job of a row leaves out the reason, which is for admins", async () => {
  const state = async (subject: string) =>
    await app.run((ctx) => stateOfJob(ctx, probes.work, subject));
  script = ["refuses", "breaks"];
  const { subject } = (await jobOf(await start()))!;
  expect(await state(subject)).toEqual({ status: "queued" });
  await settle();
  expect(await state(subject)).toEqual({ status: "failed", told: "That file has no text." });
  await start();
  await settle();
  expect(await state(subject)).toEqual({ status: "failed" });
  expect(await state("another")).toBeNull();
});

describe("recovering stuck jobs", () => {
  const crash = async (limits?: { maxAttempts?: number }) => {
    script = ["crashes", "works"];
    const id = await start(limits);
    await runOnce();
    expect(await jobOf(id)).toMatchObject({ status: "running", attempts: 1 });
    return id;
  };
  const recover = async () => await app.mutation(internal.jobs.recoverStuck, {});

  test("leaves an attempt alone while it may still report", async () => {
    const id = await crash();
    vi.advanceTimersByTime(TIMEOUT_MS - 1);
    await recover();
    expect(await jobOf(id)).toMatchObject({ status: "running" });
  });

  test("tries again what never reported", async () => {
    const id = await crash();
    vi.advanceTimersByTime(TIMEOUT_MS + ROUNDED_UP);
    await recover();
    expect((await jobOf(id))!.error).toMatch(/did not report within 60 s/);
    // The first attempt was only slow: what it brings now comes too late.
    expect(await app.mutation(probes.store, { jobId: id, attempt: 1 })).toBe(false);
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 2 });
    expect(results).toEqual(["attempt 2"]);
  });

  test("gives up what is lost again and again", async () => {
    const id = await crash({ maxAttempts: 1 });
    script = ["crashes"];
    for (let lost = 1; lost <= MAX_INTERRUPTIONS; lost++) {
      expect(await jobOf(id)).toMatchObject({ status: "running", attempts: lost });
      vi.advanceTimersByTime(TIMEOUT_MS + ROUNDED_UP);
      await recover();
      await settle();
    }
    expect(await jobOf(id)).toMatchObject({ status: "failed", interruptions: MAX_INTERRUPTIONS });
    expect(givenUp).toEqual(["report"]);
  });

  test("starts what was queued and never started", async () => {
    const id = await start();
    // As if the scheduler had lost it.
    await app.run(async (ctx) => {
      const [scheduled] = await ctx.db.system.query("_scheduled_functions").take(1);
      await ctx.scheduler.cancel(scheduled!._id);
    });
    vi.advanceTimersByTime(START_GRACE_MS + ROUNDED_UP);
    await recover();
    await settle();
    expect(await jobOf(id)).toMatchObject({ status: "done", attempts: 1 });
  });

  test("gives up one whose function is no longer there, and goes on with the others", async () => {
    const [gone, other] = [await start(), await start()];
    await app.run((ctx) => ctx.db.patch("jobs", gone, { kind: "gone:work" }));
    vi.advanceTimersByTime(START_GRACE_MS + ROUNDED_UP);
    const log = vi.spyOn(console, "error").mockReturnValue();
    await app.mutation(async (ctx) => {
      // As Convex does, while convex-test schedules anything.
      const { db, scheduler } = ctx;
      const runAfter = (async (delay: number, fn: Runner, args: Attempt) => {
        if (getFunctionName(fn) === "gone:work") throw new Error("no such function");
        return await scheduler.runAfter(delay, fn, args);
      }) as typeof scheduler.runAfter;
      await recoverJobs({ db, scheduler: { ...scheduler, runAfter } });
    });
    expect(log).toHaveBeenCalledOnce();
    await settle();
    expect(await jobOf(gone)).toMatchObject({ status: "failed", error: "no such function" });
    expect(await jobOf(other)).toMatchObject({ status: "done" });
    expect(givenUp).toEqual(["report"]);
  });

  test("goes on until none is left, batch by batch", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n < 120; n++) {
        await startJob(ctx, { run: probes.work, subject: `${n}` });
      }
      const interruptions = MAX_INTERRUPTIONS - 1;
      for (const { _id } of await ctx.db.query("jobs").collect()) {
        const lost = { status: "running", attempts: 1, interruptions, dueAt: 0 } as const;
        await ctx.db.patch("jobs", _id, lost);
      }
    });
    await recover();
    await settle();
    const left = await app.run((ctx) => ctx.db.query("jobs").collect());
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set(["failed"]));
  });
});

test("jobs that are over are kept a week, then removed", async () => {
  const id = await start();
  await settle();
  await app.mutation(internal.jobs.purge, {});
  expect(await jobOf(id)).not.toBeNull();
  vi.advanceTimersByTime(KEEP_MS + ROUNDED_UP);
  await app.mutation(internal.jobs.purge, {});
  expect(await jobOf(id)).toBeNull();
});

test("admins see the jobs of a status, and nobody else does", async () => {
  await start();
  const args = { status: "queued", paginationOpts: { numItems: 5, cursor: null } } as const;
  const admin = await signedInAs(app, "admin");
  const { page } = await admin.query(api.jobs.list, args);
  expect(page).toMatchObject([{ kind: "probe:work", subject: "report", status: "queued" }]);
});

test("recovery and removal are registered with the clock", () => {
  const targets = declaredCrons(crons).map(({ target, schedule }) => [target, schedule.type]);
  expect(targets).toEqual(
    expect.arrayContaining([
      ["jobs:recoverStuck", "interval"],
      ["jobs:purge", "interval"],
    ]),
  );
});
