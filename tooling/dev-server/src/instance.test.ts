import { randomBytes } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chosenAdminKey, openInstance } from "./instance.ts";

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

test("a chosen admin key may be short, but holds nothing that headers and env files change", () => {
  for (const key of ["t", "test", "name|01ab", "a.b-c_d~!"]) expect(chosenAdminKey(key)).toBe(key);
  expect(chosenAdminKey(undefined)).toBeNull();
  for (const key of ["", "a b", "a:b", 'a"b', "a'b", "a`b", "ä", "a\n"]) {
    expect(() => chosenAdminKey(key)).toThrow(expect.objectContaining({ code: "InvalidAdminKey" }));
  }
});
