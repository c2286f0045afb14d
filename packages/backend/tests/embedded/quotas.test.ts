// @vitest-environment node
// Quotas on the embedded backend, where calls really run at once: what a limit lets in is exact, and an
// address for an upload takes one file of the size that it may have.
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { demoAccounts } from "@repo/validators/demo";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { rowsOf, runFunction } from "../../embedded/admin.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let backend: Embedded;
let member: ConvexHttpClient;
let admin: ConvexHttpClient;

beforeAll(async () => {
  backend = await startApp({ DEMO_DEPLOYMENT: "1" });
  await runFunction(backend, "seed:run");
  [member, admin] = [await signIn("member"), await signIn("admin")];
});

afterAll(async () => await backend?.close());

async function signIn(role: "member" | "admin"): Promise<ConvexHttpClient> {
  const { email, password } = demoAccounts.find((account) => account.role === role)!;
  const client = new ConvexHttpClient(backend.url, { logger: false });
  const params = { flow: "signIn", email, password };
  const { tokens } = await client.action(api.auth.signIn, { provider: "password", params });
  client.setAuth(tokens!.token);
  return client;
}

const notesUsed = async () => {
  const all = await member.query(api.quotas.mine, {});
  return all.find(({ table }) => table === "notes")!.rows;
};

test("of many who take the last places at once as many get one as there are", async () => {
  const { _id: userId } = await member.query(api.users.me);
  const { used } = await notesUsed();
  const limits = { table: "notes", rows: used + 5, bytes: null };
  await admin.mutation(api.quotas.changeForPerson, { userId, ...limits });
  // A client makes one call after another, unless it is asked not to.
  const all = Array.from({ length: 20 }, async (_, n) =>
    member.mutation(api.notes.create, { title: `Note ${n}`, body: "" }, { skipQueue: true }),
  );
  const results = await Promise.allSettled(all);
  const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const refused = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason] : [],
  );
  expect(made).toHaveLength(5);
  for (const error of refused) expect(error).toMatchObject({ data: { code: "QUOTA_EXCEEDED" } });
  expect(await notesUsed()).toEqual({ used: used + 5, limit: used + 5 });

  const gone = made.map((id) => member.mutation(api.notes.remove, { id }, { skipQueue: true }));
  await Promise.all(gone);
  expect((await notesUsed()).used).toBe(used);
});

const storedFiles = () => rowsOf(backend, "_storage");

test("an address takes one file, and no more bytes than it may have", async () => {
  const asked = { name: "me.png", purpose: "avatar" } as const;
  const { id, url } = await member.mutation(api.files.requestUpload, asked);
  // A connection for each: one whose answer comes before the whole body may end before the next request on it.
  const post = (bytes: number) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { "Content-Type": "image/png", "Content-Length": bytes };
      const sent = request(url, { method: "POST", agent: false, headers }, (answer) => {
        text(answer).then((text) => resolve({ status: answer.statusCode!, text }), reject);
      });
      sent.on("error", reject).end(new Uint8Array(bytes));
    });
  const before = await storedFiles();
  for (const bytes of [2_000_001, 15_000_000]) expect((await post(bytes)).status).toBe(413);
  expect(await storedFiles()).toEqual(before);
  const sent = await Promise.all([post(2_000_000), post(2_000_000), post(2_000_000)]);
  const taken = sent.filter(({ status }) => status === 200);
  expect(taken).toHaveLength(1);
  const { storageId } = JSON.parse(taken[0]!.text) as { storageId: Id<"_storage"> };
  expect(await member.mutation(api.files.finishUpload, { id, storageId })).toBeNull();
  expect((await post(1)).status).toBe(404);
  expect(await storedFiles()).toHaveLength(before.length + 1);
});
