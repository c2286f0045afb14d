// What each HTTP route of ours refuses, and that its limit is counted. Webhooks: webhooks.test.ts.
import { fileLimits } from "@repo/validators/files/files";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import http from "../../convex/http.ts";
import { guardOf } from "../../convex/model/platform/routes.ts";
import { sourceOf } from "../../convex/model/platform/webhooks.ts";
import { ownRoutes } from "../../testing/rules.ts";
import {
  type Person,
  type TestApp,
  initTest,
  signedInAs,
  useUpLimits,
} from "../../testing/setup.ts";

/** A request, and who sends it. */
interface Sent {
  by: Pick<TestApp, "fetch">;
  path: string;
  init?: RequestInit;
}

/** For each route: a request that it serves, and those that it refuses, each with the status. Add yours. */
const requests: Record<string, { served: () => Promise<Sent>; refused: Refused[] }> = {
  "GET /files/*": {
    served: async () => ({ by: ann, path: `/files/${await storedFile()}` }),
    refused: [
      ["nobody", 401, async () => ({ by: app, path: `/files/${await storedFile()}` })],
      ["somebody else", 404, async () => ({ by: bob, path: `/files/${await storedFile()}` })],
      ["what is no id", 404, async () => ({ by: ann, path: "/files/%00" })],
    ],
  },
  "GET /public/*": {
    served: async () => ({ by: app, path: await picturePath() }),
    refused: [
      ["no signature", 404, async () => ({ by: ann, path: "/public/x" })],
      ["another signature", 404, async () => ({ by: ann, path: `${await picturePath()}0` })],
    ],
  },
  "POST /uploads/*": {
    served: async () => send(await uploadPath()),
    refused: [
      ["no signature", 404, async () => send("/uploads/x")],
      ["another signature", 404, async () => send(`${await uploadPath()}0`)],
      [
        "too many bytes",
        413,
        async () => send(await uploadPath(), "x".repeat(fileLimits.purposes.avatar.maxBytes + 1)),
      ],
    ],
  },
};
type Refused = [sends: string, status: number, request: () => Promise<Sent>];

let app: TestApp;
let ann: Person;
let bob: Person;
beforeEach(async () => {
  app = initTest();
  [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
});
afterEach(() => void vi.unstubAllEnvs());

const answerTo = async (request: () => Promise<Sent>): Promise<Response> => {
  const { by, path, init } = await request();
  return await by.fetch(path, init);
};
const send = (path: string, body = "x"): Sent => {
  const init = { method: "POST", body, headers: { "Content-Type": "image/png" } };
  return { by: app, path, init };
};
const avatar = { name: "me.png", purpose: "avatar" } as const;

async function uploadPath(): Promise<string> {
  const { url } = await ann.mutation(api.files.requestUpload, avatar);
  return new URL(url).pathname;
}

/** A file of Ann's, sent as the app sends one. */
async function storedFile() {
  const { id, url } = await ann.mutation(api.files.requestUpload, avatar);
  const answer = await app.fetch(new URL(url).pathname, send("").init);
  const { storageId } = (await answer.json()) as { storageId: Id<"_storage"> };
  // The store of the tests forgets the type of what it is given.
  await app.run((ctx) =>
    ctx.db.patch("_storage" as never, storageId as never, { contentType: "image/png" } as never),
  );
  await ann.mutation(api.files.finishUpload, { id, storageId });
  return id;
}

async function picturePath(): Promise<string> {
  await ann.mutation(api.users.setAvatar, { fileId: await storedFile() });
  const { avatarUrl } = (await ann.query(api.users.me, {}))!;
  return new URL(avatarUrl!).pathname;
}

const routes = ownRoutes(http).filter(({ handler }) => sourceOf(handler) === undefined);

test("each route has its requests in this file", () => {
  expect(Object.keys(requests).sort()).toEqual(routes.map(({ name }) => name).sort());
});

describe.each(routes)("$name", ({ name, handler }) => {
  const { served, refused } = requests[name]!;

  test("serves what is in order", async () => {
    expect((await answerTo(served)).status).toBe(200);
  });

  test.each(refused)("refuses %s with %i", async (_sends, status, request) => {
    expect((await answerTo(request)).status).toBe(status);
  });

  test("answers 429 once its limit is used up, or says why it has none", async () => {
    const guard = guardOf(handler)!;
    if ("unlimited" in guard) {
      expect(guard.unlimited).toMatch(/\w+ \w+/);
      return;
    }
    const sent = await served();
    await sent.by.fetch(sent.path, sent.init);
    await useUpLimits(app);
    const answer = await sent.by.fetch(sent.path, sent.init);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});
