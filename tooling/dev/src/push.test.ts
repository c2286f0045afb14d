import { describe, expect, test, vi } from "vitest";

import { watchPushes } from "./push.ts";

const isSettled = async (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), Promise.resolve().then(() => false)]);

describe("watchPushes", () => {
  test("the first push is live when the CLI says so, also in colours", async () => {
    const { read, firstPush } = watchPushes(() => undefined);
    read("- Preparing Convex functions...");
    expect(await isSettled(firstPush)).toBe(false);
    const line = "\u001b[32m✔\u001b[39m 12:00:01 Convex functions ready! (1.52s)";
    expect(read(line)).toBe(line);
    expect(await isSettled(firstPush)).toBe(true);
  });

  test("each refused push is reported once, whatever the number of its errors", () => {
    const onRefused = vi.fn();
    const { read } = watchPushes(onRefused);
    read("- Preparing Convex functions...");
    expect(read('✘ [ERROR] Expected identifier but found "="')).not.toBeNull();
    read("✘ [ERROR] Could not resolve");
    expect(onRefused).toHaveBeenCalledTimes(1);
    read("- Preparing Convex functions...");
    read("✖ TypeScript typecheck via `tsc` failed.");
    expect(onRefused).toHaveBeenCalledTimes(2);
    read("✔ 12:00:01 Convex functions ready! (1.52s)");
    expect(onRefused).toHaveBeenCalledTimes(2);
  });

  test("shows what is wrong with the functions first, not which request failed", () => {
    const onRefused = vi.fn();
    const { read } = watchPushes(onRefused);
    const printed = [
      "- Preparing Convex functions...",
      "✖ Error: Unable to start push to http://127.0.0.1:3210",
      "✖ Error fetching POST  http://127.0.0.1:3210/api/deploy2/start_push 400 Bad Request: InvalidModules: Hit an error while pushing:",
      "Failed to analyze notes.js: Uncaught Error: boom",
      "    at <anonymous> (../convex/notes.ts:1:27)",
    ];
    expect(printed.map(read).filter((line) => line !== null)).toEqual(printed.slice(3));
    expect(onRefused).toHaveBeenCalledTimes(1);
    // Nothing follows this one: it is the error.
    const unreachable = "✖ Error fetching POST  http://127.0.0.1:3210/api/x fetch failed";
    expect(read(unreachable)).toBe(unreachable);
  });

  test("shows errors and function logs, and hides spinner frames and empty lines", () => {
    const { read } = watchPushes(() => undefined);
    const shown = "convex/notes.ts:3:7 - error TS2322: Type 'string' is not assignable";
    expect(read(shown)).toBe(shown);
    expect(read("11/22/2026, 1:00:00 PM [CONVEX M(notes:create)] [LOG] 'hi'")).not.toBeNull();
    expect(read("⠋ Preparing Convex functions...")).toBeNull();
    expect(read("- Preparing Convex functions...")).toBeNull();
    expect(read("▌ Developing against deployment:")).toBeNull();
    expect(read("  ")).toBeNull();
  });
});
