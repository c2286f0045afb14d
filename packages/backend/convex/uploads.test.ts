import { fieldLimits } from "@repo/validators/fields";
import { imageTypes } from "@repo/validators/files";
import { beforeEach, describe, expect, test } from "vitest";
import type { Id } from "./_generated/dataModel";
import { checkFiles, publicFileOf } from "./uploads";
import type { MutationCtx, QueryCtx } from "./functions";
import { type TestApp, exampleFile, initTest } from "./testing.setup";

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
