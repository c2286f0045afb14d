import { createHash } from "node:crypto";
import { readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  filePath,
  MAX_FILE_BYTES,
  storeBytes,
  storeStream,
} from "../functions/files/file-storage-bytes.ts";
import { fileMetadata, fileUrl, uploadUrl } from "../functions/files/file-storage-urls.ts";
import { createFileStorage, type FileStoragePart } from "../functions/files/file-storage.ts";
import { systemTables } from "../functions/scheduling/scheduled-job.ts";
import type { ComponentId } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import {
  openFixture,
  scriptedComponent,
  scriptedDeployment,
  temporaryDirectory,
  type Fixture,
} from "../testing/scheduler-fixture.ts";
import { storageApi } from "./storage.ts";

const HOUR = 3600 * 1000;
const config = {
  cloudOrigin: "http://127.0.0.1:3210",
  instanceSecret: new Uint8Array(32).fill(7),
};
const hash = (text: string) => createHash("sha256").update(text).digest();

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let fixture: Fixture;
let files: FileStoragePart;
let api: Hono;
let now: number;

beforeEach(async () => {
  now = Date.now();
  directory = await temporaryDirectory();
  const deployment = scriptedDeployment(1, scriptedComponent({}));
  fixture = openFixture(directory.path, { deployment, functions: {}, clock: { now: () => now } });
  openFiles();
});
afterEach(async () => {
  await fixture.database.close();
  await directory.remove();
});

/** File storage and its routes, with failures answered as the server answers them. */
function openFiles(): void {
  const parts = { ...config, dataDirectory: directory.path };
  files = createFileStorage({ ...fixture, config: parts });
  api = new Hono();
  api.onError((error, context) => {
    if (!(error instanceof BackendError)) throw error;
    return context.json({ code: error.code }, error.status);
  });
  api.route("/", storageApi({ ...fixture, files, config }));
}

async function upload(body: string, headers: Record<string, string> = {}, component = "") {
  const url = uploadUrl({ ...config, component, now });
  return api.request(url, { method: "POST", body: new TextEncoder().encode(body), headers });
}

/** The row of an uploaded file, and its URL. */
async function stored(body: string, contentType?: string, component: ComponentId = "") {
  const headers: Record<string, string> = contentType ? { "content-type": contentType } : {};
  const response = await upload(body, headers, component);
  expect(response.status).toBe(200);
  const { storageId } = (await response.json()) as { storageId: string };
  const row = fixture.rows("_storage", component).find(({ _id }) => _id === storageId);
  const uuid = String(row?.uuid);
  return { storageId, row, uuid, url: fileUrl({ ...config, component, uuid }) };
}

const bytesOnDisk = async (component = "app") =>
  readdir(path.join(directory.path, "files", component)).catch(() => []);

describe("an upload", () => {
  test("has its row committed when it is answered, the hash in base64", async () => {
    const { row, storageId } = await stored("hello", "text/plain");
    expect(row).toMatchObject({
      size: 5,
      contentType: "text/plain",
      sha256: hash("hello").toString("base64"),
    });
    const metadata = fileMetadata(JSON.stringify(row));
    expect(metadata).toMatchObject({ storageId, sha256: hash("hello").toString("hex") });
  });

  test("may have no type, and no bytes", async () => {
    const { row, url } = await stored("");
    expect(row).not.toHaveProperty("contentType");
    const response = await api.request(url);
    expect(response.headers.get("content-type")).toBeNull();
    expect(response.headers.get("content-length")).toBe("0");
  });

  test("with a digest that does not match is refused and leaves nothing", async () => {
    const digest = `sha-256=${hash("other").toString("base64")}`;
    const response = await upload("hello", { digest });
    expect([response.status, await response.json()]).toEqual([400, { code: "Sha256Mismatch" }]);
    expect(fixture.rows("_storage")).toEqual([]);
    expect(await bytesOnDisk()).toEqual([]);
  });

  test("with the right digest is accepted", async () => {
    const digest = `sha-256=${hash("hello").toString("base64")}`;
    expect((await upload("hello", { digest })).status).toBe(200);
  });

  test("goes to the component the URL was made in", async () => {
    const { url, uuid } = await stored("inside", undefined, "c1");
    expect(url).toBe(`http://127.0.0.1:3210/api/storage/${uuid}?component=c1`);
    expect(await (await api.request(url)).text()).toBe("inside");
    expect((await api.request(fileUrl({ ...config, component: "", uuid }))).status).toBe(404);
  });

  test("by a URL older than an hour is refused", async () => {
    const url = uploadUrl({ ...config, component: "", now });
    const post = () => api.request(url, { method: "POST", body: "x" });
    now += HOUR;
    expect((await post()).status).toBe(200);
    now += 1;
    const late = await post();
    expect([late.status, await late.json()]).toEqual([401, { code: "StorageTokenExpired" }]);
  });

  test("by a URL that was tampered with is refused", async () => {
    const url = new URL(uploadUrl({ ...config, component: "", now }));
    const [, mac] = url.searchParams.get("token")?.split(".") ?? [];
    const payload = Buffer.from(JSON.stringify({ component: "c1", issued: now }));
    for (const token of ["", "x.y", `${payload.toString("base64url")}.${mac}`]) {
      url.searchParams.set("token", token);
      const response = await api.request(url.href, { method: "POST", body: "x" });
      expect([response.status, await response.json()]).toEqual([
        401,
        { code: "StorageTokenInvalid" },
      ]);
    }
  });

  test("of more than a file may have is refused and leaves nothing", async () => {
    const announced = await upload("x", { "content-length": String(MAX_FILE_BYTES + 1) });
    expect([announced.status, await announced.json()]).toEqual([413, { code: "FileTooLarge" }]);
    const place = { dataDirectory: directory.path, component: "", random: fixture.random };
    const body = new Blob(["a".repeat(600), "b".repeat(600)]).stream();
    const limited = storeStream({ ...place, maxBytes: 1000 }, body, { contentType: null });
    await expect(limited).rejects.toMatchObject({ code: "FileTooLarge", status: 413 });
    expect(await readdir(path.dirname(filePath(directory.path, "", "x")))).toEqual([]);
  });

  test("of many megabytes arrives as it was sent", async () => {
    const chunk = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
    const expected = createHash("sha256");
    let left = 24;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- === 0) return controller.close();
        expected.update(chunk);
        controller.enqueue(chunk);
      },
    });
    const url = uploadUrl({ ...config, component: "", now });
    const request = new Request(url, { method: "POST", body, duplex: "half" } as RequestInit);
    expect((await api.request(request)).status).toBe(200);
    const [row] = fixture.rows("_storage");
    expect(row).toMatchObject({ size: 24 * 1024 * 1024, sha256: expected.digest("base64") });
  });
});

describe("serving", () => {
  test("the whole file comes with type, length, digest and caching", async () => {
    const { url } = await stored("hello world", "text/plain");
    const response = await api.request(url);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("hello world");
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=2592000",
      "content-length": "11",
      "content-type": "text/plain",
      digest: `sha-256=${hash("hello world").toString("base64")}`,
    });
  });

  test.each([
    ["bytes=0-0", "h", "bytes 0-0/11"],
    ["bytes=6-", "world", "bytes 6-10/11"],
    ["bytes=-3", "rld", "bytes 8-10/11"],
    ["bytes=4-400", "o world", "bytes 4-10/11"],
  ])("%s is answered with that part", async (range, text, contentRange) => {
    const { url } = await stored("hello world");
    const response = await api.request(url, { headers: { range } });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe(text);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(response.headers.get("digest")).toBeNull();
  });

  test.each(["bytes=0-0,2-3", "bytes=11-", "bytes=-0"])("%s cannot be answered", async (range) => {
    const { url } = await stored("hello world");
    const response = await api.request(url, { headers: { range } });
    expect([response.status, await response.json()]).toEqual([
      416,
      { code: "RangeNotSatisfiable" },
    ]);
  });

  test("HEAD is GET without the body", async () => {
    const { url } = await stored("hello world", "text/plain");
    const response = await api.request(url, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("11");
    expect(await response.text()).toBe("");
  });

  test("the document id is no URL, an unknown uuid no file", async () => {
    const { storageId } = await stored("hello");
    const byId = await api.request(`/api/storage/${storageId}`);
    expect([byId.status, await byId.json()]).toEqual([400, { code: "InvalidStoragePath" }]);
    const unknown = await api.request("/api/storage/00000000-0000-4000-8000-000000000000");
    expect([unknown.status, await unknown.json()]).toEqual([404, { code: "FileNotFound" }]);
  });
});

describe("bytes on disk", () => {
  const remove = (storageId: string) =>
    fixture.database.transact((tx) => tx.remove(systemTables(""), storageId));

  test("go when the row's deletion has committed", async () => {
    const { storageId, url } = await stored("hello");
    expect(files.read("", storageId)).toMatchObject({ size: 5 });
    remove(storageId);
    expect((await api.request(url)).status).toBe(404);
    expect(files.read("", storageId)).toBeNull();
    await expect.poll(() => bytesOnDisk()).toEqual([]);
  });

  test("stay when the deletion is rolled back", async () => {
    const { storageId, url } = await stored("hello");
    expect(() =>
      fixture.database.transact((tx) => {
        tx.remove(systemTables(""), storageId);
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(await (await api.request(url)).text()).toBe("hello");
  });

  test("a mutation that stored and was rolled back leaves no row; the orphan goes at the next start", async () => {
    const { uuid } = await stored("kept");
    const bytes = new TextEncoder().encode("orphan");
    const place = { dataDirectory: directory.path, component: "", random: fixture.random };
    const orphan = storeBytes(place, bytes, { contentType: null }) as { uuid: string };
    const orphanPath = filePath(directory.path, "", orphan.uuid);
    await writeFile(`${orphanPath}.tmp`, "cut off");
    await openFilesAnew();
    expect(await bytesOnDisk()).toHaveLength(3);

    const yesterday = new Date(Date.now() - 24 * HOUR);
    for (const file of await bytesOnDisk()) {
      await utimes(path.join(directory.path, "files", "app", file), yesterday, yesterday);
    }
    await openFilesAnew();
    expect(await bytesOnDisk()).toEqual([uuid]);
    expect(fixture.rows("_storage")).toHaveLength(1);
  });

  async function openFilesAnew(): Promise<void> {
    openFiles();
    await files.swept;
  }
});

test("a hash given in hex or base64 is checked when bytes are stored", async () => {
  const bytes = new TextEncoder().encode("hello");
  for (const encoding of ["hex", "base64"] as const) {
    const sha256 = hash("hello").toString(encoding);
    await expect(files.store("", bytes, { contentType: null, sha256 })).resolves.toBeTypeOf(
      "string",
    );
    const wrong = hash("other").toString(encoding);
    await expect(
      files.store("", bytes, { contentType: null, sha256: wrong }),
    ).rejects.toMatchObject({ code: "Sha256Mismatch" });
  }
});
