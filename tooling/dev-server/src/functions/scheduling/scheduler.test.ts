import { afterEach, describe, expect, test, vi } from "vitest";
import type { Scheduler } from "../../kernel/app.ts";
import type { Transaction } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
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
import { cancelJob, insertJob, readJob, systemTables } from "./scheduled-job.ts";
import { createScheduler } from "./scheduler.ts";

const APP = { component: "" };
const DAY = 24 * 3600 * 1000;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  vi.restoreAllMocks();
});

async function open(functions: ScriptedFunctions) {
  const directory = await temporaryDirectory();
  cleanUps.push(directory.remove);
  const time = manualTime();
  const deployment = scriptedDeployment(1, scriptedComponent(functions));
  const fixture = openFixture(directory.path, { deployment, functions, clock: time.clock });
  cleanUps.push(() => fixture.database.close());
  const scheduler = createScheduler({ ...fixture, setTimer: time.setTimer });
  cleanUps.push(() => scheduler.stop());
  return { ...fixture, time, scheduler, deployment };
}

async function started(functions: ScriptedFunctions) {
  const started = await open(functions);
  await started.scheduler.start();
  await settled();
  return started;
}

const addEffect = (tx: Transaction, name = "effect") => void tx.insert(APP, "effects", { name });
const effects = (fixture: Pick<Fixture, "rows">) => fixture.rows("effects").map(({ name }) => name);
/** A promise and what resolves it. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe("scheduled mutations", () => {
  test("a job that is due starts with the commit that makes it, without a timer", async () => {
    const fixture = await started({ "m:f": { type: "Mutation", run: (tx) => addEffect(tx) } });
    const id = fixture.schedule("m:f");
    expect(fixture.job(id)).toMatchObject({ name: "m.js:f", state: { kind: "pending" } });
    await settled();
    expect(fixture.job(id)).toMatchObject({
      state: { kind: "success" },
      completedTime: fixture.clock.now(),
    });
    expect(fixture.job(id)).not.toHaveProperty("nextTs");
    expect(effects(fixture)).toEqual(["effect"]);
  });

  test("the mutation sees its job in progress; nobody else does", async () => {
    const inside = gate();
    const seen: unknown[] = [];
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: async (tx, call) => {
          seen.push(readJob(tx, systemTables(""), call.scheduledFunctionId ?? "")?.state.kind);
          await inside.passed;
        },
      },
    });
    const id = fixture.schedule("m:f");
    await settled();
    expect(fixture.job(id)?.state.kind).toBe("pending");
    inside.open();
    await settled();
    expect(seen).toEqual(["inProgress"]);
    expect(fixture.job(id)?.state.kind).toBe("success");
  });

  test("a function's error fails the job and leaves none of its writes", async () => {
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: (tx) => {
          addEffect(tx);
          throw new Error("boom");
        },
      },
    });
    const id = fixture.schedule("m:f");
    await settled();
    expect(fixture.job(id)?.state).toEqual({ kind: "failed", error: "Uncaught Error: boom" });
    expect(effects(fixture)).toEqual([]);
  });

  test("one that is cancelled while it runs has no effect", async () => {
    const inside = gate();
    let runs = 0;
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: async (tx) => {
          runs += 1;
          addEffect(tx);
          await inside.passed;
        },
      },
    });
    const id = fixture.schedule("m:f");
    await settled();
    expect(runs).toBe(1);
    fixture.database.transact((tx) => cancelJob(tx, APP, id, { now: fixture.clock.now() }));
    inside.open();
    await settled();
    expect(fixture.job(id)?.state.kind).toBe("canceled");
    expect(effects(fixture)).toEqual([]);
  });

  test("one that cancels itself goes on", async () => {
    const answers: string[] = [];
    const fixture = await started({
      "m:f": {
        type: "Mutation",
        run: (tx, { scheduledFunctionId: self = "" }) => {
          answers.push(cancelJob(tx, APP, self, { now: 0, self }));
          addEffect(tx);
        },
      },
    });
    const id = fixture.schedule("m:f");
    await settled();
    expect(answers).toEqual(["self"]);
    expect(fixture.job(id)?.state.kind).toBe("success");
    expect(effects(fixture)).toEqual(["effect"]);
  });

  test.each([
    ["a conflict", new BackendError("OptimisticConcurrencyControlFailure", "changed", 503), 100],
    ["a fault of the backend", new Error("worker died"), 500],
  ])("after %s it runs again, once, and later", async (_name, fault, delay) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const fixture = await started({ "m:f": { type: "Mutation", run: (tx) => addEffect(tx) } });
    fixture.runner.fault = fault;
    const id = fixture.schedule("m:f");
    await settled();
    expect(fixture.job(id)).toMatchObject({ state: { kind: "pending" }, attempts: 1 });
    await fixture.time.advance(delay - 1);
    expect(effects(fixture)).toEqual([]);
    await fixture.time.advance(1);
    expect(fixture.job(id)?.state.kind).toBe("success");
    expect(effects(fixture)).toEqual(["effect"]);
  });
});

describe("order and time", () => {
  test("jobs start in the order they are due, eight at once", async () => {
    const running: string[] = [];
    const gates = new Map<string, ReturnType<typeof gate>>();
    const functions: ScriptedFunctions = {};
    for (let n = 0; n < 10; n++) {
      const name = `f${n}`;
      gates.set(name, gate());
      const run = async () => {
        running.push(name);
        await gates.get(name)?.passed;
      };
      functions[`m:${name}`] = { type: "Action", run };
    }
    const fixture = await open(functions);
    for (let n = 9; n >= 0; n--) fixture.schedule(`m:f${n}`, fixture.clock.now() + n);
    await fixture.time.advance(100);
    await fixture.scheduler.start();
    await settled();
    expect(running).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"]);
    gates.get("f3")?.open();
    await settled();
    expect(running.slice(8)).toEqual(["f8"]);
    for (const { open } of gates.values()) open();
    await settled();
    expect(running.slice(9)).toEqual(["f9"]);
    expect(fixture.rows("_scheduled_functions").map((row) => row.state)).toEqual(
      Array(10).fill({ kind: "success" }),
    );
  });

  test("a job sixty days ahead waits sixty days", async () => {
    const fixture = await started({ "m:f": { type: "Mutation", run: (tx) => addEffect(tx) } });
    const id = fixture.schedule("m:f", fixture.clock.now() + 60 * DAY);
    await settled();
    expect(Math.max(...fixture.time.waiting())).toBeLessThan(2 ** 31);
    await fixture.time.advance(60 * DAY - 1);
    expect(fixture.job(id)?.state.kind).toBe("pending");
    await fixture.time.advance(1);
    expect(effects(fixture)).toEqual(["effect"]);
  });

  test("an earlier job made later runs first", async () => {
    const fixture = await started({
      "m:a": { type: "Mutation", run: (tx) => addEffect(tx, "a") },
      "m:b": { type: "Mutation", run: (tx) => addEffect(tx, "b") },
    });
    fixture.schedule("m:a", fixture.clock.now() + 1000);
    await settled();
    fixture.schedule("m:b", fixture.clock.now() + 500);
    await settled();
    await fixture.time.advance(500);
    expect(effects(fixture)).toEqual(["b"]);
    await fixture.time.advance(500);
    expect(effects(fixture)).toEqual(["b", "a"]);
  });

  test("jobs of a component wait until it is deployed", async () => {
    const functions: ScriptedFunctions = {
      "m:f": { type: "Mutation", run: (tx) => addEffect(tx) },
    };
    const fixture = await started(functions);
    const id = fixture.schedule("m:f", fixture.clock.now(), "c1");
    await settled();
    expect(fixture.job(id, "c1")?.state.kind).toBe("pending");
    const child = scriptedComponent({}, {}, { id: "c1", path: "child", parent: "" });
    await fixture.runner.activate(scriptedDeployment(2, scriptedComponent(functions), child));
    await settled();
    expect(fixture.job(id, "c1")?.state.kind).toBe("success");
  });
});

describe("scheduled actions", () => {
  test("its job is in progress while it runs, then ends with its outcome", async () => {
    const inside = gate();
    const calls: unknown[] = [];
    const fixture = await started({
      "m:a": {
        type: "Action",
        run: async (call) => {
          calls.push(call);
          await inside.passed;
        },
      },
      "m:bad": { type: "Action", run: () => Promise.reject(new Error("boom")) },
    });
    const id = fixture.schedule("m:a");
    const bad = fixture.schedule("m:bad");
    await settled();
    expect(fixture.job(id)?.state.kind).toBe("inProgress");
    expect(fixture.job(bad)?.state).toEqual({ kind: "failed", error: "Uncaught Error: boom" });
    inside.open();
    await settled();
    expect(fixture.job(id)?.state.kind).toBe("success");
    expect(calls).toEqual([
      expect.objectContaining({
        identity: { kind: "none" },
        allowInternal: true,
        caller: "Scheduler",
        scheduledFunctionId: id,
        scheduledFunctionComponent: "",
      }),
    ]);
  });

  test("one in progress when the scheduler starts was cut off: it fails and is not run", async () => {
    let runs = 0;
    const fixture = await open({ "m:a": { type: "Action", run: () => void runs++ } });
    const id = fixture.schedule("m:a");
    fixture.database.transact((tx) =>
      tx.patch(systemTables(""), id, { state: { kind: "inProgress" } }),
    );
    await fixture.scheduler.start();
    await settled();
    expect(fixture.job(id)?.state).toEqual({
      kind: "failed",
      error: "Transient error while executing action",
    });
    expect(runs).toBe(0);
  });

  test("what a cancelled action schedules afterwards is born cancelled", async () => {
    const inside = gate();
    const fixture = await started({
      "m:a": { type: "Action", run: () => inside.passed },
      "m:f": { type: "Mutation", run: (tx) => addEffect(tx) },
    });
    const id = fixture.schedule("m:a");
    await settled();
    const scheduleChild = () =>
      fixture.database.transact((tx) => {
        const now = fixture.clock.now();
        const analysis = fixture.deployment.components[""]?.analysis ?? {};
        const job = { component: "", udfPath: "m:f", analysis, args: {}, scheduledTime: now, now };
        return insertJob(tx, "", job, { component: "", id });
      }).value;
    const before = scheduleChild();
    fixture.database.transact((tx) => cancelJob(tx, APP, id, { now: fixture.clock.now() }));
    const after = scheduleChild();
    inside.open();
    await settled();
    expect(fixture.job(before)).toMatchObject({ state: { kind: "success" }, parentId: id });
    expect(fixture.job(after)).toMatchObject({ state: { kind: "canceled" }, parentId: id });
    expect(fixture.job(id)?.state.kind).toBe("canceled");
    expect(effects(fixture)).toEqual(["effect"]);
  });
});

describe("what cannot run", () => {
  test("a query and a function that is gone fail with the reason", async () => {
    const fixture = await open({ "m:q": { type: "Query" } });
    const query = fixture.schedule("m:q");
    const gone = fixture.database.transact((tx) =>
      tx.insert(systemTables(""), "_scheduled_functions", {
        name: "m.js:gone",
        args: [{}],
        scheduledTime: 0,
        nextTs: 0,
        state: { kind: "pending" },
        component: "",
        udfPath: "m:gone",
      }),
    ).value;
    await fixture.scheduler.start();
    await settled();
    expect(fixture.job(query)?.state).toMatchObject({
      kind: "failed",
      error: expect.stringContaining("Unsupported function type"),
    });
    expect(fixture.job(gone)?.state).toMatchObject({
      kind: "failed",
      error: expect.stringContaining("Could not find function for 'm:gone'"),
    });
  });
});

test("finished jobs are removed after seven days, waiting ones are not", async () => {
  const fixture = await started({ "m:f": { type: "Mutation", run: () => {} } });
  const waiting = fixture.schedule("m:f", fixture.clock.now() + 30 * DAY);
  const done = fixture.schedule("m:f");
  const canceled = fixture.schedule("m:f", fixture.clock.now() + DAY);
  fixture.database.transact((tx) => cancelJob(tx, APP, canceled, { now: fixture.clock.now() }));
  await settled();
  await fixture.time.advance(7 * DAY - 1);
  expect(fixture.job(done)).not.toBeNull();
  await fixture.time.advance(DAY);
  expect(fixture.job(done)).toBeNull();
  expect(fixture.job(canceled)).toBeNull();
  expect(fixture.job(waiting)).not.toBeNull();
});

test("after stop nothing starts", async () => {
  const fixture = await started({ "m:f": { type: "Mutation", run: (tx) => addEffect(tx) } });
  const { scheduler }: { scheduler: Scheduler } = fixture;
  await scheduler.stop();
  fixture.schedule("m:f");
  await settled();
  expect(effects(fixture)).toEqual([]);
});
