import { afterAll, expect } from "vitest";
import { appendFileSync, readFileSync } from "node:fs";
const g = globalThis as any;
const children = () => { try { const f = readFileSync("/proc/self/stat","utf8").split(") ")[1]!.split(" "); return (Number(f[13])+Number(f[14]))/100 } catch { return 0 } };
const own = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6 };
const p = process as any;
const before = p.__cpu ?? { own: 0, children: 0 };
const setupAt = own();
afterAll(() => {
  const now = { own: own(), children: children() };
  appendFileSync(process.env.CPU_OUT!, JSON.stringify({ file: expect.getState().testPath, own: now.own - before.own, children: now.children - before.children, setupAt: setupAt - before.own, pid: process.pid }) + "\n");
  p.__cpu = now;
});
