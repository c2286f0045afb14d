import { createServer, type AddressInfo, type Server } from "node:net";

import { afterEach, describe, expect, test } from "vitest";

import { findFreePort, isPortFree } from "./ports.ts";

const servers: Server[] = [];

async function occupy(host: string, port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

async function release(): Promise<void> {
  await Promise.all(
    servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
}

afterEach(release);

describe("isPortFree", () => {
  test("a port somebody listens on is taken, and free once they leave", async () => {
    const port = await occupy("127.0.0.1");
    expect(await isPortFree(port)).toBe(false);
    await release();
    expect(await isPortFree(port)).toBe(true);
  });

  test.each(["0.0.0.0", "::", "::1"])("a listener on %s alone counts", async (host) => {
    const port = await occupy(host).catch(() => null);
    if (port === null) return; // This machine has no IPv6.
    expect(await isPortFree(port)).toBe(false);
  });
});

describe("findFreePort", () => {
  test("takes the preferred port when it is free", async () => {
    const port = await occupy("127.0.0.1");
    await release();
    expect(await findFreePort(port)).toBe(port);
  });

  test("goes up from a taken port and skips those to avoid", async () => {
    const port = await occupy("127.0.0.1");
    const found = await findFreePort(port, new Set([port + 1]));
    expect(found).toBeGreaterThan(port + 1);
  });

  test("gives up with the range it tried", async () => {
    const all = new Set(Array.from({ length: 101 }, (_, offset) => 40_000 + offset));
    await expect(findFreePort(40_000, all)).rejects.toThrow("no port from 40000 to 40100 is free");
  });
});
