// What knowledge adds to the demo.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { type TestApp, firstPage, initTest, withSession } from "../../testing/setup.ts";

let app: TestApp;

beforeEach(() => {
  app = initTest();
  vi.stubEnv("DEMO_DEPLOYMENT", "1");
});
afterEach(() => vi.unstubAllEnvs());

/** The member of the demo, signed in. */
async function member() {
  const users = await app.run((ctx) => ctx.db.query("users").take(10));
  const { _id } = users.find(({ email }) => email === "member@example.com")!;
  return await withSession(app, _id);
}

test("both teams of the demo have sources to ask", async () => {
  await app.action(internal.seed.run);
  const max = await member();
  const { page } = await max.query(api.teams.list, firstPage);
  expect(page).toHaveLength(2);
  for (const { _id: teamId } of page) {
    const sources = await max.query(api.sources.list, { teamId, ...firstPage });
    expect(sources.page).not.toEqual([]);
  }
});
