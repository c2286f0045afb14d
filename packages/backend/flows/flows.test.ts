// @vitest-environment node
// Runs every flow through the official client on the embedded backend: each does what it says, with the calls
// that it names and no others.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api.js";
import { assertRefused, chapterOf, firstPage } from "./flow.ts";
import { chapters, nameOf } from "./flows.ts";
import { type FlowRunner, startRunner } from "./stage.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let runner: FlowRunner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner?.close());

test("a call that a flow does not name is seen", async () => {
  const { calls } = await runner.drive({
    name: "look twice",
    actor: "member",
    calls: [api.users.me],
    proves: "",
    run: async ({ me }) => {
      await me.query(api.users.me, {});
      await me.query(api.notes.list, { paginationOpts: { numItems: 1, cursor: null } });
    },
  });
  expect(calls).toEqual(["users:me", "notes:list"]);
});

test("the people of a chapter have their roles, and are in their teams", async () => {
  const { flows } = chapterOf({
    title: "A team",
    people: {
      ann: { role: "member" },
      eve: { role: "admin", teams: { north: "member", south: "owner" } },
    },
    flows: [
      {
        name: "look at the teams",
        actor: "eve",
        calls: [api.users.me, api.teams.list],
        proves: "One of them is theirs.",
        run: async ({ me, as, people, teams: { north, south } }) => {
          const { _id, role } = await me.query(api.users.me, {});
          expect([_id, role]).toEqual([people.eve, "admin"]);
          const { page } = await me.query(api.teams.list, firstPage);
          expect(page.map((team) => [team._id, team.myRole])).toEqual([
            [south, "owner"],
            [north, "member"],
          ]);
          await assertRefused(as("ann").query(api.teams.get, { id: north }), "NOT_FOUND");
        },
      },
    ],
  });
  expect((await runner.drive(flows[0]!)).calls).toEqual(["users:me", "teams:list"]);
});

describe.each(chapters.map((chapter) => [chapter.title, chapter] as const))("%s", (_, chapter) => {
  test.each(chapter.flows.map((flow) => [flow.actor, flow.name, flow] as const))(
    "%s: %s",
    async (_actor, _name, flow) => {
      const { calls, files } = await runner.drive(flow);
      expect(calls).toEqual(flow.calls.map(nameOf));
      expect(files).toBe(flow.files ?? 0);
    },
  );
});
