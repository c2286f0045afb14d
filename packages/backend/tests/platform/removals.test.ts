// Removals of many rows: what one transaction does stays the same however many there are, what is removed
// leaves no rows of another kind behind, and a removal that stopped goes on.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { MutationCtx } from "../../convex/_generated/server";
import { leaveOn, startLeaving } from "../../convex/model/accounts/accounts.ts";
import {
  REMOVAL_BATCH,
  type Step,
  finishRemoval,
  recordStep,
  removeRow,
} from "../../convex/model/platform/removal.ts";
import { STALLED_MS } from "../../convex/removals.ts";
import {
  type Person,
  type TestApp,
  allRows,
  failsWith,
  firstPage,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";
import { followedDb } from "../../convex/builders/writes.ts";

// Hundreds of rows are written before anything is measured, which takes a busy machine its time.
vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let ann: Person;
let bob: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
  teamId = await inTeam(app, { owner: ann, members: [bob] });
});
afterEach(() => vi.useRealTimers());

/** As many tasks for a person in a team, notifications and notes of theirs. */
async function fill(many: number, inside = teamId): Promise<void> {
  const task = { teamId: inside, title: "t", status: "open", priority: "normal" } as const;
  for (let start = 0; start < many; start += 100) {
    await app.run(async (ctx) => {
      const db = followedDb(ctx, async () => null);
      const [userId, ownerId] = [bob.userId, bob.userId];
      for (let n = start; n < Math.min(start + 100, many); n++) {
        await db.insert("tasks", { ...task, creatorId: ann.userId, assigneeId: userId });
        await db.insert("notifications", { userId, kind: "taskAssigned", title: "Yours" });
        await db.insert("notes", { ownerId, title: "n", body: "b" });
      }
    });
  }
}

/** What a transaction used, and what it answered. */
async function measured<Result>(
  work: (ctx: MutationCtx) => Promise<Result>,
): Promise<Measured<Result>> {
  return await app.run(async (ctx) => {
    const followed = { ...ctx, db: followedDb(ctx as MutationCtx, async () => null) };
    const result = await work(followed as MutationCtx);
    const { documentsRead, documentsWritten, databaseQueries, bytesRead } =
      await ctx.meta.getTransactionMetrics();
    const used = [documentsRead, documentsWritten, databaseQueries, bytesRead];
    return { result, reads: documentsRead.used, used };
  });
}

type Work = (ctx: MutationCtx) => Promise<Step>;
interface Measured<Result> {
  result: Result;
  reads: number;
  used: { used: number; remaining: number }[];
}

/** Takes every step of a removal by hand, and answers what each transaction used. */
async function steps(work: Work): Promise<Measured<Step>[]> {
  const all: Measured<Step>[] = [];
  for (let state = "more"; state === "more";) {
    const one = await measured(work);
    state = one.result.state;
    all.push(one);
  }
  return all;
}

const mostOf = (all: readonly Measured<unknown>[]) => Math.max(...all.map(({ reads }) => reads));

describe.each([
  ["an account", async (ctx: MutationCtx) => await leaveOn(ctx, bob.userId)],
  [
    "a team",
    async (ctx: MutationCtx) => await finishRemoval(ctx, { table: "teams", rowId: teamId }),
  ],
])("the removal of %s", (what, work) => {
  const start = async (ctx: MutationCtx) => {
    if (what === "a team") return await removeRow(ctx, "teams", teamId);
    await startLeaving(ctx, (await ctx.db.get("users", bob.userId))!);
  };

  test("asks no more of a transaction for twice the rows, and takes no more of them than that", async () => {
    // Tasks, and what the log says of them; tasks, notifications and notes.
    const kinds = what === "a team" ? 2 : 3;
    const [few, many] = [REMOVAL_BATCH, 2 * REMOVAL_BATCH];
    await fill(few);
    const small = [await measured(start), ...(await steps(work))];

    [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
    teamId = await inTeam(app, { owner: ann, members: [bob] });
    await fill(many);
    const large = [await measured(start), ...(await steps(work))];

    // The call itself, and then every transaction that follows it.
    expect(large[0]!.reads).toBeLessThanOrEqual(small[0]!.reads * 1.1);
    expect(mostOf(large)).toBeLessThanOrEqual(mostOf(small) * 1.1);
    for (const { used, remaining } of large.flatMap((one) => one.used)) {
      expect(used).toBeLessThan(remaining);
    }
    expect(large.length).toBeLessThan(kinds * (many / REMOVAL_BATCH) * 1.2 + 3);
  });
});

describe("an account and the team that its work is in, removed at once", () => {
  const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);
  const rowsOf = async () =>
    Object.fromEntries(
      Object.entries(await allRows(app)).map(([table, rows]) => [table, rows.length]),
    );

  async function removeBoth() {
    await ann.mutation(api.teams.remove, { id: teamId });
    const { email } = await bob.query(api.users.me);
    await bob.mutation(api.users.removeAccount, { email });
  }

  test("are gone in the end, and their rows have not become others", async () => {
    await fill(2 * REMOVAL_BATCH + 1);
    const before = await rowsOf();
    await removeBoth();
    await settle();
    const after = await rowsOf();
    expect(after).toMatchObject({ "/tasks": 0, "/notifications": 0, "/notes": 0, "/removals": 0 });
    expect(after["/users"]).toBe(before["/users"]! - 1);
    // Both removals and the start of one are on record, and none of the rows that went along.
    expect(after["/auditEvents"]! - before["/auditEvents"]!).toBeLessThan(10);
    expect(after["aggregate/btreeNode"]).toBeLessThanOrEqual(1);
  });

  test("write no event for each row that stays with a team, and named the person", async () => {
    await fill(REMOVAL_BATCH + 1);
    const before = await rowsOf();
    const { email } = await bob.query(api.users.me);
    await bob.mutation(api.users.removeAccount, { email });
    await settle();
    const after = await allRows(app);
    expect(after["/tasks"]).toHaveLength(before["/tasks"]!);
    expect(after["/tasks"]!.filter(({ assigneeId }) => assigneeId !== undefined)).toEqual([]);
    expect(after["/auditEvents"]!.length - before["/auditEvents"]!).toBeLessThan(10);
    // What others take away themselves is still told.
    const id = after["/tasks"]![0]!._id as Id<"tasks">;
    await ann.mutation(api.tasks.assign, { id, assigneeId: ann.userId });
    await ann.mutation(api.tasks.assign, { id, assigneeId: null });
    const events = (await allRows(app))["/auditEvents"]!;
    expect(events.at(-1)).toMatchObject({ details: [{ field: "assigneeId", from: ann.userId }] });
  });

  test("answer at once, and show admins how far they are", async () => {
    await fill(REMOVAL_BATCH + 1);
    const admin = await signedInAs(app, "admin");
    await removeBoth();
    const { page } = await admin.query(api.removals.list, firstPage);
    expect(page.map(({ table, isHeld }) => [table, isHeld]).sort()).toEqual([
      ["teams", false],
      ["users", false],
    ]);
    const [step] = await steps((ctx) => leaveOn(ctx, bob.userId));
    await app.run((ctx) =>
      recordStep(ctx, { table: "users", rowId: bob.userId }, { ...step!.result, state: "held" }),
    );
    const later = await admin.query(api.removals.list, firstPage);
    expect(later.page.find(({ table }) => table === "users")).toMatchObject({
      done: step!.result.done,
      isHeld: true,
    });
    const refused = ann.query(api.removals.list, firstPage);
    await expect(refused).rejects.toMatchObject(failsWith("FORBIDDEN"));
    await settle();
  });

  test("go on after a crash: what was to come next is lost, and a cron takes it up", async () => {
    await fill(REMOVAL_BATCH + 1);
    await removeBoth();
    const lost = await app.run(async (ctx) => {
      const all = await ctx.db.system.query("_scheduled_functions").collect();
      const pending = all.filter(
        ({ name, state }) => name === "removals:goOn" && state.kind === "pending",
      );
      for (const { _id } of pending) await ctx.scheduler.cancel(_id);
      return pending.length;
    });
    expect(lost).toBe(2);
    await settle();
    expect(await rowsOf()).toMatchObject({ "/removals": 2 });

    vi.advanceTimersByTime(STALLED_MS + 1);
    await app.mutation(internal.removals.resume, {});
    await settle();
    expect(await rowsOf()).toMatchObject({ "/tasks": 0, "/notes": 0, "/removals": 0 });
    expect(await app.run((ctx) => ctx.db.get("users", bob.userId))).toBeNull();
  });
});
