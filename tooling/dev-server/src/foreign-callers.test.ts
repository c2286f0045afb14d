// A page of another site calls the backend of the developer who visits it: by every route there is.

import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "./server-options.ts";
import { startServer } from "./server.ts";

const EVIL = "http://evil.example";

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, sitePort: 0, inMemory: true });
});
afterAll(() => server.close());

/** By Node's own client: fetch sets Host itself. */
function send(
  url: string,
  headers: Record<string, string>,
  method = "POST",
): Promise<IncomingMessage & { body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve(Object.assign(response, { body })));
    });
    // With an upgrade there is no response otherwise.
    outgoing.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve(Object.assign(response, { body: "" }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

describe.each<[string, Record<string, string>, string]>([
  ["from a page of another site", { origin: EVIL }, "OriginNotAllowed"],
  ["from a page that hides where it is from", { origin: "null" }, "OriginNotAllowed"],
  ["to a name that was pointed here", { host: "evil.example" }, "HostNotAllowed"],
  ["to such a name, from its page", { host: "evil.example", origin: EVIL }, "HostNotAllowed"],
])("a request %s", (_, headers, code) => {
  test.each([
    ["POST", "/api/action"],
    ["OPTIONS", "/api/action"],
    ["POST", "/api/query"],
    ["GET", "/api/query"],
    ["POST", "/api/storage/upload"],
    ["GET", "/api/storage/00000000-0000-4000-8000-000000000000"],
    ["POST", "/api/deploy2/start_push"],
    ["GET", "/api/list_environment_variables"],
    ["GET", "/http/anything"],
    ["GET", "/version"],
    ["GET", "/no/such/route"],
  ])("is refused: %s %s", async (method, path) => {
    const response = await send(server.cloudOrigin + path, headers, method);
    expect(response.statusCode).toBe(403);
    expect(response.headers).not.toHaveProperty("access-control-allow-origin");
    if (method !== "OPTIONS") expect(JSON.parse(response.body)).toMatchObject({ code });
  });

  test("is refused on the site origin", async () => {
    const response = await send(`${server.siteOrigin}/anything`, headers, "GET");
    expect([response.statusCode, JSON.parse(response.body).code]).toEqual([403, code]);
  });

  test("gets no socket", async () => {
    for (const path of ["/api/sync", "/api/1.49.0/sync"]) {
      const response = await send(server.cloudOrigin + path, { ...UPGRADE, ...headers }, "GET");
      expect([response.statusCode, JSON.parse(response.body).code]).toEqual([403, code]);
    }
  });
});

describe("a request of the developer's own", () => {
  test.each<[string, Record<string, string>]>([
    ["without an origin", {}],
    ["from the web app", { origin: "http://localhost:5173" }],
    ["to localhost by name", { host: "localhost:3210", origin: "http://127.0.0.1:5173" }],
  ])("is answered %s, and gets a socket", async (_, headers) => {
    const version = await send(`${server.cloudOrigin}/version`, headers, "GET");
    expect(version.statusCode).toBe(200);
    const socket = await send(`${server.cloudOrigin}/api/sync`, { ...UPGRADE, ...headers }, "GET");
    expect(socket.statusCode).toBe(101);
  });
});

test("--allow-host lets a host in, and its pages", async () => {
  const relaxed = await startServer({
    port: 0,
    sitePort: 0,
    inMemory: true,
    allowedHosts: ["evil.example"],
  });
  try {
    const headers = { host: "evil.example", origin: EVIL };
    const response = await send(`${relaxed.cloudOrigin}/version`, headers, "GET");
    expect(response.statusCode).toBe(200);
    expect(response.headers["access-control-allow-origin"]).toBe(EVIL);
  } finally {
    await relaxed.close();
  }
});
