// ConvexReactClient and its hooks under react-dom.
import { anyApi } from "convex/server";
import {
  insertAtTop,
  useAction,
  useMutation,
  usePaginatedQuery,
  useQueries,
  useQuery,
} from "convex/react";
import type { ConvexReactClient } from "convex/react";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { quiet } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { reactClient, renderConvex, type Rendered } from "./support/react-root.ts";
import { startProxy, type TcpProxy } from "./support/tcp-proxy.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;
let backend: Backend;
let proxy: TcpProxy;
const cleanUp: (() => unknown)[] = [];

function client(url = backend.url): ConvexReactClient {
  const made = reactClient(url);
  cleanUp.push(() => made.close());
  return made;
}
function render<T>(made: ConvexReactClient, hook: () => T, options = {}): Rendered<T> {
  const rendered = renderConvex(made, hook, options);
  cleanUp.unshift(rendered.unmount);
  return rendered;
}

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("basic", backend);
  proxy = await startProxy(backend.url);
});
afterEach(async () => {
  proxy.holdAnswers(false);
  for (const clean of cleanUp.splice(0)) await clean();
});
afterAll(async () => {
  await proxy?.close();
  await backend?.stop();
});

describe("useQuery", () => {
  test("is undefined while loading, then live", async () => {
    const list = render(
      client(),
      () => useQuery(api.tasks.titles, { list: "react" }) as string[] | undefined,
    );
    await list.waitFor("the empty list", (value) => value?.length === 0);
    expect(list.renders[0]).toBeUndefined();
    await call(backend, "tasks:create", { list: "react", title: "new" });
    await list.waitFor("the new task", (value) => value?.[0] === "new");
  });

  test("a write that leaves the result as it is renders nothing", async () => {
    const id = await call<string>(backend, "tasks:create", { list: "still", title: "same" });
    const list = render(
      client(),
      () => useQuery(api.tasks.titles, { list: "still" }) as string[] | undefined,
    );
    await list.waitFor("the task", (value) => value?.length === 1);
    const before = list.renders.length;
    await call(backend, "tasks:update", { id, done: true });
    await call(backend, "tasks:create", { list: "elsewhere", title: "x" });
    await quiet(300);
    expect(list.renders).toHaveLength(before);
    await call(backend, "tasks:update", { id, title: "changed" });
    await list.waitFor("the change", (value) => value?.[0] === "changed");
    expect(list.renders).toHaveLength(before + 1);
  });

  test("StrictMode's doubled effects subscribe once and still update", async () => {
    const made = client();
    const hook = () => useQuery(api.counters.get, { name: "strict" }) as number | undefined;
    const counter = render(made, hook, { strict: true });
    await counter.waitFor("zero", (value) => value === 0);
    await call(backend, "counters:increment", { name: "strict" });
    await counter.waitFor("one", (value) => value === 1);
  });

  test("two queries written in one mutation change in one render", async () => {
    const queries = {
      list: { query: api.tasks.titles, args: { list: "together" } },
      same: { query: api.tasks.list, args: { list: "together" } },
    };
    const hook = () => useQueries(queries) as { list?: string[]; same?: unknown[] };
    const both = render(client(), hook);
    await both.waitFor("both empty", ({ list, same }) => list?.length === 0 && same?.length === 0);
    await call(backend, "tasks:createMany", { list: "together", count: 3 });
    await both.waitFor("both full", ({ list, same }) => list?.length === 3 && same?.length === 3);
    for (const { list, same } of both.renders) {
      if (list && same) expect(list.length).toBe(same.length);
    }
  });

  test("skip asks for nothing", async () => {
    const skipped = render(client(), () => useQuery(api.runtime.throwsPlain, "skip"));
    await quiet(200);
    expect(skipped.last()).toBeUndefined();
  });
});

describe("useMutation and useAction", () => {
  test("an optimistic update shows at once, settles, and never flashes back", async () => {
    const hook = () => ({
      titles: useQuery(api.tasks.titles, { list: "optimistic" }) as string[] | undefined,
      create: useMutation(api.tasks.create).withOptimisticUpdate((store, args: any) => {
        const current = store.getQuery(api.tasks.titles, { list: args.list }) as
          string[] | undefined;
        if (current)
          store.setQuery(api.tasks.titles, { list: args.list }, [...current, `${args.title}?`]);
      }),
    });
    const page = render(client(proxy.url), hook);
    await page.waitFor("the empty list", ({ titles }) => titles?.length === 0);
    proxy.holdAnswers(true);
    const created = page.last().create({ list: "optimistic", title: "a" });
    await page.waitFor("the optimistic row", ({ titles }) => titles?.[0] === "a?");
    await call(backend, "tasks:create", { list: "optimistic", title: "b" });
    await quiet(100);
    expect(page.last().titles).toEqual(["a?"]);
    proxy.holdAnswers(false);
    await created;
    await page.waitFor("the settled rows", ({ titles }) => titles?.join() === "a,b");
    const lengths = page.renders.flatMap(({ titles }) => (titles ? [titles.length] : []));
    expect(lengths).toEqual(lengths.toSorted((x, y) => x - y));
  });

  test("a failed mutation takes its optimistic update back", async () => {
    const hook = () => ({
      titles: useQuery(api.tasks.titles, { list: "rolled back" }) as string[] | undefined,
      fail: useMutation(api.tasks.createThenFail).withOptimisticUpdate((store, args: any) => {
        store.setQuery(api.tasks.titles, { list: args.list }, ["hope"]);
      }),
    });
    const page = render(client(), hook);
    await page.waitFor("the empty list", ({ titles }) => titles?.length === 0);
    await expect(page.last().fail({ list: "rolled back", how: "convex" })).rejects.toMatchObject({
      data: { code: "REFUSED" },
    });
    await page.waitFor("the row gone", ({ titles }) => titles?.length === 0);
    expect(page.renders.some(({ titles }) => titles?.[0] === "hope")).toBe(true);
  });

  test("an action answers and logs", async () => {
    const page = render(client(), () => useAction(api.tasks.slowEcho));
    await waitFor("the first render", () => page.renders.length > 0);
    expect(await page.last()({ value: "acted", ms: 5 })).toBe("acted");
  });
});

describe("usePaginatedQuery", () => {
  const paginated = (list: string, made = client()) =>
    render(made, () => usePaginatedQuery(api.tasks.page, { list }, { initialNumItems: 5 }) as any);
  const ranks = (page: any): number[] => page.results.map((task: any) => task.rank);

  test("pages load one after another until exhausted", async () => {
    await call(backend, "tasks:createMany", { list: "pages", count: 12 });
    const pages = paginated("pages");
    await pages.waitFor("page one", (page) => page.status === "CanLoadMore");
    expect(ranks(pages.last())).toEqual([0, 1, 2, 3, 4]);
    pages.last().loadMore(5);
    await pages.waitFor(
      "page two",
      (page) => page.status === "CanLoadMore" && ranks(page).length === 10,
    );
    pages.last().loadMore(5);
    await pages.waitFor("the end", (page) => page.status === "Exhausted");
    expect(ranks(pages.last())).toEqual(Array.from({ length: 12 }, (_, n) => n));
  });

  test("rows added and removed inside loaded pages leave neither gaps nor doubles", async () => {
    await call(backend, "tasks:createMany", { list: "stable", count: 15 });
    const pages = paginated("stable");
    await pages.waitFor("page one", (page) => page.status === "CanLoadMore");
    pages.last().loadMore(5);
    await pages.waitFor("page two", (page) => ranks(page).length === 10);
    const tasks = await call<{ _id: string; rank: number }[]>(backend, "tasks:list", {
      list: "stable",
    });
    for (const rank of [4.5, 2.5, 9.5])
      await call(backend, "tasks:create", { list: "stable", title: "in", rank });
    await call(backend, "tasks:remove", { id: tasks.find((task) => task.rank === 4)!._id });
    const expected = [0, 1, 2, 2.5, 3, 4.5, 5, 6, 7, 8, 9];
    await pages.waitFor("the reshaped pages", (page) => ranks(page).join() === expected.join());
    for (const page of pages.renders) {
      const seen = ranks(page);
      expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    }
    pages.last().loadMore(10);
    await pages.waitFor("the end", (page) => page.status === "Exhausted");
    expect(ranks(pages.last())).toEqual([
      0, 1, 2, 2.5, 3, 4.5, 5, 6, 7, 8, 9, 9.5, 10, 11, 12, 13, 14,
    ]);
  });

  test("after a reconnect the same pages are there, without a reset", async () => {
    await call(backend, "tasks:createMany", { list: "reconnected", count: 12 });
    const pages = paginated("reconnected", client(proxy.url));
    await pages.waitFor("page one", (page) => page.status === "CanLoadMore");
    pages.last().loadMore(5);
    await pages.waitFor("page two", (page) => ranks(page).length === 10);
    const connections = proxy.connections();
    proxy.cut();
    await waitFor("the new connection", () => proxy.connections() > connections);
    await call(backend, "tasks:create", { list: "reconnected", title: "in", rank: 0.5 });
    await pages.waitFor(
      "the new row in its page",
      (page) => ranks(page).join() === "0,0.5,1,2,3,4,5,6,7,8,9",
    );
    expect(pages.renders.slice(5).every((page) => page.status !== "LoadingFirstPage")).toBe(true);
  });

  test("changed arguments start again at the first page", async () => {
    await call(backend, "tasks:createMany", { list: "first list", count: 7 });
    await call(backend, "tasks:createMany", { list: "second list", count: 2, from: 100 });
    let list = "first list";
    const made = client();
    const hook = () => {
      const page = usePaginatedQuery(api.tasks.page, { list }, { initialNumItems: 5 }) as any;
      return {
        page,
        counter: useQuery(api.counters.get, { name: "rerender" }) as number | undefined,
      };
    };
    const pages = render(made, hook);
    await pages.waitFor("page one", ({ page }) => page.status === "CanLoadMore");
    list = "second list";
    await call(backend, "counters:increment", { name: "rerender" });
    await pages.waitFor("the second list", ({ page }) => page.status === "Exhausted");
    expect(ranks(pages.last().page)).toEqual([100, 101]);
  });

  test("insertAtTop shows the optimistic row once and settles", async () => {
    await call(backend, "tasks:createMany", { list: "on top", count: 3 });
    const hook = () => ({
      page: usePaginatedQuery(api.tasks.page, { list: "on top" }, { initialNumItems: 5 }) as any,
      create: useMutation(api.tasks.create).withOptimisticUpdate((localQueryStore, args: any) => {
        insertAtTop({
          paginatedQuery: api.tasks.page,
          argsToMatch: { list: args.list },
          localQueryStore,
          item: { ...args, _id: "temporary", _creationTime: 0, done: false } as never,
        });
      }),
    });
    const view = render(client(), hook);
    await view.waitFor("the rows", ({ page }) => page.results.length === 3);
    await view.last().create({ list: "on top", title: "top", rank: -1 });
    await view.waitFor("the settled row", ({ page }) => ranks(page).join() === "-1,0,1,2");
    expect(view.renders.some(({ page }) => page.results[0]?._id === "temporary")).toBe(true);
    expect(view.renders.every(({ page }) => page.results.length <= 4)).toBe(true);
  });
});
