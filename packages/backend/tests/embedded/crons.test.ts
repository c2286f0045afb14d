// @vitest-environment node
// What runs on a schedule, on the embedded backend: for each cron, rows that are due, more than one batch of
// them where it goes batch by batch, and what has become of them once its target was run.
import type { ConvexClient } from "convex/browser";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id, TableNames } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { type Row, importRows, rowsOf, runFunction } from "../../embedded/admin.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";
import { signUp, upload } from "../../embedded/people.ts";
import { valueOf } from "../../testing/example-values.ts";
import { knowledgeErrands } from "../../testing/knowledge-errands.ts";
import { documentOf } from "../../testing/manifest.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

/** What one cron is for; "to write" where nobody has said it yet. */
interface Errand {
  /** Brings about what it has to find. */
  given: () => Promise<void>;
  /** What its target takes here, where the time that it waits is too long for a test. */
  args?: Row;
  /** Throws until it is done; also when more is gone than is due. */
  done: () => Promise<void>;
}

const declared = declaredCrons(crons);
/** More than any batch, or page, of a target. */
const MANY = 210;
/** Before anything is kept for so long. */
const LONG_AGO = Date.UTC(2020, 0, 1);

let backend: Embedded;
let ann: ConvexClient;
let userId: Id<"users">;
let teamId: Id<"teams">;

beforeAll(async () => {
  backend = await startApp();
  ann = await signUp(backend, "ann");
  userId = (await ann.query(api.users.me, {}))._id;
  teamId = await ann.mutation(api.teams.create, { name: "Office" });
});

afterAll(async () => {
  await ann?.close();
  await backend?.close();
});

const rows = (table: string, component?: string) => rowsOf(backend, table, component);
const put = (
  table: string,
  mode: "append" | "replace",
  some: readonly Row[],
  component?: string,
): Promise<void> => importRows(backend, table, mode, some, component);

/** Rows that are due are removed; one like them that is not due stays. */
function removes(table: string, due: () => Row, fresh: Row): Errand {
  const [field] = Object.keys(fresh) as [string];
  const isDue = (row: Row) => row[field] === due()[field];
  let kept: Row[];
  return {
    given: async () => {
      const before = new Set((await rows(table)).map(({ _id }) => _id));
      const some = Array.from({ length: MANY }, due);
      await put(table, "append", [{ ...due(), ...fresh }, ...some]);
      kept = (await rows(table)).filter((row) => !before.has(row._id) && !isDue(row));
      expect(kept).toHaveLength(1);
    },
    done: async () => {
      const left = await rows(table);
      expect(left.filter(isDue)).toEqual([]);
      expect(left).toContainEqual(kept[0]);
    },
  };
}

/** Rows of a table that go once they are old. The fields are made of its validator. */
function removesOld(table: TableNames): Errand {
  let errand: Errand;
  return {
    given: async () => {
      const row = await exampleFor(table);
      errand = removes(table, () => ({ ...row, _creationTime: LONG_AGO }), isNew);
      await errand.given();
    },
    done: async () => await errand.done(),
  };
}

/** Rows of a table that go once they were in the trash for long. */
function emptiesTrash(table: TableNames): Errand {
  let errand: Errand;
  return {
    given: async () => {
      const row = await exampleFor(table);
      const due = () => ({ ...row, deletedAt: LONG_AGO });
      errand = removes(table, due, { deletedAt: Date.now() });
      await errand.given();
    },
    done: async () => await errand.done(),
  };
}

/** The fields of a row, which refers to the person, to their team, and to rows that are made for it. */
async function exampleFor(table: TableNames): Promise<Row> {
  const idOf = async (to: string): Promise<string> => {
    if (to === "users") return userId;
    if (to === "teams") return teamId;
    if ((await rows(to)).length === 0) {
      await put(to, "append", [await exampleFor(to as TableNames)]);
    }
    return String((await rows(to))[0]!._id);
  };
  return (await valueOf(documentOf(table), idOf)) as Row;
}

/** More than one batch of the digest, which pauses half a second for each e-mail before the next one. */
const readers = Array.from({ length: 25 }, (_, n) => `reader${n}@example.com`);

const isNew = { _creationTime: Date.now() };
/** Work whose function a later push removed. */
const lostWork = { kind: "reports:removed", subject: "1", maxAttempts: 5, timeoutMs: 1000 };

/** By the target of the cron. */
const errands: Record<string, Errand | "to write"> = {
  "auditEvents:purge": removes(
    "auditEvents",
    () => ({
      ...{ action: "notes.update", table: "notes", rowId: "1", details: [], requestId: "1" },
      _creationTime: LONG_AGO,
    }),
    isNew,
  ),
  "callCounts:purge": {
    given: async () => {
      const count = { shard: 0, value: 0, ts: 0 };
      const old = Array.from({ length: MANY }, (_, n) => ({
        ...{ ...count, name: "old", key: String(n) },
        _creationTime: LONG_AGO,
      }));
      const inUse = { ...count, name: "new", key: "1", ...isNew };
      await put("rateLimits", "append", [...old, inUse], "rateLimiter");
      expect(await rows("rateLimits", "rateLimiter")).toContainEqual(
        expect.objectContaining(inUse),
      );
    },
    done: async () => {
      const names = (await rows("rateLimits", "rateLimiter")).map(({ name }) => name);
      expect(names).toContain("new");
      expect(names).not.toContain("old");
    },
  },
  "emails:purge": removesOld("emails"),
  // Nothing knows of these: they are recorded as failed.
  "emails:follow": {
    args: { after: 0 },
    given: async () => {
      const lost = { to: "ada@example.com", kind: "digest", subject: "News", status: "queued" };
      await put(
        "emails",
        "replace",
        Array.from({ length: MANY }, () => lost),
      );
    },
    done: async () => {
      const found = await rows("emails");
      expect(found).toHaveLength(MANY);
      expect(found.filter(({ status }) => status !== "failed")).toEqual([]);
    },
  },
  "files:expire": removes(
    "files",
    () => ({
      ...{ ownerId: userId, name: "a.txt", purpose: "attachment", status: "pending" },
      _creationTime: LONG_AGO,
    }),
    isNew,
  ),
  "files:purge": removes(
    "files",
    () => ({
      ...{ ownerId: userId, name: "old.txt", purpose: "attachment", status: "pending" },
      deletedAt: LONG_AGO,
    }),
    { deletedAt: Date.now() },
  ),
  "invitations:expire": removes(
    "invitations",
    () => ({
      ...{ teamId, invitedBy: userId, email: "zoe@example.com", role: "member" },
      ...{ tokenHash: "0".repeat(64), sentAt: LONG_AGO, sentCount: 1, expiresAt: LONG_AGO },
    }),
    { expiresAt: Date.UTC(2100, 0, 1) },
  ),
  "jobs:purge": removes(
    "jobs",
    () => ({
      ...{ ...lostWork, status: "done", attempts: 1 },
      dueAt: LONG_AGO,
    }),
    { dueAt: Date.UTC(2100, 0, 1) },
  ),
  "notifications:purge": removesOld("notifications"),
  "sessions:purge": removes(
    "authSessions",
    () => ({ userId, expirationTime: LONG_AGO, _creationTime: LONG_AGO }),
    isNew,
  ),
  "taskUpkeep:purge": emptiesTrash("tasks"),
  "removals:resume": removes(
    "removals",
    () => {
      // Each is of a row of its own, which is gone.
      const rowId = crypto.randomUUID();
      return { table: "teams", rowId, done: 1, movedAt: LONG_AGO, isHeld: false };
    },
    { movedAt: Date.now() + 60_000 },
  ),
  "webhooks:purge": removesOld("webhookEvents"),
  "jobs:recoverStuck": {
    given: async () => {
      const some = Array.from({ length: MANY }, (_, n) => ({
        ...{ ...lostWork, attempts: 1, dueAt: 0 },
        status: n % 2 === 0 ? "running" : "queued",
      }));
      await put("jobs", "replace", some);
    },
    // Each is delivered again, and given up: there is no function to deliver it to.
    done: async () => {
      const found = await rows("jobs");
      expect(found).toHaveLength(MANY);
      expect(
        new Set(found.map(({ status, attempts }) => `${String(status)} ${String(attempts)}`)),
      ).toEqual(new Set(["failed 1"]));
    },
  },
  "notifications:digest": {
    given: async () => {
      const given = readers.map((email) => ({ name: "Rea", email, role: "member" }));
      await put("users", "append", given);
      const ids = (await rows("users")).filter(({ email }) => readers.includes(String(email)));
      const news = { kind: "taskMoved", title: "Moved to done: the fence" };
      await put(
        "notifications",
        "append",
        ids.map(({ _id }) => ({ ...news, userId: _id })),
      );
    },
    done: async () => {
      const digests = (await rows("emails")).filter(
        ({ kind, text }) => kind === "digest" && String(text).includes("the fence"),
      );
      expect(new Set(digests.map(({ to }) => to)).size).toBe(readers.length);
      expect(digests).toHaveLength(readers.length);
    },
  },
  "files:sweep": {
    args: { olderThan: -60_000 },
    // The row of a file is gone, by the hand of an administrator; its bytes are not.
    given: async () => {
      await upload(ann, { name: "a.txt", purpose: "attachment" }, "text/plain", "Two litres");
      expect(await rows("_storage")).not.toEqual([]);
      await put("files", "replace", []);
    },
    done: async () => expect(await rows("_storage")).toEqual([]),
  },
  "uploads:expire": removesOld("uploads"),
  ...knowledgeErrands({ rows, put, team: () => ({ client: ann, teamId }) }),
};

test("these are all that run on a schedule", () => {
  expect(declared.map(({ target }) => target).sort()).toEqual(Object.keys(errands).sort());
});

test("each interval has run by itself, once it was pushed, and an admin sees how it ended", async () => {
  const admin = await signUp(backend, "admin");
  onTestFinished(() => admin.close());
  await runFunction(backend, "users:setRole", { email: "admin@example.com", role: "admin" });
  const intervals = declared.filter(({ schedule }) => schedule.type === "interval");
  expect(intervals.length).toBeGreaterThan(0);
  await vi.waitFor(async () => {
    const runs = await admin.query(api.jobs.listCrons, {});
    for (const { title, schedule } of declared) {
      const state = schedule.type === "interval" ? "done" : "never";
      expect(runs).toContainEqual(expect.objectContaining({ title, state }));
    }
  }, 120_000);
  const { title } = declared.find(({ schedule }) => schedule.type === "daily")!;
  const args = JSON.stringify({ cursor: 1 });
  await runFunction(backend, "jobs:runCron", { title, target: "notifications:digest", args });
  await vi.waitFor(async () => {
    const failed = { title, state: "failed", error: expect.stringContaining("cursor") };
    expect(await admin.query(api.jobs.listCrons, {})).toContainEqual(
      expect.objectContaining(failed),
    );
  }, 120_000);
});

const written = declared.flatMap((cron) => {
  const errand = errands[cron.target]!;
  return errand === "to write" ? [] : [[cron.title, cron, errand] as const];
});

for (const { title, target } of declared) {
  if (errands[target] === "to write") test.todo(`${title}: does all that is due`);
}

test.each(written)(
  "%s: does all that is due, and nothing else",
  async (_title, { target, args }, errand) => {
    await errand.given();
    await expect(errand.done()).rejects.toThrow();
    await runFunction(backend, target, { ...args, ...errand.args });
    await vi.waitFor(errand.done, { timeout: 120_000, interval: 50 });
  },
);
