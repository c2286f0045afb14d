import { afterEach, expect, it } from "vitest";
import { type Listener, listen } from "./listen.ts";

let listener: Listener;
afterEach(() => listener.close());

it("keeps an idle connection long enough for a client that was starved", async () => {
  listener = await listen({ host: "127.0.0.1", port: 0, isStrict: true });
  listener.serve(() => Promise.resolve(new Response("here")));
  const response = await fetch(`http://127.0.0.1:${listener.port}/`);
  expect(await response.text()).toBe("here");
  const [, seconds] = /timeout=(\d+)/.exec(response.headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThanOrEqual(60);
});
