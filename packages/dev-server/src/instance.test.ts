import { randomBytes } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openInstance } from "./instance.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "instance-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("the instance file", () => {
  test("key and secret stay the same from start to start", async () => {
    const first = await openInstance(directory, randomBytes);
    const second = await openInstance(directory, randomBytes);
    expect(second).toEqual({ ...first, secret: Uint8Array.from(first.secret) });
    expect(first.adminKey).toMatch(/^groundwork\|[0-9a-f]{64}$/);
  });

  test("only its owner may read it", async () => {
    await openInstance(directory, randomBytes);
    const { mode } = await stat(join(directory, "instance.json"));
    expect(mode & 0o777).toBe(0o600);
  });

  test.each(["", "{}", '{"adminKey":"groundwork|1","secret":"12"}'])(
    "a damaged file (%j) is an error that says what to do",
    async (content) => {
      await writeFile(join(directory, "instance.json"), content);
      await expect(openInstance(directory, randomBytes)).rejects.toMatchObject({
        code: "InstanceFileInvalid",
        message: expect.stringContaining("--reset") as string,
      });
    },
  );
});
