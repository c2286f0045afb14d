import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";

let backend: TestBackend;

const timeZone = process.env.TZ;

beforeAll(async () => {
  process.env.TZ = "America/New_York";
  backend = await startTestBackend({
    files: {
      "tasks.ts": `
          export const add = mutation({ args: { text: v.string() }, handler: (ctx, args) => ctx.db.insert("tasks", args) });
          export const list = query(async (ctx) => (await ctx.db.query("tasks").collect()).map((t) => t.text));
          export const boom = query(async () => {
            throw new Error("boom");
          });
          export const hour = query(async () => [new Date(0).getHours(), new Date(0).getTimezoneOffset()]);
        `,
    },
  });
});
afterAll(async () => {
  process.env.TZ = timeZone ?? "";
  await backend.close();
});

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

  it("run in UTC wherever the server is", async () => {
    expect(await backend.query("tasks:hour")).toEqual([0, 0]);
  });
});

describe("the end", () => {
  it("does not wait for what never ends, also not in an earlier deployment", async () => {
    const files = {
      "main.ts": `
        export const loop = query(async () => { for (;;) {} });
        export const hang = action(() => new Promise(() => {}));
      `,
    };
    const other = await startTestBackend({ files });
    const hanging = [other.action("main:hang"), other.query("main:loop")];
    const results = Promise.allSettled(hanging);
    await other.deploy({ files });
    const hangingToo = Promise.allSettled([other.action("main:hang"), other.query("main:loop")]);
    await other.close();
    const ended = [...(await results), ...(await hangingToo)];
    expect(ended.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
  });
});
