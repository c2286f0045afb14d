// The official clients over real sockets, against functions whose timing the tests decide.

import { BaseConvexClient, ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { letPass } from "../testing/let-pass.ts";
import { WebSocket } from "ws";
import { createAuthenticator } from "../auth/authenticator.ts";
import type { Deployment, FunctionRunner } from "../kernel/function-types.ts";
import { serveScripted, type ScriptedServer } from "../testing/scripted-backend.ts";
import { applyCounters, counterFunctions } from "../testing/scripted-counters.ts";

let server: ScriptedServer;
let closing: (() => unknown)[];
/** What every client said: warnings of its own and errors. */
let said: string[];
let sockets: WebSocket[];

beforeEach(async () => {
  server = await serveScripted(counterFunctions());
  applyCounters(server);
  closing = [];
  said = [];
  sockets = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  await server.close();
  expect(said.filter((line) => /Invalid start version|more than 20s|FATAL/.test(line))).toEqual([]);
});

/** Remembers each socket, so that a test can cut it. */
class TestSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    sockets.push(this);
  }
}

function options() {
  const say = (...parts: unknown[]) => void said.push(parts.map(String).join(" "));
  return {
    webSocketConstructor: TestSocket as never,
    skipConvexDeploymentUrlCheck: true,
    unsavedChangesWarning: false,
    logger: { log: say, warn: say, error: say, logVerbose: () => {} } as never,
  };
}

function client(): ConvexClient {
  const made = new ConvexClient(server.url, options());
  closing.push(() => made.close());
  return made;
}

/** With what its type leaves out as internal, and ConvexReactClient uses. */
type BaseClient = BaseConvexClient & {
  localQueryResultByToken(token: string): Value | undefined;
  setAdminAuth(key: string, identity: Record<string, string>): void;
};

function baseClient(): BaseClient {
  const made = new BaseConvexClient(server.url, () => {}, options()) as BaseClient;
  closing.push(() => made.close());
  return made;
}

const query = (name: string) => makeFunctionReference<"query", Record<string, Value>, Value>(name);
const mutation = (name: string) =>
  makeFunctionReference<"mutation", Record<string, Value>, Value>(name);
const add = mutation("counters:add");

const runsOf = (path: string) => server.runs.get(path) ?? 0;

describe("a mutation", () => {
  it("resolves without any subscription", async () => {
    expect(await client().mutation(add, { name: "a" })).toBe(1);
  });

  it("has its effect on the screen when it resolves", async () => {
    const watching = client();
    const seen: Value[] = [];
    watching.onUpdate(query("counters:get"), { name: "a" }, (value) => seen.push(value));
    for (let n = 1; n <= 20; n++) {
      await watching.mutation(add, { name: "a" });
      expect(seen.at(-1)).toBe(n);
    }
    expect(seen).toEqual([...new Set(seen)]);
  });

  it("with an optimistic update never shows the old value again", async () => {
    const base = baseClient();
    const { queryToken } = base.subscribe("counters:get", { name: "a" });
    await expect.poll(() => base.localQueryResultByToken(queryToken)).toBe(0);
    const seen: Value[] = [];
    base.addOnTransitionHandler(() => seen.push(base.localQueryResultByToken(queryToken)!));
    await Promise.all(
      [1, 2, 3, 4, 5].map(() =>
        base.mutation(
          "counters:add",
          { name: "a" },
          {
            optimisticUpdate: (store) => {
              const value = store.getQuery(query("counters:get"), { name: "a" }) as number;
              store.setQuery(query("counters:get"), { name: "a" }, value + 1);
            },
          },
        ),
      ),
    );
    expect(seen.filter((value) => value !== undefined)).toEqual(seen);
    expect(seen).toEqual([...seen].sort((a, b) => Number(a) - Number(b)));
    expect(seen.at(-1)).toBe(5);
  });

  it("whose socket is cut right after the commit runs once and gives its value", async () => {
    const mutating = client();
    mutating.onUpdate(query("counters:get"), { name: "a" }, () => {});
    await mutating.mutation(mutation("counters:nothing"), {});
    server.functions["counters:add"]!.after = () => {
      sockets.at(-1)!.terminate();
      server.functions["counters:add"]!.after = undefined as never;
    };
    expect(await mutating.mutation(add, { name: "a" })).toBe(1);
    expect(await mutating.query(query("counters:get"), { name: "a" })).toBe(1);
    expect(runsOf("counters:add")).toBe(1);
    expect(sockets).toHaveLength(2);
  });

  it("that fails rejects with the data of a ConvexError", async () => {
    const mutating = client();
    const failing = mutation("counters:fail");
    await expect(mutating.mutation(failing, { data: { code: 7 } })).rejects.toMatchObject({
      name: "ConvexError",
      data: { code: 7 },
    });
    const plain: unknown = await mutating.mutation(failing, {}).catch((error: unknown) => error);
    expect(plain).toMatchObject({ message: expect.stringContaining("Uncaught Error: no") });
    expect(plain).not.toHaveProperty("data");
  });
});

describe("a connection", () => {
  it("survives the server's restart: time goes on, subscriptions and mutations too", async () => {
    const watching = client();
    let value: Value | undefined;
    watching.onUpdate(query("counters:get"), { name: "a" }, (next) => (value = next));
    await watching.mutation(add, { name: "a" });
    await server.restart();
    expect(await watching.mutation(add, { name: "a" })).toBe(2);
    expect(value).toBe(2);
    expect(runsOf("counters:add")).toBe(2);
  });

  it("stays open while nothing happens", async () => {
    await server.close();
    server = await serveScripted(counterFunctions(), { frameMs: 10, silenceMs: 30 });
    const idle = client();
    let frames = 0;
    await idle.mutation(mutation("counters:nothing"), {});
    sockets[0]!.on("message", (data) => {
      expect(JSON.parse(String(data))).toEqual({ type: "Ping" });
      frames += 1;
    });
    await expect.poll(() => frames, { timeout: 120_000 }).toBeGreaterThan(3);
    expect(idle.connectionState().connectionCount).toBe(1);
  });

  it("of which the other side is gone is ended", async () => {
    await server.close();
    server = await serveScripted(counterFunctions(), { frameMs: 5, silenceMs: 30_000 });
    const silent = new WebSocket(`${server.url.replace("http", "ws")}/api/sync`, {
      autoPong: false,
    });
    const closed = new Promise((resolve) => silent.on("close", resolve));
    await closed;
  });

  it("carries a result of 20 MB and arguments of 10 MB", async () => {
    server.functions["big:get"] = { type: "Query", handler: () => "é".repeat(10_000_000) };
    server.functions["big:put"] = {
      type: "Mutation",
      handler: ({ args }) => (args.text as string).length,
    };
    const connected = client();
    expect(((await connected.query(query("big:get"), {})) as string).length).toBe(10_000_000);
    const text = "x".repeat(10_000_000);
    expect(await connected.mutation(mutation("big:put"), { text })).toBe(10_000_000);
  });
});

describe("subscribing twice at once, as React's strict mode does", () => {
  it("ends with one live subscription", async () => {
    const base = baseClient();
    const first = base.subscribe("counters:get", { name: "a" });
    first.unsubscribe();
    const { queryToken } = base.subscribe("counters:get", { name: "a" });
    await expect.poll(() => base.localQueryResultByToken(queryToken)).toBe(0);
    await base.mutation("counters:add", { name: "a" });
    expect(base.localQueryResultByToken(queryToken)).toBe(1);
  });
});

describe("any interleaving", () => {
  it.each([1, 2, 3, 4])(
    "of subscriptions, identities, mutations and cuts keeps the client alive (seed %i)",
    async (seed) => {
      let state = seed * 7919;
      const random = (limit: number) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (state >>> 8) % limit;
      };
      for (const fn of Object.values(server.functions)) {
        fn.before = () => (random(3) === 0 ? letPass(random(8)) : undefined);
        fn.after = () => (random(4) === 0 ? letPass(random(8)) : undefined);
      }
      const expected = new Map<string, number>();
      const clients = [baseClient(), baseClient()];
      const subscriptions: (() => void)[] = [];
      const mutations: Promise<unknown>[] = [];
      const paths = ["get", "sum", "isPositive", "even", "whoAmI"];
      for (let step = 0; step < 250; step++) {
        const base = clients[random(2)]!;
        const name = `n${random(3)}`;
        const choice = random(12);
        if (choice < 4) {
          const { unsubscribe } = base.subscribe(`counters:${paths[random(5)]}`, { name });
          subscriptions.push(unsubscribe);
        } else if (choice < 6 && subscriptions.length > 0) {
          subscriptions.splice(random(subscriptions.length), 1)[0]!();
        } else if (choice < 10) {
          expected.set(name, (expected.get(name) ?? 0) + 1);
          mutations.push(base.mutation("counters:add", { name }));
        } else if (choice === 10) {
          if (random(2) === 0) base.clearAuth();
          else base.setAdminAuth("groundwork|test", { subject: `s${random(3)}`, issuer: "i" });
        } else if (random(4) === 0) {
          sockets.at(-1 - random(2))?.terminate();
        }
        if (random(3) === 0) await letPass(random(10));
      }
      await Promise.all(mutations);
      const fresh = client();
      for (const [name, value] of expected) {
        expect(await fresh.query(query("counters:get"), { name })).toBe(value);
        for (const base of clients) {
          const { queryToken } = base.subscribe("counters:get", { name });
          await expect.poll(() => base.localQueryResultByToken(queryToken)).toBe(value);
        }
      }
    },
  );
});

describe("authentication", () => {
  const ISSUER = "https://issuer.test";
  let token: (lifetimeSeconds: number) => Promise<string>;

  beforeEach(async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" };
    const jwks = `data:text/plain,${encodeURIComponent(JSON.stringify({ keys: [jwk] }))}`;
    const provider = {
      type: "customJwt" as const,
      issuer: ISSUER,
      jwks,
      algorithm: "ES256" as const,
      applicationID: null,
    };
    const runner = {
      deployment: { authProviders: [provider] } as unknown as Deployment,
      onActivate: () => () => {},
    } as unknown as FunctionRunner;
    Object.assign(
      server.app.auth,
      createAuthenticator({
        ...server.app,
        config: { siteOrigin: "http://s.test" } as never,
        runner,
      }),
    );
    let serial = 0;
    token = (lifetimeSeconds) =>
      new SignJWT({ name: "ann", serial: ++serial })
        .setProtectedHeader({ alg: "ES256", kid: "k" })
        .setIssuer(ISSUER)
        .setSubject("ann")
        .setIssuedAt(Math.floor(server.app.clock.now() / 1000))
        .setExpirationTime(Math.floor(server.app.clock.now() / 1000) + lifetimeSeconds)
        .sign(privateKey);
  });

  it("shows nothing of a signed-out person, then that of the signed-in one", async () => {
    const watching = client();
    const changes: boolean[] = [];
    watching.setAuth(
      () => token(3600),
      (isAuthenticated) => changes.push(isAuthenticated),
    );
    const seen: Value[] = [];
    watching.onUpdate(query("counters:whoAmI"), {}, (value) => seen.push(value));
    await expect.poll(() => changes).toContain(true);
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(["ann"]));
    expect(changes).not.toContain(false);
  });

  it("that has run out is refreshed, and the subscriptions go on", async () => {
    const watching = client();
    const fetched: boolean[] = [];
    watching.setAuth(async ({ forceRefreshToken }) => {
      fetched.push(forceRefreshToken);
      return token(3600);
    });
    let value: Value | undefined;
    watching.onUpdate(query("counters:get"), { name: "a" }, (next) => (value = next));
    // The client fetches a second token as soon as the first is confirmed.
    await expect.poll(() => fetched).toEqual([false, true]);
    await expect.poll(() => value).toBe(0);
    await expect.poll(() => runsOf("counters:get")).toBeGreaterThan(1);
    server.advance(3_700_000);
    expect(await watching.mutation(add, { name: "a" })).toBe(1);
    expect(fetched).toEqual([false, true, true]);
    await expect.poll(() => value).toBe(1);
    expect(runsOf("counters:add")).toBe(1);
  });

  it("that always fails is given up, and the client goes on signed out", async () => {
    const watching = client();
    const changes: boolean[] = [];
    let attempts = 0;
    watching.setAuth(
      async () => `${await token(60)}${"x".repeat(++attempts)}`,
      (isAuthenticated) => changes.push(isAuthenticated),
    );
    let value: Value | undefined;
    watching.onUpdate(query("counters:whoAmI"), {}, (next) => (value = next));
    await expect.poll(() => changes, { timeout: 120_000 }).toEqual([false]);
    await expect.poll(() => value, { timeout: 120_000 }).toBe("none");
    expect(attempts).toBe(4);
    expect(said.join("\n")).toContain('Failed to authenticate: "Could not verify');
  });
});

describe("what is no client", () => {
  const open = (path: string) => new WebSocket(`${server.url.replace("http", "ws")}${path}`);
  const outcome = (socket: WebSocket) =>
    new Promise<string>((resolve) => {
      socket.on("open", () => resolve("open"));
      socket.on("unexpected-response", (_request, response) => resolve(`${response.statusCode}`));
      socket.on("error", () => resolve("error"));
    });

  it.each([
    ["/api/1.49.0/sync", "open"],
    ["/api/0.0.1-alpha.3/sync", "open"],
    ["/api/sync?x=1", "open"],
    ["/api/latest/sync", "404"],
    ["/sync", "404"],
    ["/api/1.0.0/sync/more", "404"],
  ])("on %s is answered with: %s", async (path, expected) => {
    const socket = open(path);
    expect(await outcome(socket)).toBe(expected);
    socket.terminate();
  });

  it("is let go with a code, and the server serves on", async () => {
    const closeOf = async (send: (socket: WebSocket) => void) => {
      const socket = open("/api/1.49.0/sync");
      socket.on("error", () => {});
      await outcome(socket);
      const closed = new Promise<number>((resolve) => socket.on("close", resolve));
      send(socket);
      return closed;
    };
    expect(await closeOf((socket) => socket.send("not json"))).toBe(1000);
    expect(await closeOf((socket) => socket.send(Buffer.from("{}")))).toBe(1003);
    expect(await closeOf((socket) => socket.send(Buffer.alloc(65 * 1024 * 1024)))).toBe(1009);
    expect(await closeOf((socket) => socket.send(`${"[".repeat(1_000_000)}`))).toBe(1000);
    const raw = closeOf((socket) => {
      (socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(
        Buffer.from([0xff, 0xff, 0xff, 0xff]),
      );
    });
    expect(await raw).toBeGreaterThan(999);
    expect(await client().mutation(add, { name: "a" })).toBe(1);
  });
});
