import { beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "./_generated/api";
import { type Person, type TestApp, initTest, signedInAs } from "./testing.setup";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const publicFields = ["_creationTime", "_id", "email", "name", "role"];

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
