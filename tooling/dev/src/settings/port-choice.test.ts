import { createServer, type AddressInfo, type Server } from "node:net";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { choosePorts, type Ports } from "./port-choice.ts";

let blocker: Server;
let taken: number;
const said: string[] = [];
const choose = (asked: Partial<Ports>, defaults: Ports) =>
  choosePorts(asked, (text) => said.push(text), defaults);

beforeEach(async () => {
  said.length = 0;
  blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  taken = (blocker.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => blocker.close(resolve)));

describe("choosePorts", () => {
  test("moves from a taken default and says so, and gives no port twice", async () => {
    const ports = await choose({}, { web: taken, backend: taken, site: taken });
    expect(new Set(Object.values(ports)).size).toBe(3);
    expect(Object.values(ports)).not.toContain(taken);
    expect(said[0]).toBe(`Port ${taken} is taken: the web app gets ${ports.web}`);
    expect(said).toHaveLength(3);
  });

  test("a default steps aside for a port that was asked for", async () => {
    const ports = await choose(
      { site: taken + 1 },
      { web: taken + 1, backend: taken + 2, site: taken + 3 },
    );
    expect(ports.site).toBe(taken + 1);
    expect(ports.web).not.toBe(taken + 1);
  });

  test("refuses a taken port that was asked for", async () => {
    const asked = choose(
      { backend: taken },
      { web: taken + 1, backend: taken + 2, site: taken + 3 },
    );
    await expect(asked).rejects.toThrow(`port ${taken}, which is asked for by --backend-port`);
  });
});
