// What knowledge adds to the demo.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { type TestApp, firstPage, initTest } from "../../testing/setup.ts";
import { demoMember } from "./demo-member.ts";

let app: TestApp;

beforeEach(() => {
  app = initTest();
  vi.stubEnv("DEMO_DEPLOYMENT", "1");
});
afterEach(() => vi.unstubAllEnvs());

test("both teams of the demo have sources to ask", async () => {
  await app.action(internal.seed.run);
  const max = await demoMember(app);
  const { page } = await max.query(api.teams.list, firstPage);
  expect(page).toHaveLength(2);
  for (const { _id: teamId } of page) {
    const sources = await max.query(api.sources.list, { teamId, ...firstPage });
    expect(sources.page).not.toEqual([]);
  }
});
