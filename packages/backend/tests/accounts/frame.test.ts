import { paths } from "@repo/validators/platform/paths";
import { describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { MutationCtx } from "../../convex/_generated/server";
import { notify } from "../../convex/model/platform/notifications.ts";
import {
  type Person,
  codeOf,
  firstPage,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";

/** The same by the queries that answer a part each. */
const partsOf = async (person: Person) => ({
  me: await person.query(api.users.me, {}),
  teams: (await person.query(api.teams.list, firstPage)).page,
  unread: await person.query(api.notifications.unreadCount, {}),
  device: await person.query(api.auth.deviceToken, {}),
});

describe("the frame", () => {
  test("is what each of its parts is by itself, and nothing of others", async () => {
    const app = initTest();
    const [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "admin")];
    const [first, second] = [await inTeam(app, { owner: ann }), await inTeam(app, { owner: ann })];
    await inTeam(app, { owner: bob });
    const notice = {
      kind: "taskAssigned",
      title: "Paint the fence",
      link: paths.task("team1", "task1"),
    } as const;
    await app.run(
      async (ctx) => await notify(ctx as MutationCtx, { ...notice, userId: ann.userId }),
    );

    const frame = await ann.query(api.frame.get, {});
    expect(frame).toEqual(await partsOf(ann));
    expect(frame.teams.map(({ _id }) => _id)).toEqual([second, first]);
    expect(frame.unread).toEqual({ count: 1, isMore: false });
    expect(await bob.query(api.frame.get, {})).toEqual(await partsOf(bob));
  });

  test("is for people who are signed in", async () => {
    expect(await codeOf(initTest().query(api.frame.get, {}))).toBe("UNAUTHENTICATED");
  });
});
