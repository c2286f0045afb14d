// ConvexHttpClient and ConvexClient: live queries, mutations, actions, lost connections.
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { ConvexError } from "convex/values";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { startProxy, type TcpProxy } from "./support/tcp-proxy.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;
let backend: Backend;
let proxy: TcpProxy;
const clients: ConvexClient[] = [];

function liveClient(
  url = backend.url,
  options: ConstructorParameters<typeof ConvexClient>[1] = {},
): ConvexClient {
  const client = new ConvexClient(url, {
    logger: false,
    skipConvexDeploymentUrlCheck: true,
    ...options,
  });
  clients.push(client);
  return client;
}

/** Subscribes and keeps every value seen. */
function watch(client: ConvexClient, query: any, args: any) {
  const values: any[] = [];
  const errors: Error[] = [];
  const stop = client.onUpdate(
    query,
    args,
    (value: any) => void values.push(value),
    (error) => void errors.push(error),
  );
  return { values, errors, stop };
}

beforeAll(async () => {
  backend = await startBackend();
  await deploy("basic", backend);
  proxy = await startProxy(backend.url);
});
afterEach(async () => {
  proxy.holdAnswers(false);
  proxy.refuse(false);
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await proxy?.close();
  await backend?.stop();
});

describe("ConvexHttpClient", () => {
  test("runs queries, mutations and actions", async () => {
    const client = httpClient(backend);
    const id = await client.mutation(api.tasks.create, { list: "http", title: "one" });
    expect((await client.query(api.tasks.get, { id })).title).toBe("one");
    expect(await client.action(api.tasks.slowEcho, { value: "echoed", ms: 1 })).toBe("echoed");
  });

  test("rejects with ConvexError and its data, and with plain errors without", async () => {
    const client = httpClient(backend);
    const failed = client.mutation(api.tasks.createThenFail, { list: "http fail", how: "convex" });
    await expect(failed).rejects.toMatchObject({ data: { code: "REFUSED", big: 7n } });
    const plain = client.mutation(api.tasks.createThenFail, { list: "http fail", how: "plain" });
    await expect(plain).rejects.not.toBeInstanceOf(ConvexError);
    expect(await client.query(api.tasks.list, { list: "http fail" })).toEqual([]);
  });

  test("function path errors reject and the client goes on", async () => {
    const client = httpClient(backend);
    await expect(client.query(api.nowhere.nothing, {})).rejects.toThrow(
      "Could not find public function",
    );
    expect(await client.query(api.counters.get, { name: "never" })).toBe(0);
  });
});

describe("ConvexClient", () => {
  test("shows what another client writes, without asking", async () => {
    const watched = watch(liveClient(), api.tasks.titles, { list: "live" });
    await waitFor("the empty list", () => watched.values.length === 1);
    await httpClient(backend).mutation(api.tasks.create, { list: "live", title: "from elsewhere" });
    await waitFor("the update", () => watched.values.at(-1)?.[0] === "from elsewhere");
    expect(watched.values).toEqual([[], ["from elsewhere"]]);
  });

  test("a mutation resolves with no subscription at all", async () => {
    expect(await liveClient().mutation(api.counters.increment, { name: "quiet" })).toBe(1);
  });

  test("when a mutation has resolved, its own subscriptions already show it", async () => {
    const client = liveClient();
    const watched = watch(client, api.counters.get, { name: "own writes" });
    await waitFor("the first value", () => watched.values.length === 1);
    for (let n = 1; n <= 10; n++) {
      await client.mutation(api.counters.increment, { name: "own writes" });
      expect(watched.values.at(-1)).toBe(n);
    }
  });

  test("mutations sent at once run in order, and failures do not stop the rest", async () => {
    const client = liveClient();
    const settled = await Promise.allSettled([
      client.mutation(api.tasks.create, { list: "ordered", title: "a" }),
      client.mutation(api.tasks.createThenFail, { list: "ordered", how: "convex" }),
      client.mutation(api.tasks.create, { list: "ordered", title: "b" }),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((settled[1] as PromiseRejectedResult).reason).toMatchObject({
      data: { code: "REFUSED", big: 7n },
    });
    expect(await call(backend, "tasks:titles", { list: "ordered" })).toEqual(["a", "b"]);
  });

  test("a failing query reports its error and recovers", async () => {
    const client = liveClient();
    const watched = watch(client, api.reads.fails, { name: "recovers" });
    await waitFor("the first value", () => watched.values.length === 1);
    await client.mutation(api.counters.increment, { name: "recovers" });
    await waitFor("the error", () => watched.errors.length === 1);
    expect(watched.errors[0]!.message).toContain("odd");
    await client.mutation(api.counters.increment, { name: "recovers" });
    await waitFor("the recovery", () => watched.values.at(-1) === 2);
  });

  test("values of every type survive the socket", async () => {
    const value = {
      big: -(2n ** 63n),
      bytes: new Uint8Array([0, 255]).buffer,
      nan: NaN,
      zero: -0,
      far: -Infinity,
      text: "😀",
    };
    const seen = (await liveClient().query(api.runtime.echo, { value })) as typeof value;
    expect(seen).toEqual(value);
    expect(Object.is(seen.zero, -0)).toBe(true);
  });

  test("subscribing and unsubscribing at random never breaks the version chain", async () => {
    const failures: unknown[] = [];
    const logger = {
      log() {},
      warn() {},
      logVerbose() {},
      error: (...all: unknown[]) => void failures.push(all),
    };
    const client = liveClient(backend.url, { logger: logger as never });
    const stops: (() => void)[] = [];
    for (let n = 0; n < 60; n++) {
      stops.push(watch(client, api.counters.get, { name: `fuzz ${n % 5}` }).stop);
      if (n % 3 === 0)
        void client.mutation(api.counters.increment, { name: `fuzz ${n % 5}` }).catch(() => {});
      if (n % 4 === 3) stops.shift()!();
      if (n % 7 === 0) await letPass(5);
    }
    const last = watch(client, api.counters.get, { name: "fuzz 0" });
    await waitFor("the last value", () => last.values.at(-1) === 4);
    expect(failures).toEqual([]);
  });
});

describe("lost connections", () => {
  test("a mutation whose answer was lost is resent and runs once", async () => {
    const client = liveClient(proxy.url);
    const watched = watch(client, api.counters.get, { name: "resent" });
    await waitFor("the first value", () => watched.values.length === 1);
    proxy.holdAnswers(true);
    const answer = client.mutation(api.counters.increment, { name: "resent" });
    await waitFor(
      "the commit",
      async () => (await call(backend, "counters:get", { name: "resent" })) === 1,
    );
    proxy.cut();
    proxy.holdAnswers(false);
    expect(await answer).toBe(1);
    expect(await call(backend, "counters:get", { name: "resent" })).toBe(1);
    expect(watched.values.at(-1)).toBe(1);
  });

  test("mutations queued while the connection is down all arrive, in order and once", async () => {
    const client = liveClient(proxy.url);
    await client.mutation(api.counters.increment, { name: "warm up" });
    proxy.refuse(true);
    proxy.cut();
    const sent = Array.from({ length: 10 }, (_, n) =>
      client.mutation(api.tasks.create, { list: "queued", title: `${n}` }),
    );
    await letPass(100);
    proxy.refuse(false);
    await Promise.all(sent);
    expect(await call(backend, "tasks:titles", { list: "queued" })).toEqual(
      Array.from({ length: 10 }, (_, n) => `${n}`),
    );
  });

  test("subscriptions catch up with what was written meanwhile", async () => {
    const client = liveClient(proxy.url);
    const watched = watch(client, api.counters.get, { name: "meanwhile" });
    await waitFor("the first value", () => watched.values.length === 1);
    proxy.refuse(true);
    proxy.cut();
    await call(backend, "counters:increment", { name: "meanwhile" });
    proxy.refuse(false);
    await waitFor("the missed write", () => watched.values.at(-1) === 1);
    expect(watched.values).toEqual([0, 1]);
  });

  test("an action in flight is rejected, not repeated", async () => {
    const client = liveClient(proxy.url);
    await client.mutation(api.counters.increment, { name: "warm up" });
    const action = client.action(api.tasks.slowEcho, { value: "lost", ms: 60_000 });
    const outcome = action.catch((error: Error) => error.message);
    // What is sent later is answered later: the action has begun.
    await client.mutation(api.counters.increment, { name: "after it" });
    proxy.cut();
    expect(await outcome).toContain("Connection lost while action was in flight");
  });

  test("cuts at random moments lose and double nothing", async () => {
    const client = liveClient(proxy.url);
    const watched = watch(client, api.counters.get, { name: "storm" });
    const sent: Promise<unknown>[] = [];
    for (let n = 0; n < 40; n++) {
      sent.push(client.mutation(api.counters.increment, { name: "storm" }));
      if (n % 10 === 5) {
        await letPass(n * 3);
        proxy.cut();
      }
    }
    await Promise.all(sent);
    expect(await call(backend, "counters:get", { name: "storm" })).toBe(40);
    await waitFor("the last value", () => watched.values.at(-1) === 40);
    expect(watched.values).toEqual(watched.values.toSorted((a, b) => a - b));
  });

  test("a live client goes on after the server was killed and started again", async () => {
    const client = liveClient();
    const watched = watch(client, api.counters.get, { name: "survivor" });
    await client.mutation(api.counters.increment, { name: "survivor" });
    await backend.crash();
    await backend.start();
    expect(await client.mutation(api.counters.increment, { name: "survivor" })).toBe(2);
    await waitFor("the value after the restart", () => watched.values.at(-1) === 2);
  });
});
