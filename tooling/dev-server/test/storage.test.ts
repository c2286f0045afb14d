// File storage: upload URLs, serving, ranges, deletion, and what functions see of a file.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, tryCall } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
});

const digest = (bytes: string | Uint8Array, encoding: "hex" | "base64") =>
  createHash("sha256").update(bytes).digest(encoding);

async function upload(
  bytes: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<string> {
  const url = await call<string>(backend, "files:uploadUrl");
  const response = await fetch(url, { method: "POST", body: bytes as BodyInit, headers });
  expect(response.status).toBe(200);
  return ((await response.json()) as { storageId: string }).storageId;
}
const urlOf = (id: string) => call<string>(backend, "files:url", { id });

describe("upload and metadata", () => {
  test("an upload answers the id; document and metadata know size, type and digest", async () => {
    const id = await upload("hello file", { "Content-Type": "text/x-hello" });
    const { url, document, metadata } = await call<any>(backend, "files:info", { id });
    expect(url).toMatch(new RegExp(`^${backend.url}/api/storage/[0-9a-f-]{36}$`));
    expect(url).not.toContain(id);
    expect(document).toEqual({
      _id: id,
      _creationTime: expect.any(Number),
      size: 10,
      contentType: "text/x-hello",
      sha256: digest("hello file", "base64"),
    });
    expect(metadata).toEqual({
      storageId: id,
      size: 10,
      contentType: "text/x-hello",
      sha256: digest("hello file", "hex"),
    });
  });

  test("an upload without a type has none", async () => {
    const url = await call<string>(backend, "files:uploadUrl");
    const response = await fetch(url, { method: "POST", body: new Uint8Array([1, 2, 3]) });
    const { storageId } = (await response.json()) as { storageId: string };
    const { document, metadata } = await call<any>(backend, "files:info", { id: storageId });
    expect(document).not.toHaveProperty("contentType");
    expect(metadata.contentType).toBeNull();
  });

  test("a digest is checked: the right one passes, a wrong one stores nothing", async () => {
    await upload("checked", { Digest: `sha-256=${digest("checked", "base64")}` });
    const before = await call<string[]>(backend, "files:all");
    const url = await call<string>(backend, "files:uploadUrl");
    const wrong = await fetch(url, {
      method: "POST",
      body: "checked",
      headers: { Digest: `sha-256=${digest("other", "base64")}` },
    });
    expect(wrong.status).toBe(400);
    expect(((await wrong.json()) as { code: string }).code).toBe("Sha256Mismatch");
    expect(await call(backend, "files:all")).toEqual(before);
  });

  test("a made-up upload token is refused with 401, and the answer may be read across origins", async () => {
    const response = await fetch(`${backend.url}/api/storage/upload?token=made-up`, {
      method: "POST",
      body: "x",
      headers: { Origin: "http://localhost:5173" },
    });
    expect(response.status).toBe(401);
    expect(((await response.json()) as { code: string }).code).toMatch(/StorageToken/);
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  });

  test("an empty file is a file", async () => {
    const id = await upload("", { "Content-Type": "text/plain" });
    const response = await fetch(await urlOf(id));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("serving", () => {
  test("the whole file, with type, length, digest and caching for its owner only", async () => {
    const bytes = new Uint8Array(300_000).map((_, n) => (n * 31) % 251);
    const id = await upload(bytes, { "Content-Type": "image/x-test" });
    const response = await fetch(await urlOf(id), { headers: { Origin: "http://localhost:5173" } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/x-test",
      "content-length": "300000",
      digest: `sha-256=${digest(bytes, "base64")}`,
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=2592000",
      "access-control-allow-origin": "http://localhost:5173",
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    const head = await fetch(await urlOf(id), { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "300000"]);
  });

  test.each([
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=2-5", "2345", "bytes 2-5/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
  ])("range %s answers 206", async (range, body, contentRange) => {
    const response = await fetch(await urlOf(await upload("0123456789")), {
      headers: { Range: range },
    });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe(body);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(`${body.length}`);
    expect(response.headers.get("digest")).toBeNull();
  });

  test("several ranges, and one beyond the end, answer 416", async () => {
    const url = await urlOf(await upload("0123456789"));
    expect((await fetch(url, { headers: { Range: "bytes=0-1,3-4" } })).status).toBe(416);
    expect((await fetch(url, { headers: { Range: "bytes=20-30" } })).status).toBe(416);
  });

  test("the document id is no key to the file, and neither is an unknown uuid", async () => {
    const id = await upload("secret");
    expect((await fetch(`${backend.url}/api/storage/${id}`)).status).toBe(400);
    expect((await fetch(`${backend.url}/api/storage/${crypto.randomUUID()}`)).status).toBe(404);
  });
});

describe("deletion and transactions", () => {
  test("a deleted file has no URL, no document, and its old URL answers 404", async () => {
    const id = await upload("short-lived");
    const url = await urlOf(id);
    await call(backend, "files:remove", { id });
    expect(await call(backend, "files:info", { id })).toEqual({
      url: null,
      document: null,
      metadata: null,
    });
    await waitFor("the URL to be gone", async () => (await fetch(url)).status === 404);
    expect((await tryCall(backend, "files:remove", { id })).status).toBe("error");
  });

  test("a mutation that fails after deleting keeps the file", async () => {
    const id = await upload("kept");
    const url = await urlOf(id);
    expect((await tryCall(backend, "files:removeThenFail", { id })).status).toBe("error");
    expect(await (await fetch(url)).text()).toBe("kept");
  });

  test("an action stores and reads back a Blob of its own realm", async () => {
    const stored = await call<any>(backend, "files:storeText", { text: "from an action" });
    expect(stored).toMatchObject({ text: "from an action", type: "text/plain", isBlob: true });
    expect(await (await fetch(await urlOf(stored.id))).text()).toBe("from an action");
  });

  test("a mutation stores and reads back; one that fails leaves no row", async () => {
    const stored = await call<any>(backend, "files:storeInMutation", {
      text: "inside",
      fail: false,
    });
    expect(stored.text).toBe("inside");
    expect(await (await fetch(await urlOf(stored.id))).text()).toBe("inside");
    const before = await call<string[]>(backend, "files:all");
    expect(
      (await tryCall(backend, "files:storeInMutation", { text: "vain", fail: true })).status,
    ).toBe("error");
    expect(await call(backend, "files:all")).toEqual(before);
  });

  test("files outlive a crash", async () => {
    const id = await upload("durable", { "Content-Type": "text/plain" });
    const url = await urlOf(id);
    await backend.crash();
    await backend.start();
    const response = await fetch(url);
    expect(await response.text()).toBe("durable");
    expect(response.headers.get("content-type")).toBe("text/plain");
  });
});
