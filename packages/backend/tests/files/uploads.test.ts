import { fieldLimits } from "@repo/validators/fields";
import { fileLimits, imageTypes } from "@repo/validators/files/files";
import { UPLOAD_MS } from "@repo/validators/files/uploads";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { checkFiles, publicFileOf } from "../../convex/uploads.ts";
import type { MutationCtx, QueryCtx } from "../../convex/lib/context.ts";
import {
  type Person,
  type TestApp,
  exampleFile,
  initTest,
  signedInAs,
  withSession,
} from "../../testing/setup.ts";

type File = Id<"_storage">;

let app: TestApp;
beforeEach(() => {
  app = initTest();
});

const check = (
  ids: File | File[] | null | undefined,
  limits?: Parameters<typeof checkFiles>[3],
): Promise<void> =>
  app.run((ctx) => checkFiles(ctx as unknown as MutationCtx, "logo", ids, limits));
const refused = { data: { code: "INVALID", issues: [{ path: "logo" }] } };

async function goneFile(): Promise<File> {
  const id = await exampleFile(app);
  await app.run((ctx) => ctx.storage.delete(id));
  return id;
}

describe("a file that is given", () => {
  test.each(fieldLimits.file.types)("may be %s", async (type) => {
    await check(await exampleFile(app, type));
    await check(await exampleFile(app, `${type}; charset=utf-8`));
  });

  test.each([
    "text/html",
    "image/svg+xml",
    "application/javascript",
    "",
    "image/pngx",
    "image/png;,text/html",
    "image/png, text/html",
  ])("may not be %j", async (type) => {
    await expect(check(await exampleFile(app, type))).rejects.toMatchObject(refused);
  });

  test("may be as long as the limit, and no longer", async () => {
    const id = await exampleFile(app);
    const { types } = fieldLimits.file;
    await check(id, { maxBytes: 1, types });
    await expect(check(id, { maxBytes: 0, types })).rejects.toMatchObject(refused);
  });

  test("has to be there, alone and in a list", async () => {
    const [there, gone] = [await exampleFile(app), await goneFile()];
    await expect(check(gone)).rejects.toMatchObject(refused);
    await expect(check([there, gone])).rejects.toMatchObject(refused);
    await check([there, there]);
  });

  test("may be none", async () => {
    for (const nothing of [undefined, null, []]) await check(nothing);
  });
});

describe("a file that is shown", () => {
  const shown = (id: File | undefined) =>
    app.run((ctx) => publicFileOf(ctx as unknown as QueryCtx, id));

  test("has its place, its type and its size, and nothing else", async () => {
    const id = await exampleFile(app, "image/png");
    expect(await shown(id)).toEqual({
      url: expect.stringMatching(/^https:\/\/site\.example\.com\/public\/\w/),
      contentType: "image/png",
      size: 1,
    });
  });

  // A transaction of a test answers null for undefined.
  test("that is gone says so, and none is none", async () => {
    expect(await shown(await goneFile())).toEqual({ url: null, contentType: null, size: 0 });
    expect(await shown(undefined)).toBeNull();
  });
});

describe("the address of a file that is shown", () => {
  async function addressOf(type: string) {
    const id = await exampleFile(app, type, "<script>");
    const { url } = await app.run((ctx) => publicFileOf(ctx as unknown as QueryCtx, id));
    return { id, path: new URL(url!).pathname };
  }
  const safe = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  };

  test.each(imageTypes)("serves %s inline", async (type) => {
    const answer = await app.fetch((await addressOf(type)).path);
    expect([answer.status, await answer.text()]).toEqual([200, "<script>"]);
    const shown = {
      "content-type": type,
      "content-disposition": expect.stringMatching(/^inline;/),
    };
    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...safe, ...shown });
  });

  // A row can hold what today's checks would refuse: imported, or from before they were made stricter.
  test.each([
    ["text/plain", "text/plain"],
    ["text/html", "text/html"],
    ["image/svg+xml", "image/svg+xml"],
    ["image/png;,text/html", "application/octet-stream"],
    ["", "application/octet-stream"],
  ])("serves what was sent as %j to be saved", async (sent, served) => {
    const answer = await app.fetch((await addressOf(sent)).path);
    const saved = {
      "content-type": served,
      "content-disposition": expect.stringMatching(/^attachment;/),
    };
    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...safe, ...saved });
  });

  test("cannot be made up, and goes with the file", async () => {
    const { id, path } = await addressOf("image/png");
    const other = await exampleFile(app);
    const signature = path.split(".")[1];
    for (const end of ["", "x", id, `${id}.`, `${id}.x`, `${other}.${signature}`]) {
      expect((await app.fetch(`/public/${end}`)).status, end).toBe(404);
    }
    await app.run((ctx) => ctx.storage.delete(id));
    expect((await app.fetch(path)).status).toBe(404);
  });
});

describe("the address of an upload", () => {
  let ann: Person;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    ann = await signedInAs(app, "member");
  });
  afterEach(() => void vi.useRealTimers());

  const avatar = { name: "me.png", purpose: "avatar" } as const;
  const most = fileLimits.purposes.avatar.maxBytes;
  const pathOf = (url: string) => new URL(url).pathname;
  const ask = async () => {
    const { id, url } = await ann.mutation(api.files.requestUpload, avatar);
    return { id, path: pathOf(url) };
  };
  const send = (path: string, body: BodyInit = "x", headers: HeadersInit = {}) =>
    app.fetch(path, { method: "POST", body, headers: { "Content-Type": "image/png", ...headers } });
  const idIn = async (answer: Response) => ((await answer.json()) as { storageId: File }).storageId;
  const storedFiles = () => app.run((ctx) => ctx.db.system.query("_storage").collect());
  const used = async () => {
    const all = await ann.query(api.quotas.mine, {});
    const { rows, bytes } = all.find(({ table }) => table === "uploads")!;
    return { rows: rows.used, bytes: bytes.used };
  };

  test("takes one file, from a page of any origin", async () => {
    const { path } = await ask();
    const answer = await send(path, "x", { Origin: "https://app.example.com" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("https://app.example.com");
    const [file] = await storedFiles();
    expect(file).toMatchObject({ _id: await idIn(answer), size: 1 });
  });

  test("takes no second one, also of two at once, and keeps no bytes of it", async () => {
    const { path } = await ask();
    const statuses = (await Promise.all([send(path), send(path)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, expect.toBeOneOf([404, 409])]);
    expect((await send(path)).status).toBe(404);
    expect(await storedFiles()).toHaveLength(1);
  });

  test("takes no more bytes than its purpose, announced or not", async () => {
    const { path } = await ask();
    expect((await send(path, "x".repeat(most + 1))).status).toBe(413);
    expect((await send(path, "x", { "Content-Length": `${most + 1}` })).status).toBe(413);
    expect(await storedFiles()).toEqual([]);
    expect((await send(path, "x".repeat(most))).status).toBe(200);
  });

  test("cannot be made up, is good for an hour, and is no address to read from", async () => {
    const { path } = await ask();
    const [id, signature] = path.slice("/uploads/".length).split(".");
    const other = (await ask()).path.slice("/uploads/".length).split(".")[0];
    for (const end of ["", "x", id, `${id}.x`, `${other}.${signature}`]) {
      expect((await send(`/uploads/${end}`)).status, end).toBe(404);
    }
    expect((await app.fetch(`/public/${id}.${signature}`)).status).toBe(404);
    vi.advanceTimersByTime(UPLOAD_MS + 1);
    expect((await send(path)).status).toBe(404);
  });

  test("counts as the largest file, then as what was sent, and no more once a row holds it", async () => {
    const { id, path } = await ask();
    expect(await used()).toMatchObject({ rows: 1 });
    expect((await used()).bytes).toBeGreaterThan(most);
    const storageId = await idIn(await send(path, "x".repeat(1000)));
    const { bytes } = await used();
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(2000);
    // The store of the tests forgets the type of what it is given.
    await app.run((ctx) =>
      ctx.db.patch("_storage" as never, storageId as never, { contentType: "image/png" } as never),
    );
    expect(await ann.mutation(api.files.finishUpload, { id, storageId })).toBeNull();
    expect(await used()).toEqual({ rows: 0, bytes: 0 });
  });

  test("is refused to who has as many on the way as a person may", async () => {
    const admin = await signedInAs(app, "admin");
    const limits = { userId: ann.userId, table: "uploads", rows: 2, bytes: null };
    await admin.mutation(api.quotas.changeForPerson, limits);
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({
      data: { code: "QUOTA_EXCEEDED", quota: { table: "uploads", used: 2, limit: 2 } },
    });
  });

  test("is swept with its bytes after a day, not before, and counts no more", async () => {
    await send((await ask()).path);
    await ask();
    await app.mutation(internal.uploads.expire, {});
    expect((await used()).rows).toBe(2);
    vi.advanceTimersByTime(25 * 60 * 60 * 1000);
    // The session is over by then, the person is not.
    ann = { ...ann, ...(await withSession(app, ann.userId)) };
    await app.mutation(internal.uploads.expire, {});
    expect(await used()).toEqual({ rows: 0, bytes: 0 });
    expect(await storedFiles()).toEqual([]);
  });
});
