// When the web app counts as ready, with a real process in place of Vite.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startWeb, type WebProcess } from "../src/web.ts";

const GREETING = "console.log('\\n  VITE v8.1.0  ready in 312 ms\\n');";

let root: string;
let web: WebProcess | undefined;
let other: Server | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "groundwork-web-"));
});
afterEach(async () => {
  await web?.stop();
  other?.close();
  rmSync(root, { recursive: true });
});

/** Another process that answers on a port, as a second `pnpm dev` does. */
async function takePort(): Promise<number> {
  other = createServer((_, response) => response.end("another app")).listen(0, "127.0.0.1");
  await new Promise((resolve) => other!.once("listening", resolve));
  return (other.address() as AddressInfo).port;
}

function start(port: number, code: string): WebProcess {
  const bin = join(root, "apps", "web", "node_modules", "vite", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "vite.js"), code);
  web = startWeb({ root, port, backendUrl: "http://127.0.0.1:1", onLine: () => undefined });
  return web;
}

test("an answer of another process on its port is not its own", async () => {
  const { ready } = start(await takePort(), "process.exitCode = 1;");
  await expect(ready).rejects.toThrow("the web app (Vite) ended with exit code 1.");
});

test("it is ready once it listens and answers", async () => {
  const { ready } = start(await takePort(), `${GREETING} setInterval(() => {}, 1000);`);
  await expect(ready).resolves.toBeUndefined();
});
