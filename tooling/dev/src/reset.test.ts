import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { resetData } from "./reset.ts";

const root = mkdtempSync(join(tmpdir(), "groundwork-reset-"));
const data = join(root, ".groundwork");
const said: string[] = [];
const say = (text: string) => void said.push(text);
const report = {
  step: say,
  problem: say,
  plain: say,
  line: (_: string, text: string) => say(text),
};

beforeEach(() => {
  said.length = 0;
  mkdirSync(join(data, "db"), { recursive: true });
  writeFileSync(join(data, "instance.json"), "{}");
});
afterAll(() => rmSync(root, { recursive: true }));

describe("resetData", () => {
  test("deletes nothing when there is nobody to ask, and names the folder and the way", async () => {
    expect(process.stdin.isTTY).toBeFalsy();
    expect(await resetData(root, false, report)).toBe(false);
    expect(existsSync(join(data, "db"))).toBe(true);
    expect(said.join()).toContain(join(data, "db"));
    expect(said.join()).toContain("--reset --yes");
  });

  test("deletes when it is confirmed", async () => {
    expect(await resetData(root, true, report)).toBe(true);
    expect(existsSync(join(data, "db"))).toBe(false);
  });

  test("goes on when there is no data", async () => {
    rmSync(data, { recursive: true });
    expect(await resetData(root, false, report)).toBe(true);
    expect(said).toEqual([]);
  });
});
