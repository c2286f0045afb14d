import type { FunctionArgs } from "convex/server";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { taskLimits, taskStatuses, type TaskOrder } from "@repo/validators/tasks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../testing/setup.ts";

const paginationOpts = { numItems: 50, cursor: null };
const DAY = 24 * 60 * 60 * 1000;
const refused = (code: string) => ({ data: { code } });

let app: TestApp;
let owner: Person;
let ann: Person;
let bob: Person;
let stranger: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  app = initTest();
  owner = await signedInAs(app, "member");
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
  stranger = await signedInAs(app, "member");
  teamId = await inTeam(app, { owner, members: [ann, bob] });
});

afterEach(() => vi.useRealTimers());

const create = (
  person: Person,
  changes: Partial<FunctionArgs<typeof api.tasks.create>> = {},
): Promise<Id<"tasks">> =>
  person.mutation(api.tasks.create, { teamId, title: "Paint", priority: "normal", ...changes });
const get = (id: Id<"tasks">) => owner.query(api.tasks.get, { id });
const move = (person: Person, id: Id<"tasks">, status: (typeof taskStatuses)[number]) =>
  person.mutation(api.tasks.move, { id, status });
const titles = (found: { page: { title: string }[] }) => found.page.map(({ title }) => title);
const newsOf = async (person: Person) =>
  (await person.query(api.notifications.list, { paginationOpts })).page.map(({ title }) => title);

describe("a task", () => {
  test("belongs to the team, starts open, and is seen and changed by every member", async () => {
    const id = await create(ann, { description: "Green" });
    expect(await bob.query(api.tasks.get, { id })).toMatchObject({
      teamId,
      creatorId: ann.userId,
      status: "open",
      description: "Green",
    });
    await bob.mutation(api.tasks.update, { id, title: "Paint it", description: null });
    expect(await get(id)).toMatchObject({ title: "Paint it" });
    expect(await get(id)).not.toHaveProperty("description");
  });

  test("does not exist for anybody else, not even for an admin of the app", async () => {
    const id = await create(ann);
    for (const person of [stranger, await signedInAs(app, "admin")]) {
      const calls = [
        person.query(api.tasks.get, { id }),
        person.mutation(api.tasks.update, { id, title: "Mine" }),
        move(person, id, "doing"),
        person.mutation(api.tasks.remove, { id }),
        person.query(api.tasks.counts, { teamId }),
        person.query(api.tasks.board, { teamId }),
        create(person),
      ];
      for (const call of calls) await expect(call).rejects.toMatchObject(refused("NOT_FOUND"));
    }
  });

  test("is given to members of the team only, who are notified", async () => {
    const id = await create(ann, { assigneeId: bob.userId });
    expect(await newsOf(bob)).toEqual(["Assigned to you: Paint"]);
    const toStranger = ann.mutation(api.tasks.assign, { id, assigneeId: stranger.userId });
    const issues = [{ path: "assigneeId" }];
    await expect(toStranger).rejects.toMatchObject({ data: { code: "INVALID", issues } });
    await expect(create(ann, { assigneeId: stranger.userId })).rejects.toMatchObject(
      refused("INVALID"),
    );
    await ann.mutation(api.tasks.assign, { id, assigneeId: ann.userId });
    await ann.mutation(api.tasks.assign, { id, assigneeId: null });
    expect(await get(id)).not.toHaveProperty("assigneeId");
    expect(await newsOf(ann)).toEqual([]);
  });

  test("is moved by anyone with a part in it, and the others with a part are notified", async () => {
    const id = await create(ann, { assigneeId: bob.userId });
    await move(bob, id, "doing");
    await move(bob, id, "done");
    expect(await get(id)).toMatchObject({ status: "done", closedAt: expect.any(Number) });
    expect(await newsOf(ann)).toEqual(["Moved to done: Paint", "Moved to doing: Paint"]);
    await move(owner, id, "open");
    expect(await get(id)).not.toHaveProperty("closedAt");
    expect(await newsOf(bob)).toContain("Moved to open: Paint");
  });

  test("is not moved by others, nor past a state", async () => {
    const id = await create(ann);
    await expect(move(bob, id, "doing")).rejects.toMatchObject(refused("FORBIDDEN"));
    await bob.mutation(api.tasks.assign, { id, assigneeId: bob.userId });
    await expect(move(bob, id, "cancelled")).rejects.toMatchObject(refused("FORBIDDEN"));
    await move(ann, id, "cancelled");
    await expect(move(ann, id, "done")).rejects.toMatchObject(refused("FORBIDDEN"));
    expect(await get(id)).toMatchObject({ status: "cancelled" });
  });

  test("can be taken by every member while it is unassigned, and then by those involved", async () => {
    const id = await create(owner, { assigneeId: ann.userId });
    const assign = (person: Person, to: Person | null) =>
      person.mutation(api.tasks.assign, { id, assigneeId: to?.userId ?? null });
    for (const to of [bob, null]) {
      await expect(assign(bob, to)).rejects.toMatchObject(refused("FORBIDDEN"));
    }
    await expect(move(bob, id, "done")).rejects.toMatchObject(refused("FORBIDDEN"));
    await assign(ann, null);
    await assign(bob, bob);
    await expect(assign(ann, ann)).rejects.toMatchObject(refused("FORBIDDEN"));
    await assign(owner, ann);
    expect(await get(id)).toMatchObject({ assigneeId: ann.userId });
  });

  test("leaves a trail of who did what", async () => {
    const id = await create(ann);
    await move(ann, id, "doing");
    const row = { table: "tasks", rowId: id, paginationOpts } as const;
    const { page } = await owner.query(api.auditEvents.listByRow, row);
    expect(page).toMatchObject([
      {
        actorId: ann.userId,
        action: "tasks.update",
        details: [{ field: "status", from: "open", to: "doing" }],
      },
      { actorId: ann.userId, action: "tasks.create" },
    ]);
    expect(JSON.stringify(page)).not.toContain("Paint");
  });
});

describe("the lists", () => {
  test("hold one state, without the trash", async () => {
    const ids = [];
    for (const title of ["A", "B", "C"]) ids.push(await create(ann, { title }));
    await move(ann, ids[0]!, "doing");
    await ann.mutation(api.tasks.remove, { id: ids[1]! });
    const column = (status: (typeof taskStatuses)[number]) =>
      bob.query(api.tasks.list, { teamId, status, paginationOpts });
    expect(titles(await column("open"))).toEqual(["C"]);
    expect(titles(await column("doing"))).toEqual(["A"]);
    const trash = await bob.query(api.tasks.listTrash, { teamId, paginationOpts });
    expect(titles(trash)).toEqual(["B"]);
  });

  test("hold all states where none is given, newest first or oldest", async () => {
    const ids = [];
    for (const title of ["A", "B", "C"]) ids.push(await create(ann, { title }));
    await move(ann, ids[0]!, "done");
    await ann.mutation(api.tasks.remove, { id: ids[1]! });
    const all = async (order?: TaskOrder) =>
      titles(await bob.query(api.tasks.list, { teamId, order, paginationOpts }));
    expect(await all()).toEqual(["C", "A"]);
    expect(await all("oldest")).toEqual(["A", "C"]);
    const open = { teamId, status: "open", order: "oldest", paginationOpts } as const;
    await create(ann, { title: "D" });
    expect(titles(await bob.query(api.tasks.list, open))).toEqual(["C", "D"]);
  });

  test("hold the tasks of one assignee, in all states and in one", async () => {
    const other = await inTeam(app, { owner: ann });
    const assigneeId = ann.userId;
    await create(ann, { title: "Left", assigneeId });
    await move(ann, await create(ann, { title: "Done", assigneeId }), "done");
    const removed = await create(ann, { title: "Removed", assigneeId });
    await ann.mutation(api.tasks.remove, { id: removed });
    await create(ann, { title: "Elsewhere", assigneeId, teamId: other });
    await create(ann, { title: "Unassigned" });
    await create(ann, { title: "Of Bob", assigneeId: bob.userId });
    const hers = { teamId, assigneeId, paginationOpts };
    for (const person of [ann, bob]) {
      expect(titles(await person.query(api.tasks.list, hers))).toEqual(["Done", "Left"]);
    }
    const left = { ...hers, status: "open" } as const;
    expect(titles(await ann.query(api.tasks.list, left))).toEqual(["Left"]);
  });

  describe.each([
    ["of all", {}],
    ["of one state", { status: "open" }],
    ["of one assignee", { isAssigned: true }],
    ["of one assignee in one state", { status: "open", isAssigned: true }],
  ] as const)("%s", (_name, { isAssigned, ...which }: { isAssigned?: true; status?: "open" }) => {
    const assignee = () => (isAssigned ? { assigneeId: bob.userId } : {});
    const inOrder = async (order: TaskOrder) => {
      const args = { teamId, ...which, ...assignee(), order, paginationOpts };
      return titles(await ann.query(api.tasks.list, args));
    };

    test("are sorted by date, what has none last, also when a date changes", async () => {
      const dates = { "No date": undefined, Later: 2000, Overdue: 0, Soon: 1000 };
      const ids = [];
      for (const [title, dueAt] of Object.entries(dates)) {
        ids.push(await create(ann, { title, dueAt, ...assignee() }));
      }
      expect(await inOrder("due")).toEqual(["Overdue", "Soon", "Later", "No date"]);
      await ann.mutation(api.tasks.update, { id: ids[0]!, dueAt: 500 });
      await ann.mutation(api.tasks.update, { id: ids[3]!, dueAt: null });
      expect(await inOrder("due")).toEqual(["Overdue", "No date", "Later", "Soon"]);
    });

    test("are sorted by priority, also when one changes", async () => {
      const ids = [];
      for (const priority of ["low", "high", "normal"] as const) {
        ids.push(await create(ann, { title: priority, priority, ...assignee() }));
      }
      expect(await inOrder("priority")).toEqual(["high", "normal", "low"]);
      await ann.mutation(api.tasks.update, { id: ids[0]!, priority: "high" });
      expect(await inOrder("priority")).toEqual(["low", "high", "normal"]);
    });
  });

  test("of what is due leave out what has no date, is later, closed or removed", async () => {
    const until = Date.UTC(2027, 0);
    await create(ann, { title: "No date" });
    await create(ann, { title: "Soon", dueAt: until });
    await create(ann, { title: "Overdue", dueAt: 0 });
    await create(ann, { title: "Later", dueAt: until + 1 });
    await move(ann, await create(ann, { title: "Done", dueAt: until }), "done");
    await ann.mutation(api.tasks.remove, {
      id: await create(ann, { title: "Gone", dueAt: until }),
    });
    const due = await ann.query(api.tasks.listDue, { teamId, until, paginationOpts });
    expect(titles(due)).toEqual(["Overdue", "Soon"]);
  });
});

describe("the board", () => {
  const board = (args: Partial<FunctionArgs<typeof api.tasks.board>> = {}) =>
    bob.query(api.tasks.board, { teamId, ...args });
  const names = (column: { tasks: { title: string }[] }) => column.tasks.map(({ title }) => title);

  test("has a column for each state, all counts, and the names of the assignees", async () => {
    await create(ann, { title: "A" });
    await create(ann, { title: "B", assigneeId: bob.userId, description: "Long" });
    await move(ann, await create(ann, { title: "C", assigneeId: bob.userId }), "doing");
    await ann.mutation(api.tasks.remove, { id: await create(ann, { title: "D" }) });
    const { columns, counts, people } = await board();
    expect(taskStatuses.map((status) => names(columns[status]))).toEqual([
      ["B", "A"],
      ["C"],
      [],
      [],
    ]);
    expect(counts).toEqual({ open: 2, doing: 1, done: 0, cancelled: 0, trash: 1 });
    const { name } = await bob.query(api.users.me, {});
    expect(people).toEqual([{ userId: bob.userId, name }]);
    expect(JSON.stringify(columns)).not.toContain("Long");
  });

  test("has the first page of a column, and says where there is more", async () => {
    const row = { teamId, status: "open", priority: "low" } as const;
    await app.run(async (ctx) => {
      for (let n = 0; n <= PAGE_SIZE; n++) await ctx.db.insert("tasks", { ...row, title: `${n}` });
      for (let n = 0; n < PAGE_SIZE; n++) {
        await ctx.db.insert("tasks", { ...row, title: `${n}`, status: "done" });
      }
    });
    const { columns } = await board({ order: "oldest" });
    expect(names(columns.open)).toEqual(Array.from({ length: PAGE_SIZE }, (_, n) => `${n}`));
    expect(columns.open.isMore).toBe(true);
    expect([columns.done.tasks.length, columns.done.isMore]).toEqual([PAGE_SIZE, false]);
  });

  test("is narrowed to an assignee and to words, whatever its order", async () => {
    await create(ann, { title: "Paint the fence", assigneeId: bob.userId });
    await create(ann, { title: "Paint the gate" });
    await create(ann, { title: "Mow", assigneeId: bob.userId });
    const open = async (args: Parameters<typeof board>[0]) =>
      names((await board(args)).columns.open).sort();
    expect(await open({ assigneeId: bob.userId })).toEqual(["Mow", "Paint the fence"]);
    expect(await open({ term: "paint" })).toEqual(["Paint the fence", "Paint the gate"]);
    const both = { term: "paint", assigneeId: bob.userId, order: "due" } as const;
    expect(await open(both)).toEqual(["Paint the fence"]);
  });
});

describe("the search", () => {
  const search = (term: string, status?: (typeof taskStatuses)[number]) =>
    bob.query(api.tasks.search, { teamId, term, status, paginationOpts });

  test("finds words of titles, in this team, in one state or in all, but nothing removed", async () => {
    const other = await inTeam(app, { owner: ann });
    await create(ann, { title: "Paint the fence" });
    await move(ann, await create(ann, { title: "Paint the gate" }), "done");
    await create(ann, { title: "Mow the lawn" });
    await create(ann, { title: "Paint elsewhere", teamId: other });
    await ann.mutation(api.tasks.remove, { id: await create(ann, { title: "Paint removed" }) });
    expect(titles(await search(" paint ")).sort()).toEqual(["Paint the fence", "Paint the gate"]);
    expect(titles(await search("paint", "done"))).toEqual(["Paint the gate"]);
  });

  test("refuses no words, and takes more than an index does", async () => {
    await create(ann, { title: "Paint" });
    await expect(search("  ")).rejects.toMatchObject(refused("INVALID"));
    expect(titles(await search(Array(60).fill("paint").join(" ").slice(0, 200)))).toEqual([
      "Paint",
    ]);
  });
});

describe("the trash", () => {
  test("keeps a task as it was, and gives it back", async () => {
    const id = await create(ann, { title: "Fence" });
    await move(ann, id, "doing");
    await bob.mutation(api.tasks.remove, { id });
    const calls = [
      move(ann, id, "done"),
      ann.mutation(api.tasks.update, { id, title: "Gate" }),
      ann.mutation(api.tasks.assign, { id, assigneeId: null }),
      ann.mutation(api.tasks.remove, { id }),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject(refused("NOT_FOUND"));
    await ann.mutation(api.tasks.restore, { id });
    expect(await get(id)).toMatchObject({ title: "Fence", status: "doing" });
    expect(await get(id)).not.toHaveProperty("deletedAt");
  });

  test("is emptied after 30 days, in more than one batch, and live tasks stay", async () => {
    vi.useFakeTimers();
    const row = { teamId, title: "Old", status: "open", priority: "low" } as const;
    await app.run(async (ctx) => {
      for (let n = 0; n < 250; n++) {
        await ctx.db.insert("tasks", { ...row, deletedAt: Date.now() });
        await ctx.db.insert("tasks", { ...row, title: "Live" });
      }
    });
    const purge = async () => {
      await app.mutation(internal.taskUpkeep.purge, {});
      await app.finishAllScheduledFunctions(vi.runAllTimers);
      return await app.run(async (ctx) => (await ctx.db.query("tasks").collect()).length);
    };
    vi.setSystemTime(Date.now() + (taskLimits.trashDays - 1) * DAY);
    expect(await purge()).toBe(500);
    vi.setSystemTime(Date.now() + 2 * DAY);
    expect(await purge()).toBe(250);
  });
});

test("a person who leaves the team loses all their tasks", async () => {
  vi.useFakeTimers();
  await app.run(async (ctx) => {
    const row = { teamId, title: "Bob's", status: "open", priority: "low" } as const;
    for (let n = 0; n < 150; n++) await ctx.db.insert("tasks", { ...row, assigneeId: bob.userId });
  });
  const kept = await create(ann, { assigneeId: ann.userId });
  await bob.mutation(api.memberships.leave, { teamId });
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const assigned = await app.run((ctx) =>
    ctx.db
      .query("tasks")
      .withIndex("by_assigneeId", (q) => q.gt("assigneeId", undefined))
      .collect(),
  );
  expect(assigned.map(({ _id }) => _id)).toEqual([kept]);
});

test("an account that is removed leaves its tasks without it", async () => {
  const id = await create(ann, { assigneeId: bob.userId });
  const { removeRow } = await import("../convex/model/platform/removal.ts");
  await app.run((ctx) => removeRow(ctx as never, "users", bob.userId));
  await app.run((ctx) => removeRow(ctx as never, "users", ann.userId));
  const left = await get(id);
  expect(left).not.toHaveProperty("assigneeId");
  expect(left).not.toHaveProperty("creatorId");
});
