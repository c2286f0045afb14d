// Scheduled functions and crons: when they run, how often, and what a crash does to them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, tryCall } from "./support/call.ts";
import { deploy, type Deployment } from "./support/deploy.ts";
import { seededRandom, testSeed } from "./support/random.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let deployment: Deployment;

beforeAll(async () => {
  backend = await startBackend();
  deployment = await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
});

const later = (tag: string, kind: string, ms = 0) =>
  call<string>(backend, "jobs:later", { tag, ms, kind });
const count = (tag: string) => call<number>(backend, "jobs:count", { tag });
const status = (id: string) => call<any>(backend, "jobs:status", { id });
const finished = (id: string, kind: string, timeout = 120_000) =>
  waitFor(`job state ${kind}`, async () => (await status(id)).state.kind === kind, { timeout });

let fences = 0;
/** Waits until a job has run that is scheduled now: others that were due before it have begun. */
async function fence(): Promise<void> {
  await finished(await later(`fence ${fences++}`, "note"), "success");
}

/** How many runs of a function have ended, as the log tells. */
async function completions(identifier: string): Promise<number> {
  const headers = { Authorization: `Convex ${backend.adminKey}` };
  const log = await fetch(`${backend.url}/api/stream_function_logs?cursor=0`, { headers });
  const { entries } = (await log.json()) as { entries: { kind: string; identifier: string }[] };
  return entries.filter((entry) => entry.kind === "Completion" && entry.identifier === identifier)
    .length;
}

describe("scheduled functions", () => {
  test("runAfter(0) runs at once, with no identity, and its document says so", async () => {
    const id = await later("now", "note");
    await finished(id, "success");
    expect(await call(backend, "runtime:journal", { tag: "now" })).toEqual([1]);
    expect(await status(id)).toEqual({
      _id: id,
      _creationTime: expect.any(Number),
      name: "jobs.js:note",
      args: [{ tag: "now" }],
      scheduledTime: expect.any(Number),
      completedTime: expect.any(Number),
      state: { kind: "success" },
    });
  });

  test("a pending job waits for its time", async () => {
    const id = await later("soon", "note", 600);
    await finished(id, "success");
    const { scheduledTime, completedTime } = await status(id);
    expect(completedTime).toBeGreaterThanOrEqual(scheduledTime);
  });

  test("jobs run in the order of their times", async () => {
    await call(backend, "jobs:laterMany", { tag: "sorted", count: 20, spread: 400 });
    await waitFor(
      "all jobs",
      async () =>
        Object.keys(await call<any>(backend, "jobs:counts", { tag: "sorted" })).length === 20,
    );
  });

  test("a job 60 days ahead does not fire at once", async () => {
    const id = await later("far", "note", 60 * 24 * 3_600_000);
    await fence();
    expect(await status(id)).toMatchObject({ state: { kind: "pending" } });
    expect(await status(id)).not.toHaveProperty("completedTime");
    expect(await count("far")).toBe(0);
  });

  test("a failing mutation leaves nothing and its job says why; it is not repeated", async () => {
    const id = await later("failing", "failing");
    await finished(id, "failed");
    expect((await status(id)).state.error).toContain("job failed");
    await fence();
    expect(await completions("jobs:failing")).toBe(1);
    expect(await count("failing")).toBe(0);
  });

  test("a query cannot be a job", async () => {
    const id = await later("as query", "query");
    await finished(id, "failed");
    expect((await status(id)).state.error).toMatch(/Unsupported function type/);
  });

  test("a mutation that fails schedules nothing; an action that fails already has", async () => {
    expect((await tryCall(backend, "jobs:laterThenFail", { tag: "undone" })).status).toBe("error");
    expect((await tryCall(backend, "jobs:laterFromAction", { tag: "stays" })).status).toBe("error");
    await waitFor("the action's job", async () => (await count("stays")) === 1);
    expect(await count("undone")).toBe(0);
  });

  test("a canceled job does not run; canceling a finished one changes nothing", async () => {
    const ms = 3_000;
    const id = await later("canceled", "note", ms);
    await call(backend, "jobs:cancel", { id });
    expect(await status(id)).toMatchObject({
      state: { kind: "canceled" },
      completedTime: expect.any(Number),
    });
    const after = await later("after the canceled one", "note", ms);
    const done = await later("done", "note");
    await finished(done, "success");
    await call(backend, "jobs:cancel", { id: done });
    expect(await status(done)).toMatchObject({ state: { kind: "success" } });
    await finished(after, "success");
    expect(await count("canceled")).toBe(0);
  });

  test("canceling a running action lets it end but stops what it schedules", async () => {
    const id = await later("stopped", "slow");
    await waitFor("the action's start", async () => (await count("stopped start")) === 1);
    expect(await status(id)).toMatchObject({ state: { kind: "inProgress" } });
    await call(backend, "jobs:cancel", { id });
    await later("stopped release", "note");
    await waitFor("the action's end", async () => (await completions("jobs:slow")) === 1);
    expect(await count("stopped end")).toBe(1);
    await fence();
    expect(await status(id)).toMatchObject({ state: { kind: "canceled" } });
    expect(await count("stopped after")).toBe(0);
  });

  test("an uncanceled action's follow-up runs", async () => {
    await later("followed release", "note");
    await later("followed", "slow");
    await waitFor("the follow-up", async () => (await count("followed after")) === 1);
  });
});

describe("crashes", () => {
  test("an action cut off by a crash has failed and is not run again", async () => {
    const id = await later("cut off", "slow");
    await waitFor("the action's start", async () => (await count("cut off start")) === 1);
    await backend.crash();
    await backend.start();
    await finished(id, "failed");
    expect((await status(id)).state.error).toContain("Transient error while executing action");
    await later("cut off release", "note");
    await fence();
    expect(await count("cut off start")).toBe(1);
    expect(await count("cut off end")).toBe(0);
  });

  test("a job whose time came while the server was down runs after the start", async () => {
    const id = await later("overdue", "note", 500);
    await backend.crash();
    await letPass(600);
    await backend.start();
    await finished(id, "success");
    expect(await count("overdue")).toBe(1);
  });

  test("scheduled mutations run exactly once each, however often the server is killed", async () => {
    const random = seededRandom(testSeed());
    const jobs = 150;
    await call(backend, "jobs:laterMany", { tag: "once", count: jobs, spread: 1_500 });
    for (let kill = 0; kill < 3; kill++) {
      await letPass(random.int(400));
      await backend.crash();
      await backend.start();
    }
    const counts = () => call<Record<string, number>>(backend, "jobs:counts", { tag: "once" });
    await waitFor("all jobs", async () => Object.keys(await counts()).length === jobs);
    await fence();
    const wrong = Object.entries(await counts()).filter(([, times]) => times !== 1);
    expect(wrong, `seed ${random.seed}`).toEqual([]);
  });
});

describe("crons", () => {
  test("an interval runs at its first deployment, a calendar time does not", async () => {
    await waitFor("the first run", async () => (await count("cron hourly")) === 1);
    expect(await count("cron nightly")).toBe(0);
    expect(await count("cron year")).toBe(0);
  });

  test("a push that leaves the crons alone, and a restart, do not run the interval again", async () => {
    await deployment.edit("tasks.js", ".title)", ".title + '')");
    await backend.crash();
    await backend.start();
    await fence();
    expect(await count("cron hourly")).toBe(1);
  });

  test("an interval keeps its beat, and a slow run never overlaps the next", async () => {
    await deployment.edit(
      "crons.js",
      /(\w+)\.interval\("hourly.+?(\w+)\.jobs\.tick.+\n/,
      `$&
$1.interval("beat", { seconds: 1 }, $2.jobs.tick, { tag: "cron beat" });
$1.interval("slow", { seconds: 1 }, $2.jobs.overlapping, {});
`,
    );
    await waitFor("three beats", async () => (await count("cron beat")) >= 3);
    await waitFor("two slow runs", async () => (await count("overlap end")) >= 2);
    const [starts, ends] = [await count("overlap start"), await count("overlap end")];
    expect(starts - ends).toBeLessThanOrEqual(1);
    const logs = await fetch(`${backend.url}/api/stream_function_logs?cursor=0`, {
      headers: { Authorization: `Convex ${backend.adminKey}` },
    });
    expect(await logs.text()).toMatch(/Skipping \d+ run\(s\)/);
    expect(await count("cron hourly")).toBe(1);
  });

  test("a removed cron stops", async () => {
    // Another one every second, so that its runs show how long the removed one has not run.
    await deployment.edit(
      "crons.js",
      /(\w+)\.interval\("beat", (.+)"cron beat"(.+)\n.*"slow".*\n/,
      '$1.interval("other", $2"cron other"$3\n',
    );
    await waitFor("a run of the other", async () => (await count("cron other")) > 0);
    const [beats, others] = [await count("cron beat"), await count("cron other")];
    await waitFor("two more", async () => (await count("cron other")) >= others + 2);
    expect(await count("cron beat")).toBe(beats);
  });
});
