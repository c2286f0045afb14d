// Jobs that belong to a job: what a scheduled function calls schedules and cancels on its behalf.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "../../testing/runner-fixture.ts";
import { insertJob, readJob, systemTables } from "./scheduled-job.ts";

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend({
    files: {
      "jobs.ts": `
        export const noop = mutation(async () => null);
        export const later = mutation((ctx) => ctx.scheduler.runAfter(60_000, api.jobs.noop, {}));
        export const cancel = mutation((ctx, { id }) => ctx.scheduler.cancel(id));
        export const run = action((ctx) => ctx.runMutation(api.jobs.later, {}));
        export const outer = action((ctx) => ctx.runAction(api.jobs.run, {}));
        export const giveUp = action((ctx, args) => ctx.runMutation(api.jobs.cancel, args));
        export const inChild = action((ctx) => ctx.runMutation(components.child.jobs.later, {}));
      `,
    },
    children: {
      child: {
        files: {
          "jobs.ts": `
            export const noop = mutation(async () => null);
            export const later = mutation((ctx) => ctx.scheduler.runAfter(60_000, api.jobs.noop, {}));
          `,
        },
      },
    },
  });
});
afterAll(() => backend.close());

/** A job of the app, as the scheduler would have claimed it. */
function claimedJob(path: string, kind: "inProgress" | "canceled"): string {
  return backend.database.transact((tx) => {
    const { analysis } = backend.runner.deployment.components[""] ?? { analysis: {} };
    const now = Date.now();
    const job = { component: "", udfPath: path, analysis, args: {}, scheduledTime: now, now };
    const id = insertJob(tx, "", job, null);
    tx.patch(systemTables(""), id, { state: { kind } }, "_scheduled_functions");
    return id;
  }).value;
}

const asJob = (path: string, id: string, args = {}) =>
  backend.call(path, args, {
    caller: "Scheduler",
    scheduledFunctionId: id,
    scheduledFunctionComponent: "",
  });

const job = (id: string, component = "") =>
  backend.database.read((tx) => readJob(tx, systemTables(component), id)).value;

describe("a job scheduled by what a job calls", () => {
  const scheduled = async (path: string, kind: "inProgress" | "canceled", component = "") => {
    const parentId = claimedJob(path, kind);
    const { result } = await backend.runner.action(asJob(path, parentId));
    if (!result.ok) throw new Error(result.error.message);
    const row = job(JSON.parse(result.value) as string, component);
    expect(row?.parentId).toBe(parentId);
    return row?.state.kind;
  };

  it("is cancelled from the start when the job was cancelled", async () => {
    expect(await scheduled("jobs:run", "canceled")).toBe("canceled");
    expect(await scheduled("jobs:outer", "canceled")).toBe("canceled");
    expect(await scheduled("jobs:inChild", "canceled", "child")).toBe("canceled");
  });

  it("waits for its time otherwise", async () => {
    expect(await scheduled("jobs:run", "inProgress")).toBe("pending");
    expect(await scheduled("jobs:inChild", "inProgress", "child")).toBe("pending");
  });
});

describe("a job that cancels itself", () => {
  it("can, as an action, through a mutation it calls", async () => {
    const id = claimedJob("jobs:giveUp", "inProgress");
    const { result } = await backend.runner.action(asJob("jobs:giveUp", id, { id }));
    expect(result).toMatchObject({ ok: true });
    expect(job(id)?.state.kind).toBe("canceled");
  });

  it("cannot, as a mutation, and is warned", async () => {
    const id = claimedJob("jobs:cancel", "inProgress");
    const { result, logLines } = await backend.runner.mutation(asJob("jobs:cancel", id, { id }));
    expect(result).toMatchObject({ ok: true });
    expect(job(id)?.state.kind).toBe("inProgress");
    expect(logLines.at(-1)).toMatchObject({ level: "WARN" });
  });
});
