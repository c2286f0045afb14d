// What a test asks of the machine: which processes of a copy run, and which ports are free.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import type { BareCopy } from "./bare-copy.ts";

/** Processes that run in the copy or from it, as `pid command`. Linux only. */
export function processesOf(copy: BareCopy): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const folder = readlinkSync(`/proc/${pid}/cwd`);
        const isOurs = command.includes(copy.root) || `${folder}/`.startsWith(`${copy.root}/`);
        return isOurs ? [`${pid} ${command}`] : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

/** Waits until no process of the copy is left, and returns those that are after all. */
export async function leftOver(copy: BareCopy, within = 15_000): Promise<string[]> {
  const deadline = Date.now() + within;
  let left = processesOf(copy);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(100);
    left = processesOf(copy);
  }
  return left;
}

/** Ports nobody listens on right now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Listens on the port, unless somebody does already. Returns what makes it free again. */
export async function occupy(port: number): Promise<() => void> {
  const server = await listen(port).catch(() => null);
  return () => void server?.close();
}

function listen(port: number) {
  const server = createServer((socket) => socket.destroy());
  return new Promise<typeof server>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
