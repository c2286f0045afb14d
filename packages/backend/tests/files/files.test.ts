import { fileLimits } from "@repo/validators/files/files";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { claimFile } from "../../convex/model/files/files.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { writerFor } from "../../convex/builders/scopedDb.ts";
import {
  type Person,
  type TestApp,
  exampleFile,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";

const DAY = 24 * 60 * 60 * 1000;
const report = { name: "report.txt", purpose: "attachment" } as const;
const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const isStored = async (storageId: Id<"_storage">) =>
  (await app.run((ctx) => ctx.db.system.get("_storage", storageId))) !== null;
const rowOf = (id: Id<"files">) => app.run((ctx) => ctx.db.get("files", id));

const claim = (
  person: Person,
  id: Id<"files">,
  purpose: "attachment" | "avatar",
  teamId?: Id<"teams">,
) =>
  app.run(async (ctx) => {
    const user = await ctx.db.get("users", person.userId);
    const scoped = { user, db: writerFor(ctx, user), unscopedDb: ctx.db };
    return await claimFile({ ...ctx, ...scoped } as never, id, purpose, "notes", teamId);
  });

/** A ready file of somebody's. */
async function upload(person: Person, contentType = "text/plain", input: object = report) {
  const { id } = await person.mutation(api.files.requestUpload, { ...report, ...input });
  const storageId = await exampleFile(app, contentType);
  expect(await person.mutation(api.files.finishUpload, { id, storageId })).toBeNull();
  return { id, storageId };
}

describe("an upload", () => {
  test("is pending until its bytes are there, and ready with their size and type", async () => {
    const { id, url } = await ann.mutation(api.files.requestUpload, report);
    expect(URL.canParse(url)).toBe(true);
    expect(await ann.query(api.files.get, { id })).toMatchObject({ ...report, status: "pending" });

    const storageId = await exampleFile(app, "text/plain; charset=utf-8");
    expect(await ann.mutation(api.files.finishUpload, { id, storageId })).toBeNull();
    const ready = await ann.query(api.files.get, { id });
    expect(ready).toMatchObject({ status: "ready", size: 1, contentType: "text/plain" });
    expect(ready).not.toHaveProperty("storageId");
    expect(ready).not.toHaveProperty("ownerId");
  });

  test("may be finished twice with the same bytes, and not with others", async () => {
    const { id, storageId } = await upload(ann);
    expect(await ann.mutation(api.files.finishUpload, { id, storageId })).toBeNull();
    const others = await exampleFile(app);
    const refused = ann.mutation(api.files.finishUpload, { id, storageId: others });
    await expect(refused).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test.each([
    ["of a type that its purpose does not take", "text/html", "x", "attachment"],
    ["of the type of another purpose", "text/plain", "x", "avatar"],
    [
      "that is too long",
      "image/png",
      "x".repeat(fileLimits.purposes.avatar.maxBytes + 1),
      "avatar",
    ],
  ] as const)("%s is refused, and its bytes are gone", async (_what, type, bytes, purpose) => {
    const { id } = await ann.mutation(api.files.requestUpload, { ...report, purpose });
    const storageId = await exampleFile(app, type, bytes);
    const answer = await ann.mutation(api.files.finishUpload, { id, storageId });
    expect(answer).toMatchObject({ code: "INVALID" });
    expect(await isStored(storageId)).toBe(false);
    expect(await rowOf(id)).toBeNull();
  });

  test("with the bytes of another's file is refused, and those stay", async () => {
    const { storageId } = await upload(bob);
    const { id } = await ann.mutation(api.files.requestUpload, { ...report, purpose: "avatar" });
    const refused = ann.mutation(api.files.finishUpload, { id, storageId });
    await expect(refused).rejects.toMatchObject(failsWith("INVALID"));
    expect(await isStored(storageId)).toBe(true);
  });

  test("whose bytes never came is refused", async () => {
    const { id } = await ann.mutation(api.files.requestUpload, report);
    const storageId = await exampleFile(app);
    await app.run((ctx) => ctx.storage.delete(storageId));
    const refused = ann.mutation(api.files.finishUpload, { id, storageId });
    await expect(refused).rejects.toMatchObject(failsWith("INVALID"));
  });

  test("can be finished by nobody but who asked for it", async () => {
    const { id } = await ann.mutation(api.files.requestUpload, report);
    const storageId = await exampleFile(app);
    const refused = bob.mutation(api.files.finishUpload, { id, storageId });
    await expect(refused).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await isStored(storageId)).toBe(true);
  });

  test("too often is refused", async () => {
    // Small, so that together they stay within the quota of uploads.
    const avatar = { name: "me.png", purpose: "avatar" } as const;
    for (let n = 0; n < rateLimits["files.requestUpload"].capacity; n++) {
      await ann.mutation(api.files.requestUpload, avatar);
    }
    const refused = ann.mutation(api.files.requestUpload, avatar);
    await expect(refused).rejects.toMatchObject(failsWith("RATE_LIMITED"));
  });
});

describe("the list", () => {
  test("shows one's own, the newest first", async () => {
    const first = await upload(ann);
    await upload(bob);
    const second = await upload(ann);
    const { page } = await ann.query(api.files.list, firstPage);
    expect(page.map(({ _id }) => _id)).toEqual([second.id, first.id]);
  });

  test("shows those of one purpose, once they are there", async () => {
    const { id } = await upload(ann);
    await ann.mutation(api.files.requestUpload, { name: "me.png", purpose: "avatar" });
    await ann.mutation(api.files.requestUpload, report);
    const { page } = await ann.query(api.files.list, { ...firstPage, purpose: report.purpose });
    expect(page.map(({ _id }) => _id)).toEqual([id]);
  });
});

describe("removing", () => {
  test("takes the bytes along", async () => {
    const { id, storageId } = await upload(ann);
    await ann.mutation(api.files.remove, { id });
    expect(await rowOf(id)).toBeNull();
    expect(await isStored(storageId)).toBe(false);
    expect(await app.run((ctx) => ctx.db.query("blobs").take(1))).toEqual([]);
  });

  test("is for the owner alone", async () => {
    const { id, storageId } = await upload(ann);
    const refused = bob.mutation(api.files.remove, { id });
    await expect(refused).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await isStored(storageId)).toBe(true);
  });
});

describe("the trash", () => {
  const listed = async (list: typeof api.files.list | typeof api.files.listTrash) =>
    (await ann.query(list, firstPage)).page.map(({ _id }) => _id);

  test("takes a file out of every list, and keeps its bytes, which nobody gets", async () => {
    const { id, storageId } = await upload(ann);
    await ann.mutation(api.files.trash, { id });
    expect(await listed(api.files.list)).toEqual([]);
    expect(await listed(api.files.listTrash)).toEqual([id]);
    const ofPurpose = { ...firstPage, purpose: report.purpose };
    expect((await ann.query(api.files.list, ofPurpose)).page).toEqual([]);
    expect(await isStored(storageId)).toBe(true);
    await expect(ann.query(internal.files.served, { id })).rejects.toMatchObject(
      failsWith("NOT_FOUND"),
    );
    await expect(claim(ann, id, "attachment")).rejects.toMatchObject(failsWith("INVALID"));
  });

  test("gives a file back as it was", async () => {
    const { id } = await upload(ann);
    const before = await rowOf(id);
    await ann.mutation(api.files.trash, { id });
    await ann.mutation(api.files.restore, { id });
    expect(await rowOf(id)).toEqual(before);
    expect(await listed(api.files.listTrash)).toEqual([]);
  });

  test("is for the owner alone, and not for a file in use", async () => {
    const { id } = await upload(ann);
    for (const call of [api.files.trash, api.files.restore]) {
      await expect(bob.mutation(call, { id })).rejects.toMatchObject(failsWith("NOT_FOUND"));
    }
    await claim(ann, id, "attachment");
    const refused = ann.mutation(api.files.trash, { id });
    await expect(refused).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test("is purged of what has been there for 30 days, with the bytes, and of nothing else", async () => {
    const [old, recent, kept] = [await upload(ann), await upload(ann), await upload(ann)];
    await ann.mutation(api.files.trash, { id: old.id });
    vi.setSystemTime(Date.now() + fileLimits.trashDays * DAY);
    await ann.mutation(api.files.trash, { id: recent.id });
    vi.setSystemTime(Date.now() + 1000);
    await app.mutation(internal.files.purge, {});
    expect(await rowOf(old.id)).toBeNull();
    expect(await isStored(old.storageId)).toBe(false);
    for (const { id } of [recent, kept]) expect(await rowOf(id)).not.toBeNull();
  });
});

describe("stored bytes", () => {
  test("belong to one row, for every writer", async () => {
    const { storageId } = await upload(bob);
    const { id } = await ann.mutation(api.files.requestUpload, report);
    const stolen = app.run(async (ctx) => {
      const db = writerFor(ctx, await ctx.db.get("users", ann.userId));
      await db.patch("files", id, { storageId });
    });
    await expect(stolen).rejects.toMatchObject({
      data: { code: "INVALID", issues: [{ path: "storageId" }] },
    });
  });

  test("whose loss came first do not keep their row from going", async () => {
    const { id, storageId } = await upload(ann);
    await app.run((ctx) => ctx.storage.delete(storageId));
    await ann.mutation(api.files.remove, { id });
    expect(await rowOf(id)).toBeNull();
  });
});

describe("claiming", () => {
  test("works once, for the owner, for the purpose, when it is ready", async () => {
    const { id, storageId } = await upload(ann);
    const { id: pending } = await ann.mutation(api.files.requestUpload, report);
    const refused = failsWith("INVALID");
    await expect(claim(bob, id, "attachment")).rejects.toMatchObject(refused);
    await expect(claim(ann, id, "avatar")).rejects.toMatchObject(refused);
    await expect(claim(ann, pending, "attachment")).rejects.toMatchObject(refused);
    expect(await claim(ann, id, "attachment")).toMatchObject({ storageId });
    await expect(claim(ann, id, "attachment")).rejects.toMatchObject(refused);
  });
});

describe("the address of a file", () => {
  const open = (who: Pick<TestApp, "fetch">, id: string, init?: RequestInit) =>
    who.fetch(`/files/${id}`, init);

  test("answers its owner with the bytes, to be saved and not to be run", async () => {
    const { id } = await upload(ann, "text/plain", { name: `Übung "1".txt` });
    const answer = await open(ann, id);
    expect([answer.status, await answer.text()]).toEqual([200, "x"]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/plain",
      "content-disposition": `attachment; filename="_bung _1_.txt"; filename*=UTF-8''%C3%9Cbung%20%221%22.txt`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    });
  });

  test("shows an image in the page", async () => {
    const { id } = await upload(ann, "image/png", { purpose: "avatar" });
    const answer = await open(ann, id);
    expect(answer.headers.get("Content-Disposition")).toMatch(/^inline; /);
  });

  test("answers 401 when nobody is signed in, and 404 to everybody else", async () => {
    const { id } = await upload(ann);
    expect((await open(app, id)).status).toBe(401);
    expect((await open(bob, id)).status).toBe(404);
    expect((await open(await signedInAs(app, "admin"), id)).status).toBe(404);
  });

  test("answers the members of the team that it was given to, and nobody else", async () => {
    const { id } = await upload(ann);
    const teamId = await inTeam(app, { owner: ann, members: [bob] });
    const cleo = await signedInAs(app, "member");
    await inTeam(app, { owner: cleo });
    expect((await open(bob, id)).status).toBe(404);
    await claim(ann, id, "attachment", teamId);
    expect((await open(bob, id)).status).toBe(200);
    expect((await open(cleo, id)).status).toBe(404);
  });

  test.each(["", "x", "..%2f", "files/1"])("that ends in %j answers 404", async (end) => {
    expect((await open(ann, end)).status).toBe(404);
  });

  test("answers 404 for one that is pending or gone", async () => {
    const { id } = await ann.mutation(api.files.requestUpload, report);
    expect((await open(ann, id)).status).toBe(404);
    await ann.mutation(api.files.remove, { id });
    expect((await open(ann, id)).status).toBe(404);
  });

  test("may be read by the app's own origin and no other", async () => {
    vi.stubEnv("SITE_URL", "https://app.example.com/start");
    const { id } = await upload(ann);
    const originFor = async (origin: string, method = "GET") => {
      const answer = await open(ann, id, { method, headers: { Origin: origin } });
      return answer.headers.get("Access-Control-Allow-Origin");
    };
    expect(await originFor("https://app.example.com")).toBe("https://app.example.com");
    expect(await originFor("https://app.example.com", "OPTIONS")).toBe("https://app.example.com");
    expect(await originFor("https://evil.example.com")).toBeNull();
    vi.stubEnv("SITE_URL", undefined);
    expect(await originFor("https://app.example.com")).toBeNull();
  });
});

describe("the sweep", () => {
  const sweep = async (olderThan?: number) => {
    await app.mutation(internal.files.sweep, olderThan === undefined ? {} : { olderThan });
    await app.finishAllScheduledFunctions(vi.runAllTimers);
  };

  test("removes bytes that no row holds, once they are old enough", async () => {
    const orphan = await exampleFile(app);
    const { storageId } = await upload(ann);
    await sweep();
    expect(await isStored(orphan)).toBe(true);
    vi.advanceTimersByTime(25 * 60 * 60 * 1000);
    const young = await exampleFile(app);
    await sweep();
    expect([await isStored(orphan), await isStored(storageId), await isStored(young)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("spares those of a row that was put in by hand, and notes whose they are", async () => {
    const storageId = await exampleFile(app);
    const row = { ...report, ownerId: ann.userId, status: "ready" as const, storageId };
    const id = await app.run((ctx) => ctx.db.insert("files", row));
    await sweep(-1);
    expect(await isStored(storageId)).toBe(true);
    await app.run((ctx) => removeRow(ctx, "files", id));
    expect(await isStored(storageId)).toBe(false);
  });

  test("removes those of a row that was taken out by hand", async () => {
    const { id, storageId } = await upload(ann);
    await app.run((ctx) => ctx.db.delete("files", id));
    await sweep(-1);
    expect(await isStored(storageId)).toBe(false);
    expect(await app.run((ctx) => ctx.db.query("blobs").take(1))).toEqual([]);
  });

  test("goes on until it has seen all", async () => {
    const orphans = [];
    for (let n = 0; n < 250; n++) orphans.push(await exampleFile(app));
    await sweep(-1);
    const left = await app.run((ctx) => ctx.db.system.query("_storage").take(1));
    expect(left).toEqual([]);
  });
});

describe("files whose bytes never came", () => {
  test("are removed once they are old enough, all of them", async () => {
    const { id: old } = await ann.mutation(api.files.requestUpload, report);
    const { id: ready } = await upload(ann);
    await app.run(async (ctx) => {
      const row = { ...report, ownerId: bob.userId, status: "pending" as const };
      for (let n = 0; n < 250; n++) await ctx.db.insert("files", row);
    });
    vi.advanceTimersByTime(25 * 60 * 60 * 1000);
    const { id: young } = await ann.mutation(api.files.requestUpload, report);
    await app.mutation(internal.files.expire, {});
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    const left = await app.run((ctx) => ctx.db.query("files").take(5));
    expect(left.map(({ _id }) => _id)).toEqual([ready, young]);
    expect(await rowOf(old)).toBeNull();
  });
});

test("both clean-ups are registered", () => {
  const names = declaredCrons(crons).map(({ target }) => target);
  expect(names).toEqual(expect.arrayContaining(["files:sweep", "files:expire"]));
});
