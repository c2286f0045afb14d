// @vitest-environment node
// The other home of the functions: pushed by the official CLI to the embedded backend, called by the
// official client. The rules are proven beside the functions; this proves that they arrive.
import { demoAccounts } from "@repo/validators/demo";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { generateAuthKeys } from "./auth-keys.ts";
import { api } from "./convex/_generated/api.js";
import { type Embedded, startEmbedded } from "./embedded.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

let backend: Embedded;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

beforeAll(async () => {
  backend = await startEmbedded(import.meta.dirname);
  const variables = { ...(await generateAuthKeys()), GROUNDWORK_DEMO: "1" };
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  await backend.convex(["env", "set"], lines.join(""));
  await backend.convex(["deploy", "--yes", "--typecheck", "disable", "--codegen", "disable"]);
});

afterAll(() => backend?.close());

/** The client of somebody who signs in, or signs up. */
async function enter(params: Record<string, string>) {
  const client = new ConvexHttpClient(backend.url, { logger: false });
  const { tokens } = await client.action(api.auth.signIn, { provider: "password", params });
  client.setAuth(tokens!.token);
  return client;
}

test("a fresh copy is seeded once, and everybody can work", async () => {
  const emails = demoAccounts.map(({ email }) => email);
  expect(JSON.parse(await backend.convex(["run", "seed:run"]))).toEqual(emails);
  expect(JSON.parse(await backend.convex(["run", "seed:run"]))).toEqual([]);

  const [admin, member] = await Promise.all(
    demoAccounts.map(({ email, password }) => enter({ flow: "signIn", email, password })),
  );
  expect((await admin!.query(api.users.list, firstPage)).page).toHaveLength(emails.length);
  const refused = member!.query(api.users.list, firstPage);
  await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });

  const id = await member!.mutation(api.notes.create, { title: " Milk ", body: "" });
  await member!.mutation(api.notes.update, { id, body: "Two litres" });
  expect(await member!.query(api.notes.get, { id })).toMatchObject({
    title: "Milk",
    body: "Two litres",
  });
  expect((await member!.query(api.notes.list, firstPage)).page[0]).toMatchObject({ _id: id });
  const hidden = admin!.query(api.notes.get, { id });
  await expect(hidden).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
  await member!.mutation(api.notes.remove, { id });
  const gone = member!.query(api.notes.get, { id });
  await expect(gone).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
});

test("somebody new signs up as a member, and nobody gets in without", async () => {
  const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
  const client = await enter({ flow: "signUp", ...ann });
  expect(await client.query(api.users.me)).toMatchObject({ name: "Ann", role: "member" });

  const wrong = enter({ flow: "signIn", ...ann, password: "wrong password" });
  await expect(wrong).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
  const nobody = new ConvexHttpClient(backend.url, { logger: false });
  const refused = nobody.query(api.notes.list, firstPage);
  await expect(refused).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
});

test("what a form would refuse is refused with the field's name", async () => {
  const { email, password } = demoAccounts[1]!;
  const client = await enter({ flow: "signIn", email, password });
  const refused = client.mutation(api.notes.create, { title: " ", body: "" });
  await expect(refused).rejects.toMatchObject({
    data: { code: "INVALID", issues: [{ path: "title" }] },
  });
});
