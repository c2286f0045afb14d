import { beforeEach, expect, test } from "vitest";
import { internal } from "../../convex/_generated/api";
import { filledIn, movedField, withoutField } from "../../convex/model/platform/oldRows.ts";
import { type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

let app: TestApp;
beforeEach(() => {
  app = initTest();
});

const person = { name: "Ann", email: "ann@example.com", role: "member" } as const;

test("rows that lack a field are counted, and so are those that have it", async () => {
  await app.run(async (ctx) => {
    await ctx.db.insert("users", person);
    await ctx.db.insert("users", { ...person, nameKey: "ann" });
    await ctx.db.insert("users", { ...person, nameKey: "bob" });
  });
  const count = async (is: "absent" | "present") =>
    await app.action(internal.oldRows.count, { table: "users", field: "nameKey", is });
  expect(await count("absent")).toEqual({ rows: 3, old: 1 });
  expect(await count("present")).toEqual({ rows: 3, old: 2 });
});

test("a table is counted to its end, whatever its size", async () => {
  const { userId: ownerId } = await signedInAs(app, "member");
  const rows = 2100;
  for (let n = 0; n < rows; n += 700) {
    await app.run(async (ctx) => {
      for (let i = n; i < n + 700; i++) {
        await ctx.db.insert("notes", { ownerId, title: `Title ${i}`, body: "" });
      }
    });
  }
  const first = await app.query(internal.oldRows.countPage, {
    ...{ table: "notes", field: "title", is: "present", cursor: null },
  });
  expect(first.rows).toBeLessThan(rows);
  expect(first.cursor).not.toBeNull();
  const total = await app.action(internal.oldRows.count, {
    ...{ table: "notes", field: "title", is: "absent" },
  });
  expect(total).toEqual({ rows, old: 0 });
});

test("a row that is already right is left as it is", () => {
  expect(filledIn({ title: "a" }, "isPinned", false)).toEqual({ isPinned: false });
  expect(filledIn({ isPinned: true }, "isPinned", false)).toBeUndefined();
  expect(withoutField({ isPinned: true }, "isPinned")).toEqual({ isPinned: undefined });
  expect(withoutField({ title: "a" }, "isPinned")).toBeUndefined();
  expect(movedField({ text: "a" }, "body", "text")).toBeUndefined();
});

test("a value moves to a field that has none", () => {
  expect(movedField({ body: "a" }, "body", "text")).toEqual({ body: undefined, text: "a" });
  expect(movedField({ body: "a", text: "b" }, "body", "text")).toEqual({
    ...{ body: undefined, text: "b" },
  });
});
