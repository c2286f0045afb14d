import { expect, test } from "vitest";

import { allOrNone } from "../app/all-or-none.ts";

const later = async (name: string) => {
  await new Promise((resolve) => setImmediate(resolve));
  return name;
};

test("all that have started are returned, and none is closed", async () => {
  const closed: string[] = [];
  const close = async (name: string) => closed.push(name);
  expect(await allOrNone([later("backend"), later("browser")], close)).toEqual([
    "backend",
    "browser",
  ]);
  expect(closed).toEqual([]);
});

test("when one fails, those that start later are closed before it is reported", async () => {
  const closed: string[] = [];
  const close = async (name: string) => closed.push(name);
  const failing = Promise.reject<string>(new Error("no build"));
  await expect(allOrNone([failing, later("backend")], close)).rejects.toThrow("no build");
  expect(closed).toEqual(["backend"]);
});
