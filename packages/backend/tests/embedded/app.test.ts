// @vitest-environment node
// The other home of the functions: pushed by the official CLI to the embedded backend, called by the
// official client. The rules are proven beside the functions; this proves that they arrive.
import { demoAccounts } from "@repo/validators/demo";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { codeFor, credentialsOf, signUp } from "../../embedded/people.ts";
import { importRows, rowsOf, runFunction } from "../../embedded/admin.ts";
import { startApp } from "../../embedded/app.ts";
import type { Embedded } from "../../embedded/backend.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

let backend: Embedded;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

beforeAll(async () => {
  backend = await startApp({ DEMO_DEPLOYMENT: "1" });
});

afterAll(() => backend?.close());

/** The client of somebody who signs in, or signs up. */
async function enter(params: Record<string, string>) {
  const client = new ConvexHttpClient(backend.url, { logger: false });
  const { tokens } = await client.action(api.auth.signIn, { provider: "password", params });
  client.setAuth(tokens!.token);
  return Object.assign(client, tokens!);
}

test("a fresh copy is seeded once, and everybody can work", async () => {
  const emails = demoAccounts.map(({ email }) => email);
  expect(JSON.parse(await backend.convex(["run", "seed:run"]))).toEqual(emails);
  expect(JSON.parse(await backend.convex(["run", "seed:run"]))).toEqual([]);

  const [admin, member] = await Promise.all(
    demoAccounts.map(({ email, password }) => enter({ flow: "signIn", email, password })),
  );
  const { page } = await admin!.query(api.users.list, firstPage);
  expect(page.map(({ email }) => email)).toEqual(expect.arrayContaining(emails));
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

test("a page of another site cannot sign in as the demo admin, whose password is public", async () => {
  const { email, password } = demoAccounts.find(({ role }) => role === "admin")!;
  const params = { flow: "signIn", email, password };
  const signIn = (headers: Record<string, string>) =>
    fetch(`${backend.url}/api/action`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ path: "auth:signIn", args: { provider: "password", params } }),
    });
  const foreign = await signIn({ Origin: "http://evil.example" });
  expect(foreign.status).toBe(403);
  expect(await foreign.json()).toMatchObject({ code: "OriginNotAllowed" });
  const own = await signIn({ Origin: "http://localhost:5173" });
  expect(await own.json()).toMatchObject({ value: { tokens: { token: expect.any(String) } } });
});

test("an account: mailed code, new password, other sessions ended", async () => {
  const { email, password } = demoAccounts.find(({ role }) => role === "admin")!;
  const admin = await enter({ flow: "signIn", email, password });
  const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
  const nobody = new ConvexHttpClient(backend.url, { logger: false });
  const ask = async (params: Record<string, string>) => {
    expect(await nobody.action(api.auth.signIn, { provider: "password", params })).toEqual({
      tokens: null,
    });
    const [mail] = (await admin.query(api.emails.list, firstPage)).page;
    expect(mail).toMatchObject({ to: ann.email, status: "kept" });
    return /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(mail!.text!)![0];
  };
  const signedOut = { data: { code: "UNAUTHENTICATED" } };

  const code = await ask({ flow: "signUp", ...ann });
  await expect(enter({ flow: "signIn", ...ann })).rejects.toMatchObject(signedOut);
  const phone = await enter({ flow: "confirm", ...ann, code });
  expect(await phone.query(api.users.me)).toMatchObject({ name: "Ann", role: "member" });

  const second = await ask({ flow: "reset", email: ann.email });
  const renewed = { email: ann.email, password: "battery staple" };
  const laptop = await enter({ flow: "setPassword", ...renewed, code: second });
  await expect(phone.query(api.users.me)).rejects.toMatchObject(signedOut);
  await expect(enter({ flow: "signIn", ...ann })).rejects.toMatchObject(signedOut);

  const tablet = await enter({ flow: "signIn", ...renewed });
  const { page } = await laptop.query(api.sessions.list, firstPage);
  expect(page.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  await laptop.mutation(api.sessions.revoke, { id: page[0]!._id });
  await expect(tablet.query(api.users.me)).rejects.toMatchObject(signedOut);
  await expect(laptop.query(api.users.me)).resolves.toBeTruthy();
  await expect(nobody.query(api.notes.list, firstPage)).rejects.toMatchObject(signedOut);
});

test("a session goes on with its token, and nobody gets at a row by naming it in one", async () => {
  const { email, password } = demoAccounts[1]!;
  const client = await enter({ flow: "signIn", email, password });
  const me = await client.query(api.users.me);
  const teamId = await client.mutation(api.teams.create, { name: "Orchard" });
  const nobody = new ConvexHttpClient(backend.url, { logger: false });
  const refresh = async (refreshToken: string) =>
    (await nobody.action(api.auth.signIn, { refreshToken })).tokens;
  const [tokenId, sessionId] = client.refreshToken.split("|");
  for (const id of [me._id, teamId, sessionId]) {
    for (const first of [me._id, teamId]) expect(await refresh(`${first}|${id}`)).toBeNull();
  }
  for (const id of [me._id, teamId]) expect(await refresh(`${tokenId}|${id}`)).toBeNull();
  const store = makeFunctionReference<"mutation">("auth:store");
  const args = { type: "invalidateSessions", userId: me._id };
  await expect(nobody.mutation(store, { args })).rejects.toThrow("auth:store");

  const renewed = await refresh(client.refreshToken);
  client.setAuth(renewed!.token);
  expect(await client.query(api.users.me, {})).toEqual(me);
  const teams = (await client.query(api.teams.list, firstPage)).page;
  expect(teams.map(({ _id }) => _id)).toContain(teamId);
});

test("tasks are counted, searched and put into the trash, and their trail is kept", async () => {
  const { email, password } = demoAccounts[1]!;
  const client = await enter({ flow: "signIn", email, password });
  const teamId = await client.mutation(api.teams.create, { name: "Garden" });
  const make = (title: string) =>
    client.mutation(api.tasks.create, { teamId, title, priority: "normal" });
  const [fence, lawn] = [await make("Paint the fence"), await make("Mow the lawn")];
  await client.mutation(api.tasks.move, { id: fence, status: "doing" });
  await client.mutation(api.tasks.remove, { id: lawn });
  const none = { open: 0, doing: 0, done: 0, cancelled: 0, trash: 0 };
  expect(await client.query(api.tasks.counts, { teamId })).toEqual({ ...none, doing: 1, trash: 1 });
  const search = (term: string) =>
    client.query(api.tasks.search, { teamId, term, paginationOpts: firstPage.paginationOpts });
  expect((await search("fen")).page.map(({ _id }) => _id)).toEqual([fence]);
  expect((await search("lawn")).page).toEqual([]);
  await client.mutation(api.tasks.restore, { id: lawn });
  expect((await search("lawn")).page.map(({ _id }) => _id)).toEqual([lawn]);
  expect(await client.query(api.tasks.counts, { teamId })).toEqual({ ...none, doing: 1, open: 1 });
  const row = { table: "tasks", rowId: fence, ...firstPage } as const;
  const { page } = await client.query(api.auditEvents.listByRow, row);
  expect(page.map(({ action }) => action)).toEqual(["tasks.update", "tasks.create"]);
  expect(page[0]).toMatchObject({ requestId: expect.any(String) });
  // Where somebody was is for administrators.
  expect(page[0]).not.toHaveProperty("network");
});

test("what a form would refuse is refused with the field's name", async () => {
  const { email, password } = demoAccounts[1]!;
  const client = await enter({ flow: "signIn", email, password });
  const refused = client.mutation(api.notes.create, { title: " ", body: "" });
  await expect(refused).rejects.toMatchObject({
    data: { code: "INVALID", issues: [{ path: "title" }] },
  });
});

test("a file goes up, comes back to its owner alone, and what nobody holds is swept", async () => {
  const [ada, bob] = await Promise.all(
    demoAccounts.map(({ email, password }) => enter({ flow: "signIn", email, password })),
  );
  const send = async (url: string, contentType: string) => {
    const headers = { "Content-Type": contentType };
    const answer = await fetch(url, { method: "POST", headers, body: "Two litres" });
    return ((await answer.json()) as { storageId: Id<"_storage"> }).storageId;
  };
  const input = { name: "milk.txt", purpose: "attachment" } as const;
  const { id, url } = await ada!.mutation(api.files.requestUpload, input);
  const storageId = await send(url, "text/plain");
  expect(await ada!.mutation(api.files.finishUpload, { id, storageId })).toBeNull();

  const address = `${backend.siteUrl}/files/${id}`;
  const open = (token?: string) =>
    fetch(address, { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } });
  const mine = await open(ada!.token);
  expect([mine.status, await mine.text()]).toEqual([200, "Two litres"]);
  expect(mine.headers.get("Content-Disposition")).toContain(`filename="milk.txt"`);
  expect((await open()).status).toBe(401);
  expect((await open(bob!.token)).status).toBe(404);

  const page = await ada!.mutation(api.files.requestUpload, input);
  const refused = { id: page.id, storageId: await send(page.url, "text/html") };
  const answer = await ada!.mutation(api.files.finishUpload, refused);
  expect(answer).toMatchObject({ code: "INVALID" });

  const orphan = await send(
    (await ada!.mutation(api.files.requestUpload, input)).url,
    "text/plain",
  );
  await runFunction(backend, "files:sweep", { olderThan: -60_000 });
  const stored = async () => (await rowsOf(backend, "_storage")).map(({ _id }) => _id);
  await vi.waitFor(async () => expect(await stored()).not.toContain(orphan), { timeout: 120_000 });
  expect(await stored()).toContain(storageId);
  expect((await open(ada!.token)).status).toBe(200);
});

test("a ban and a removal shut somebody out at once, and a removal leaves nothing", async () => {
  const [ada] = await Promise.all(
    demoAccounts
      .slice(0, 1)
      .map(({ email, password }) => enter({ flow: "signIn", email, password })),
  );
  const cleo = credentialsOf("cleo");
  const client = await signUp(backend, cleo.name);
  const { _id } = await client.query(api.users.me, {});
  const listed = async () =>
    (await ada!.query(api.users.list, { ...firstPage, search: "cleo@" })).page[0];

  await ada!.mutation(api.users.ban, { id: _id });
  const shutOut = { data: { code: "UNAUTHENTICATED" } };
  await expect(client.query(api.users.me, {})).rejects.toMatchObject(shutOut);
  await client.close();
  const banned = enter({ flow: "signIn", email: cleo.email, password: cleo.password });
  await expect(banned).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  await ada!.mutation(api.users.unban, { id: _id });

  const again = await enter({ flow: "signIn", email: cleo.email, password: cleo.password });
  await again.mutation(api.notes.create, { title: "Mine", body: "" });
  const { id, url } = await again.mutation(api.files.requestUpload, {
    name: "me.png",
    purpose: "avatar",
  });
  const headers = { "Content-Type": "image/png" };
  const sent = await fetch(url, { method: "POST", headers, body: "not really" });
  const { storageId } = (await sent.json()) as { storageId: Id<"_storage"> };
  await again.mutation(api.files.finishUpload, { id, storageId });
  await again.mutation(api.users.setAvatar, { fileId: id });
  const { avatarUrl } = await again.query(api.users.me);
  const served = await fetch(avatarUrl!);
  expect(Object.fromEntries(served.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": expect.stringMatching(/^inline;/),
    "x-content-type-options": "nosniff",
  });

  await again.mutation(api.users.removeAccount, { email: cleo.email });
  await expect(again.query(api.users.me)).rejects.toMatchObject(shutOut);
  await vi.waitFor(async () => expect(await listed()).toBeUndefined(), { timeout: 120_000 });
  for (const table of ["files", "authAccounts", "notes", "_storage"]) {
    const rows = JSON.stringify(await rowsOf(backend, table));
    expect(rows, table).not.toMatch(new RegExp(`${_id}|${storageId}`));
  }
  expect((await fetch(avatarUrl!)).status).toBe(404);
});

test("a ban reaches a page that is open, what would renew the session, and files", async () => {
  const { email, password } = demoAccounts.find(({ role }) => role === "admin")!;
  const admin = await enter({ flow: "signIn", email, password });
  const dora = { name: "Dora", email: "dora@example.com", password: "correct horse" };
  const nobody = new ConvexHttpClient(backend.url, { logger: false });
  const params = { flow: "signUp", ...dora };
  await nobody.action(api.auth.signIn, { provider: "password", params });
  const code = await codeFor(backend, dora.email);
  const client = await enter({ flow: "confirm", ...dora, code });
  const { _id } = await client.query(api.users.me);
  const asked = { name: "milk.txt", purpose: "attachment" } as const;
  const { id, url } = await client.mutation(api.files.requestUpload, asked);
  const headers = { "Content-Type": "text/plain" };
  const sent = await fetch(url, { method: "POST", headers, body: "Two litres" });
  const { storageId } = (await sent.json()) as { storageId: Id<"_storage"> };
  await client.mutation(api.files.finishUpload, { id, storageId });
  const open = () =>
    fetch(`${backend.siteUrl}/files/${id}`, {
      headers: { Authorization: `Bearer ${client.token}` },
    });
  expect((await open()).status).toBe(200);

  const page = new ConvexClient(backend.url, { logger: false });
  page.setAuth(async () => client.token);
  const seen: unknown[] = [];
  page.onUpdate(
    api.users.me,
    {},
    ({ name }) => seen.push(name),
    (error) => seen.push((error as { data?: { code?: string } }).data?.code),
  );
  await vi.waitFor(() => expect(seen).toEqual(["Dora"]), { timeout: 120_000 });
  await admin.mutation(api.users.ban, { id: _id });
  await vi.waitFor(() => expect(seen).toEqual(["Dora", "UNAUTHENTICATED"]), { timeout: 120_000 });
  await page.close();

  const { refreshToken } = client;
  expect(await nobody.action(api.auth.signIn, { refreshToken })).toEqual({ tokens: null });
  expect((await open()).status).toBe(401);
});

test("a migration goes over the rows of before, and tells what it would do first", async () => {
  const old = Array.from({ length: 130 }, (_, n) => ({
    name: `Émile ${n}`,
    email: `emile${n}@example.com`,
    role: "member",
  }));
  await importRows(backend, "users", "append", old);
  const keys = async () =>
    (await rowsOf(backend, "users")).map(({ nameKey }) => nameKey as string | undefined);
  const missing = async () => (await keys()).filter((key) => key === undefined).length;
  expect(await missing()).toBe(old.length);

  const told = await backend.convex(["run", "migrations:fillNameKeys", `{"dryRun":true}`]);
  expect(told).toContain("migrations:fillNameKeys");
  expect(await missing()).toBe(old.length);

  await backend.convex(["run", "migrations:runAll", `{"batchSize":50}`]);
  await vi.waitFor(async () => expect(await missing()).toBe(0), { timeout: 120_000 });
  const done = await backend.convex(["run", "migrations:runAll"]);
  expect(done).toContain("already done");
  expect((await keys()).filter((key) => key?.startsWith("emile "))).toHaveLength(old.length);
});
