import { zodToConvex } from "@repo/validators/convex";
import { nameKeyOf, user } from "@repo/validators/accounts/users";
import { type TaskOrder, taskPriorities } from "@repo/validators/tasks";
import { defineSchema, defineTable } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { api, components, internal } from "../../convex/_generated/api";
import * as migrations from "../../convex/migrations.ts";
import { type TestApp, inTeam, initTest, initTestOf, signedInAs } from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 100, cursor: null } };
const OLD = 25;
const BATCH = 10;

let app: TestApp;
beforeEach(() => {
  vi.useFakeTimers();
  app = initTest();
});
afterEach(() => void vi.useRealTimers());

/** People as they were before `nameKey`. */
const oldPeople = (count = OLD) =>
  app.run(async (ctx) => {
    for (let n = 0; n < count; n++) {
      const name = `Émile ${String(n).padStart(2, "0")}`;
      await ctx.db.insert("users", { name, email: `e${n}@example.com`, role: "member" });
    }
  });
const people = () => app.run((ctx) => ctx.db.query("users").take(1000));
const filled = async () => (await people()).filter((user) => user.nameKey !== undefined).length;

type Args = { dryRun?: boolean; batchSize?: number; reset?: boolean };
const start = (args: Args = {}) => app.mutation(internal.migrations.fillNameKeys, args);
const cancel = () =>
  app.run((ctx) =>
    ctx.runMutation(components.migrations.lib.cancel, { name: "migrations:fillNameKeys" }),
  );
const finish = () => app.finishAllScheduledFunctions(vi.runAllTimers);

describe("filling in the keys of names", () => {
  test("goes over everybody, a batch at a time", async () => {
    await oldPeople();
    await start({ batchSize: BATCH });
    expect(await filled()).toBe(BATCH);
    await finish();
    for (const { name, nameKey } of await people()) expect(nameKey).toBe(nameKeyOf(name));
  });

  test("shows what it would do, and does nothing", async () => {
    await oldPeople();
    const told = await start({ dryRun: true, batchSize: BATCH });
    expect(JSON.stringify(told)).toContain("fillNameKeys");
    await finish();
    expect(await filled()).toBe(0);
  });

  test("run again changes nothing, and is reported as done", async () => {
    await oldPeople(3);
    await start();
    await finish();
    const before = await people();
    await start();
    await start({ reset: true });
    await finish();
    expect(await people()).toEqual(before);
  });

  test("goes on where it stopped", async () => {
    await oldPeople();
    await start({ batchSize: BATCH });
    const first = (await people()).filter((user) => user.nameKey !== undefined);
    await cancel();
    await finish();
    expect(await filled()).toBe(BATCH);
    await start({ batchSize: BATCH });
    await finish();
    expect(first).toHaveLength(BATCH);
    expect(await filled()).toBe(OLD);
  });
});

test("people fit the narrowed table once the migration is done, and not before", async () => {
  const narrowed = zodToConvex(user.extend({ nameKey: z.string() }));
  // A deployment holds rows that are there to its schema as this one does those that come.
  const deploy = async () => {
    const next = initTestOf(defineSchema({ users: defineTable(narrowed) }));
    for (const { _id, _creationTime, ...row } of await people()) {
      await next.run((ctx) => ctx.db.insert("users", row as never));
    }
  };
  await oldPeople(3);
  await expect(deploy()).rejects.toThrow("nameKey");
  await start();
  await finish();
  await deploy();
});

test("what people change meanwhile stays", async () => {
  await oldPeople();
  await start({ batchSize: BATCH });
  const ann = await signedInAs(app, "member");
  await ann.mutation(api.users.updateProfile, { name: "Zoë" });
  await finish();
  const [changed] = (await people()).filter(({ _id }) => _id === ann.userId);
  expect(changed).toMatchObject({ name: "Zoë", nameKey: "zoe" });
});

test("the list by name has everybody before, and in place after", async () => {
  const admin = await signedInAs(app, "admin");
  await app.run(async (ctx) => {
    for (const name of ["Zoë", "Émile", "anna", "Eva"]) {
      await ctx.db.insert("users", { name, email: `${name}@example.com`, role: "member" });
    }
    await ctx.db.patch("users", admin.userId, { name: "Berta" });
  });
  const names = async () => {
    const { page } = await admin.query(api.users.list, { ...firstPage, order: "name" });
    return page.map(({ name }) => name);
  };
  expect((await names()).sort()).toEqual(["Berta", "Eva", "Zoë", "anna", "Émile"]);
  await start();
  await finish();
  expect(await names()).toEqual(["anna", "Berta", "Émile", "Eva", "Zoë"]);
});

test("tasks of before are sorted by date and priority once their places are filled in", async () => {
  const ann = await signedInAs(app, "member");
  const teamId = await inTeam(app, { owner: ann });
  await app.run(async (ctx) => {
    for (const priority of taskPriorities) {
      const row = { teamId, title: priority, priority, status: "open" } as const;
      await ctx.db.insert("tasks", { ...row, ...(priority === "low" && { dueAt: 1000 }) });
    }
  });
  await app.mutation(internal.migrations.fillTaskRanks, {});
  await finish();
  const titles = async (order: TaskOrder) =>
    (await ann.query(api.tasks.list, { teamId, order, ...firstPage })).page.map(
      ({ title }) => title,
    );
  expect(await titles("priority")).toEqual(["high", "normal", "low"]);
  expect(await titles("due")).toEqual(["low", "normal", "high"]);
});

test("each migration is run by runAll", async () => {
  await oldPeople(3);
  const names = Object.keys(migrations).filter((name) => name !== "runAll");
  await app.mutation(internal.migrations.runAll, {});
  await finish();
  expect(await filled()).toBe(3);
  const status = await app.run((ctx) =>
    ctx.runQuery(components.migrations.lib.getStatus, {
      names: names.map((name) => `migrations:${name}`),
    }),
  );
  const done = Object.fromEntries(status.map(({ name, isDone }) => [name, isDone]));
  expect(done).toEqual(Object.fromEntries(names.map((name) => [`migrations:${name}`, true])));
});
