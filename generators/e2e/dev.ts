// `pnpm dev` in a copy: started, read until everything is up, and stopped.
import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { type Copy, PNPM } from "./copy.ts";

export interface Account {
  email: string;
  password: string;
}

export interface Running {
  /** Where the web app is. */
  web: string;
  admin: Account;
  member: Account;
  /** Ends it, and resolves when it has ended. */
  stop: () => Promise<void>;
}

/** Starts everything on free ports, and waits until it is up. */
export async function startDev(copy: Copy, within = 240_000): Promise<Running> {
  const [web, backend, site] = await freePorts(3);
  const ports = ["--web-port", web, "--backend-port", backend, "--site-port", site].map(String);
  const [program, ...args] = [...PNPM, "dev", ...ports];
  const child = spawn(program, args, { cwd: copy.root, env: copy.env, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += stripVTControlCharacters(text);
      if (process.env.E2E_VERBOSE) process.stderr.write(text);
    });
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const deadline = Date.now() + within;
  while (!/Demo member.*\n/.test(output)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      endGroup(child);
      throw new Error(`It did not come up. It wrote:\n${output}`);
    }
    await pause(100);
  }
  const account = (role: string): Account => {
    const [, email = "", password = ""] =
      new RegExp(`Demo ${role}\\s+(\\S+)\\s+password (\\S+)`).exec(output) ?? [];
    return { email, password };
  };
  return {
    web: /Web app\s+(\S+)/.exec(output)![1]!,
    admin: account("admin"),
    member: account("member"),
    stop: async () => {
      endGroup(child);
      await ended;
    },
  };
}

/** SIGINT to the whole group, as Ctrl-C in a terminal sends it. */
function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGINT");
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((done) => server.once("listening", done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
