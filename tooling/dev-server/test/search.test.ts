// Text and vector search, as functions see them.
import type { Value } from "convex/values";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, tryCall } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
});

describe("search", () => {
  test("text search finds whole words and a prefix of the last, within its filter", async () => {
    for (const [list, title] of [
      ["s1", "Buy fresh oat milk"],
      ["s1", "Oats, peeled"],
      ["s1", "Milk the cow"],
      ["s2", "oat milk elsewhere"],
    ] as const) {
      await call(backend, "tasks:create", { list, title });
    }
    const find = (text: string) => call<string[]>(backend, "reads:search", { list: "s1", text });
    expect((await find("milk"))?.toSorted()).toEqual(["Buy fresh oat milk", "Milk the cow"]);
    expect((await find("oa")).toSorted()).toEqual(["Buy fresh oat milk", "Oats, peeled"]);
    expect((await find("oat milk"))[0]).toBe("Buy fresh oat milk");
    expect(await find("zebra")).toEqual([]);
  });

  test("a search filter on undefined finds documents without the field", async () => {
    await call(backend, "tasks:create", { list: "s3", title: "shared plain" });
    await call(backend, "tasks:create", { list: "s3", title: "shared noted", note: "n" });
    expect(await call(backend, "reads:noted", { list: "s3" })).toEqual(["shared plain"]);
  });

  test("vector search orders by cosine, filters, limits, and skips vectors of another length", async () => {
    const points: [string, string | null, Value][] = [
      ["east", "x", [1, 0, 0]],
      ["north", "y", [0, 1, 0]],
      ["north east", "x", [2, 2, 0]],
      ["flat", "x", [1, 0]],
      ["no vector", null, "text"],
    ];
    for (const [label, kind, vector] of points) {
      await call(backend, "points:add", { label, vector, ...(kind === null ? {} : { kind }) });
    }
    type Found = { labels: string[]; scores: number[] };
    const all = await call<Found>(backend, "points:nearest", { vector: [1, 0, 0] });
    expect(all.labels).toEqual(["east", "north east", "north"]);
    expect(all.scores[0]).toBeCloseTo(1, 5);
    expect(all.scores[1]).toBeCloseTo(Math.SQRT1_2, 5);
    const filtered = await call<Found>(backend, "points:nearest", {
      vector: [1, 0, 0],
      kinds: ["y"],
    });
    expect(filtered.labels).toEqual(["north"]);
    expect(
      (await call<Found>(backend, "points:nearest", { vector: [1, 0, 0], limit: 1 })).labels,
    ).toEqual(["east"]);
    const [oneKind, twoKinds] = [["x"], ["x", "y"]];
    expect(
      (await call<Found>(backend, "points:nearest", { vector: [0, 1, 0], kinds: oneKind })).labels,
    ).toHaveLength(2);
    expect(
      (await call<Found>(backend, "points:nearest", { vector: [0, 1, 0], kinds: twoKinds })).labels,
    ).toHaveLength(3);
    expect((await tryCall(backend, "points:nearest", { vector: [1, 0] })).errorMessage).toMatch(
      /dimension/i,
    );
  });
});
