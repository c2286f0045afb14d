import { describe, expect, test, vi } from "vitest";

import { Parts } from "./parts.ts";

const never = new Promise<string>(() => undefined);

describe("Parts", () => {
  test("a part that ends by itself fails the run with its sentence", async () => {
    const parts = new Parts();
    parts.add({ stop: () => Promise.resolve(), ended: never });
    parts.add({ stop: () => Promise.resolve(), ended: Promise.resolve("vite ended.") });
    await expect(parts.failure).rejects.toThrow("vite ended. Stopping the rest.");
  });

  test("stop stops every part, also when one of them cannot be", async () => {
    const parts = new Parts();
    const stop = vi.fn(() => Promise.resolve());
    parts.add({ stop });
    parts.add({ stop: () => Promise.reject(new Error("stuck")) });
    parts.add({ stop });
    await parts.stop();
    expect(stop).toHaveBeenCalledTimes(2);
  });

  test("a part that ends because it was stopped is no failure", async () => {
    const parts = new Parts();
    let end: (sentence: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => (end = resolve));
    parts.add({ stop: () => Promise.resolve(end("vite ended.")), ended });
    await parts.stop();
    const outcome = await Promise.race([parts.failure, ended.then(() => "quiet")]);
    expect(outcome).toBe("quiet");
  });

  test("what is started while everything stops is stopped again", async () => {
    const parts = new Parts();
    await parts.stop();
    const stop = vi.fn(() => Promise.resolve());
    expect(() => parts.add({ stop })).toThrow("STOPPING");
    expect(stop).toHaveBeenCalledOnce();
  });
});
