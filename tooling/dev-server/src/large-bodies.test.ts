// A stranger sends 57 MB: whatever route it goes to, it is refused before it has been taken in.

import { readdirSync, readFileSync } from "node:fs";
import { request, type OutgoingHttpHeaders } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { RunningServer } from "./server-options.ts";
import { startServer } from "./server.ts";

const MIB = 1024 * 1024;
const BODY_MIB = 57;
/** What a stranger's body may have, and what sockets hold on the way. */
const TAKEN_MIB = 16 + 8;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, sitePort: 0, inMemory: true });
});
afterAll(() => server.close());

/** Every route that takes a body, as the sources declare them: `api.post("/api/query", …)`. */
function routesWithBody(): string[] {
  const routes = ["http", "admin", "deploy"].flatMap((folder) => {
    const directory = join(import.meta.dirname, folder);
    const sources = readdirSync(directory).filter((name) => /^[\w-]+\.ts$/.test(name));
    return sources.flatMap((name) => {
      const text = readFileSync(join(directory, name), "utf8");
      return [...text.matchAll(/\.(?:post|put|patch|all)\(\s*["`](\/[^"`]*)["`]/g)].map(
        ([, path]) => path!.replace("*", "notes/list"),
      );
    });
  });
  return [...routes, "/http/anything", "/no/such/route"];
}

/** Sends until there is an answer. @returns its status, and how much was taken by then */
function flood(
  url: string,
  headers: OutgoingHttpHeaders,
): Promise<{ status: number | undefined; takenMib: number }> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(MIB, "[],");
    let takenMib = 0;
    let isAnswered = false;
    const outgoing = request(url, { method: "POST", headers }, (response) => {
      isAnswered = true;
      response.resume();
      resolve({ status: response.statusCode, takenMib });
      outgoing.destroy();
    });
    outgoing.on("error", (error) => isAnswered || reject(error));
    const send = () => {
      if (isAnswered || takenMib === BODY_MIB) return outgoing.end();
      outgoing.write(chunk, (error) => {
        if (error) return;
        takenMib += 1;
        send();
      });
    };
    send();
  });
}

test("the routes are found", () => {
  expect(routesWithBody()).toEqual(
    expect.arrayContaining(["/api/query", "/api/storage/upload", "/api/deploy2/start_push"]),
  );
  expect(routesWithBody().length).toBeGreaterThan(20);
});

describe.each(routesWithBody())("%s", (path) => {
  test("takes no more of a body without a length than a request may have", async () => {
    const { takenMib } = await flood(server.cloudOrigin + path, {});
    expect(takenMib).toBeLessThan(TAKEN_MIB);
  });

  test("takes next to nothing of a body that says how long it is", async () => {
    const headers = { "content-length": BODY_MIB * MIB };
    const { takenMib } = await flood(server.cloudOrigin + path, headers);
    expect(takenMib).toBeLessThan(8);
  });
});

test("a call of a function is answered with 413 and a code", async () => {
  const headers = { "content-length": BODY_MIB * MIB };
  expect(await flood(`${server.cloudOrigin}/api/query`, headers)).toMatchObject({ status: 413 });
});

test("a site route takes no more than an HTTP action may have", async () => {
  for (const headers of [{}, { "content-length": BODY_MIB * MIB }]) {
    const { takenMib } = await flood(`${server.siteOrigin}/anything`, headers);
    expect(takenMib).toBeLessThan(20 + 8);
  }
});

test("a message of that size ends its socket", async () => {
  const socket = new WebSocket(`${server.cloudOrigin.replace("http", "ws")}/api/sync`);
  await new Promise((resolve) => socket.on("open", resolve));
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("error", () => undefined);
  socket.send(Buffer.alloc(BODY_MIB * MIB, " ").toString());
  // The server says why, unless its close of the connection comes first.
  expect([1009, 1006]).toContain(await closed);
});
