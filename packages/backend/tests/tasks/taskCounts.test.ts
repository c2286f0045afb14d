// The counts of tasks, held against the tasks themselves after all kinds of writes.
import { type TaskCounts, taskStatuses } from "@repo/validators/tasks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

const DAY = 24 * 60 * 60 * 1000;
const none: TaskCounts = { open: 0, doing: 0, done: 0, cancelled: 0, trash: 0 };

let app: TestApp;
let ann: Person;
let teams: Id<"teams">[];

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  ann = await signedInAs(app, "member");
  teams = [await inTeam(app, { owner: ann }), await inTeam(app, { owner: ann })];
});

afterEach(() => vi.useRealTimers());

const told = (teamId: Id<"teams">) => ann.query(api.tasks.counts, { teamId });

/** By reading every task, which only a test may. */
async function counted(teamId: Id<"teams">): Promise<TaskCounts> {
  const all = await app.run((ctx) => ctx.db.query("tasks").collect());
  const counts = { ...none };
  for (const task of all) {
    if (task.teamId === teamId) counts[task.deletedAt === undefined ? task.status : "trash"]++;
  }
  return counts;
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

const make = (teamId: Id<"teams">) =>
  ann.mutation(api.tasks.create, { teamId, title: "Paint", priority: "low" });

test.each([1, 2, 3])("are right after any operations, by the numbers of seed %d", async (seed) => {
  const next = numbers(seed);
  const ids: Id<"tasks">[] = [];
  const operations: (() => Promise<unknown>)[] = [
    async () => ids.push(await make(teams[next(2)]!)),
    async () => ids.push(await make(teams[next(2)]!)),
    () => ann.mutation(api.tasks.move, { id: any(), status: taskStatuses[next(4)]! }),
    () => ann.mutation(api.tasks.remove, { id: any() }),
    () => ann.mutation(api.tasks.restore, { id: any() }),
    () => ann.mutation(api.tasks.update, { id: any(), title: `Title ${next(100)}` }),
    async () => {
      vi.setSystemTime(Date.now() + 20 * DAY);
      await app.mutation(internal.taskUpkeep.purge, {});
      await app.finishAllScheduledFunctions(vi.runAllTimers);
    },
  ];
  const any = () => ids[next(ids.length)]!;
  for (let n = 0; n < 6; n++) ids.push(await make(teams[n % 2]!));
  let done = 0;
  for (let n = 0; n < 60; n++) {
    const operation = operations[next(operations.length)]!;
    // What is refused, such as a move that there is none of, changes no count either.
    await operation().then(
      () => done++,
      () => null,
    );
  }
  expect(done).toBeGreaterThan(20);
  for (const teamId of teams) expect(await told(teamId)).toEqual(await counted(teamId));
});

test("go down with the tasks that go with their team, and leave other teams alone", async () => {
  const [gone, kept] = teams as [Id<"teams">, Id<"teams">];
  for (let n = 0; n < 5; n++) await make(gone);
  await make(kept);
  await ann.mutation(api.teams.remove, { id: gone });
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await told(kept)).toEqual({ ...none, open: 1 });
  const admin = await signedInAs(app, "admin");
  await expect(admin.query(api.tasks.counts, { teamId: gone })).rejects.toMatchObject({
    data: { code: "NOT_FOUND" },
  });
});

test("are corrected by a repair, whatever bypassed the functions", async () => {
  const [teamId, other] = teams as [Id<"teams">, Id<"teams">];
  const lost = await make(teamId);
  await make(other);
  await app.run(async (ctx) => {
    await ctx.db.delete("tasks", lost);
    const row = { teamId, title: "Imported", priority: "low" } as const;
    for (let n = 0; n < 130; n++) await ctx.db.insert("tasks", { ...row, status: "doing" });
    await ctx.db.insert("tasks", { ...row, status: "done", deletedAt: Date.now() });
  });
  expect(await told(teamId)).toEqual({ ...none, open: 1 });
  await app.mutation(internal.taskUpkeep.repairCounts, { teamId });
  // A write in the middle of it is counted once.
  await make(teamId);
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await told(teamId)).toEqual({ ...none, open: 1, doing: 130, trash: 1 });
  expect(await told(other)).toEqual({ ...none, open: 1 });
});
