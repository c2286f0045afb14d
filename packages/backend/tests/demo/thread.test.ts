// What the assistant adds to the demo.
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

test("the member of the demo finds a conversation that was answered", async () => {
  await app.action(internal.seed.run);
  const max = await demoMember(app);
  const { page } = await max.query(api.threads.list, firstPage);
  const messages = await max.query(api.messages.list, { threadId: page[0]!._id, ...firstPage });
  expect(messages.page).toHaveLength(2);
});
