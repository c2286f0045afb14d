import { beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import {
  type Person,
  type TestApp,
  exampleFile,
  inTeam,
  initTest,
  signedInAs,
  withSession,
} from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const publicFields = ["_creationTime", "_id", "avatarUrl", "email", "name", "role"];

let app: TestApp;
let member: Person;
let admin: Person;

beforeEach(async () => {
  app = initTest();
  member = await signedInAs(app, "member");
  admin = await signedInAs(app, "admin");
});

describe("me", () => {
  test("is the caller, in public fields only", async () => {
    await app.run((ctx) => ctx.db.patch("users", member.userId, { phone: "+44 20 7946 0000" }));
    const me = await member.query(api.users.me);
    expect(me).toMatchObject({ _id: member.userId, role: "member" });
    expect(Object.keys(me).sort()).toEqual(publicFields);
  });

  test("is nobody when signed out", async () => {
    await expect(app.query(api.users.me)).rejects.toMatchObject({
      data: { code: "UNAUTHENTICATED" },
    });
  });
});

describe("the list", () => {
  test("shows an admin everybody, the newest first, in public fields only", async () => {
    const { page } = await admin.query(api.users.list, firstPage);
    expect(page.map((user) => user._id)).toEqual([admin.userId, member.userId]);
    expect(page.map((user) => Object.keys(user).sort())).toEqual([publicFields, publicFields]);
  });

  test("is closed to members", async () => {
    const refused = member.query(api.users.list, firstPage);
    await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  });
});

describe("searching the list", () => {
  const named = async (search: string) => {
    const { page } = await admin.query(api.users.list, { ...firstPage, search });
    return page.map(({ name }) => name);
  };

  beforeEach(async () => {
    const people = [
      { name: "Ada Lovelace", email: "ada@example.com" },
      { name: "Adam Riese", email: "riese@example.com" },
    ];
    for (const person of people) {
      await app.run((ctx) => ctx.db.insert("users", { ...person, role: "member" }));
    }
  });

  test("goes by any word of the name", async () => {
    expect(await named("lovelace")).toEqual(["Ada Lovelace"]);
    expect((await named("Ada")).sort()).toEqual(["Ada Lovelace", "Adam Riese"]);
  });

  test("matches the beginning of the address when there is an @", async () => {
    expect(await named("ADA@exam")).toEqual(["Ada Lovelace"]);
    expect(await named("@example.com")).toEqual([]);
  });
});

describe("a profile", () => {
  test("is changed by its owner, and a value is taken away by null", async () => {
    await member.mutation(api.users.updateProfile, { name: " Ann ", bio: "Cook", timeZone: "UTC" });
    expect(await member.query(api.users.me)).toMatchObject({ name: "Ann", bio: "Cook" });
    await member.mutation(api.users.updateProfile, { bio: null });
    const me = await member.query(api.users.me);
    expect(me).toMatchObject({ name: "Ann", timeZone: "UTC" });
    expect(me).not.toHaveProperty("bio");
  });

  test("is seen by those who share a team, without the address", async () => {
    const friend = await signedInAs(app, "member");
    await inTeam(app, { owner: friend, members: [member] });
    const seen = await friend.query(api.users.get, { userId: member.userId });
    expect(seen).toMatchObject({ _id: member.userId, avatarUrl: null });
    expect(seen).not.toHaveProperty("email");
    expect(seen).not.toHaveProperty("role");
  });

  test("is seen by admins and its owner, and by nobody else", async () => {
    const stranger = await signedInAs(app, "member");
    for (const person of [admin, member]) {
      const seen = await person.query(api.users.get, { userId: member.userId });
      expect(seen._id).toBe(member.userId);
    }
    const refused = stranger.query(api.users.get, { userId: member.userId });
    await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
  });
});

describe("an avatar", () => {
  const addressOf = (storageId: Id<"_storage">) =>
    expect.stringMatching(new RegExp(`^https://site.example.com/public/${storageId}\\.\\w{32}$`));

  async function upload(person: Person, purpose: "avatar" | "attachment" = "avatar") {
    const { id } = await person.mutation(api.files.requestUpload, { name: "me.png", purpose });
    const storageId = await exampleFile(app, "image/png");
    await person.mutation(api.files.finishUpload, { id, storageId });
    return { id, storageId };
  }

  test("has an address that a page can show, and takes the place of the one before", async () => {
    const first = await upload(member);
    await member.mutation(api.users.setAvatar, { fileId: first.id });
    expect((await member.query(api.users.me)).avatarUrl).toEqual(addressOf(first.storageId));
    const second = await upload(member);
    await member.mutation(api.users.setAvatar, { fileId: second.id });
    expect((await member.query(api.users.me)).avatarUrl).toEqual(addressOf(second.storageId));
    expect(await app.run((ctx) => ctx.db.get("files", first.id))).toBeNull();
    expect(await app.run((ctx) => ctx.db.system.get("_storage", first.storageId))).toBeNull();
  });

  test.each(["removeAvatar", "files.remove"])("is gone after %s", async (how) => {
    const { id, storageId } = await upload(member);
    await member.mutation(api.users.setAvatar, { fileId: id });
    if (how === "removeAvatar") await member.mutation(api.users.removeAvatar, {});
    else await member.mutation(api.files.remove, { id });
    expect((await member.query(api.users.me)).avatarUrl).toBeNull();
    expect(await app.run((ctx) => ctx.db.system.get("_storage", storageId))).toBeNull();
  });

  test("is a ready file of one's own, for an avatar", async () => {
    const invalid = { data: { code: "INVALID", issues: [{ path: "fileId" }] } };
    for (const { id } of [await upload(admin), await upload(member, "attachment")]) {
      const refused = member.mutation(api.users.setAvatar, { fileId: id });
      await expect(refused).rejects.toMatchObject(invalid);
    }
  });
});

describe("changing a role", () => {
  test("is for admins, and recorded", async () => {
    await admin.mutation(api.users.changeRole, { id: member.userId, role: "admin" });
    expect(await member.query(api.users.me)).toMatchObject({ role: "admin" });
    const [event] = await app.run((ctx) => ctx.db.query("auditEvents").order("desc").take(1));
    expect(event).toMatchObject({
      action: "users.update",
      actorId: admin.userId,
      rowId: member.userId,
      details: [{ field: "role", from: "member", to: "admin" }],
    });
  });

  test("makes no admin of somebody who cannot sign in: the app would count on them", async () => {
    const [admin, person] = [await signedInAs(app, "admin"), await signedInAs(app, "member")];
    await admin.mutation(api.users.ban, { id: person.userId });
    const promoted = admin.mutation(api.users.changeRole, { id: person.userId, role: "admin" });
    await expect(promoted).rejects.toMatchObject({ data: { code: "CONFLICT" } });
  });

  test("leaves the app an admin", async () => {
    const stepDown = () =>
      admin.mutation(api.users.changeRole, { id: admin.userId, role: "member" });
    await expect(stepDown()).rejects.toMatchObject({ data: { code: "CONFLICT" } });
    await admin.mutation(api.users.changeRole, { id: member.userId, role: "admin" });
    await stepDown();
    expect(await admin.query(api.users.me)).toMatchObject({ role: "member" });
  });
});

describe("a ban", () => {
  const shutOut = { data: { code: "UNAUTHENTICATED" } };

  test("works on the very next call, and until it is lifted", async () => {
    await admin.mutation(api.users.ban, { id: member.userId });
    await expect(member.query(api.users.me)).rejects.toMatchObject(shutOut);
    const page = await admin.query(api.users.list, firstPage);
    expect(page.page.find(({ _id }) => _id === member.userId)?.bannedAt).toBeTypeOf("number");
    await admin.mutation(api.users.unban, { id: member.userId });
    // Its sessions stay ended: the person signs in again.
    await expect(member.query(api.users.me)).rejects.toMatchObject(shutOut);
    const again = await withSession(app, member.userId);
    expect(await again.query(api.users.me)).toMatchObject({ _id: member.userId });
  });

  test("ends the sessions with what renews them, and those of nobody else", async () => {
    await app.run(async (ctx) => {
      for (const { sessionId } of [member, admin]) {
        await ctx.db.insert("authRefreshTokens", { sessionId, expirationTime: 1 });
      }
    });
    await admin.mutation(api.users.ban, { id: member.userId });
    const sessions = await app.run((ctx) => ctx.db.query("authSessions").take(3));
    expect(sessions.map(({ userId }) => userId)).toEqual([admin.userId]);
    expect(await app.run((ctx) => ctx.db.query("authRefreshTokens").take(3))).toHaveLength(1);
  });

  test("does not reach admins", async () => {
    const other = await signedInAs(app, "admin");
    const refused = admin.mutation(api.users.ban, { id: other.userId });
    await expect(refused).rejects.toMatchObject({ data: { code: "CONFLICT" } });
  });

  test("is not for members", async () => {
    const refused = member.mutation(api.users.ban, { id: admin.userId });
    await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  });
});

describe("setting a role", () => {
  const email = async (person: Person) => (await person.query(api.users.me)).email;

  test("gives the person with the address that role", async () => {
    const args = { email: await email(member), role: "admin" as const };
    await app.mutation(internal.users.setRole, args);
    expect(await member.query(api.users.me)).toMatchObject({ role: "admin" });
  });

  test("of nobody is an error that names the address", async () => {
    const args = { email: "nobody@example.com", role: "admin" as const };
    const refused = app.mutation(internal.users.setRole, args);
    await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    await expect(refused).rejects.toThrow("nobody@example.com");
  });
});

describe("what an action names", () => {
  const note = (ownerId: Id<"users">) =>
    app.run((ctx) => ctx.db.insert("notes", { ownerId, title: "x", body: "" }));

  test("is there, and its caller may see it", async () => {
    const [mine, theirs, gone] = [
      await note(member.userId),
      await note(admin.userId),
      await note(member.userId),
    ];
    await app.run((ctx) => ctx.db.delete("notes", gone));
    const asks = (...ids: string[]) =>
      member.query(internal.users.assertSees, { table: "notes", ids });
    const refused = { data: { code: "NOT_FOUND" } };
    expect(await asks(mine)).toBeNull();
    for (const id of [theirs, gone, member.userId, "x"]) {
      await expect(asks(mine, id), id).rejects.toMatchObject(refused);
    }
  });

  test("is also what its caller may do with it", async () => {
    const [owner, other] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
    const teamId = await inTeam(app, { owner, members: [other] });
    const asks = (person: Person, operation: "read" | "update") =>
      person.query(internal.users.assertSees, { table: "teams", ids: [teamId], operation });
    expect([await asks(other, "read"), await asks(owner, "update")]).toEqual([null, null]);
    await expect(asks(other, "update")).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  });

  test("is nothing to whom is not signed in", async () => {
    const ids = [await note(member.userId)];
    const refused = app.query(internal.users.assertSees, { table: "notes", ids });
    await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  });
});
