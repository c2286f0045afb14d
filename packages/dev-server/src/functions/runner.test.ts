import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "./runner-fixture.ts";

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend(
    {
      files: {
        "tasks.ts": `
          export const add = mutation({ args: { text: v.string() }, handler: (ctx, args) => ctx.db.insert("tasks", args) });
          export const list = query(async (ctx) => (await ctx.db.query("tasks").collect()).map((t) => t.text));
          export const boom = query(async () => {
            throw new Error("boom");
          });
          export const loop = query(async () => { for (;;) {} });
        `,
      },
    },
    { transactionMs: 1_500 },
  );
});
afterAll(() => backend.close());

describe("queries and mutations", () => {
  it("write and read", async () => {
    expect(await backend.mutation("tasks:add", { text: "one" })).toMatch(/^[0-9a-z]{32}$/);
    expect(await backend.query("tasks:list")).toEqual(["one"]);
  });

  it("tell where an error was thrown in the original file", async () => {
    await expect(backend.query("tasks:boom")).rejects.toThrow(
      /^Uncaught Error: boom\n {4}at <anonymous> \(\.\.\/convex\/tasks\.ts:5:19\)/,
    );
  });

  it("time out while other queries are answered", async () => {
    const slow = backend.query("tasks:loop");
    expect(await backend.query("tasks:list")).toEqual(["one"]);
    await expect(slow).rejects.toThrow("Function execution timed out (maximum duration: 1.5s)");
    expect(await backend.query("tasks:list")).toEqual(["one"]);
  });
});
