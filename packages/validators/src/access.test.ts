import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Permission,
  accessMatrix,
  can,
  columnOf,
  defineAccess,
  grantFor,
  listPermissions,
  roles,
} from "./access.ts";

// The app's matrix in full, as one reads it aloud: a change to it is a change to this table.
const written: Record<Permission, { member: string | null; admin: string | null }> = {
  "auditEvents.read": { member: "led", admin: "all" },
  "authSessions.read": { member: "own", admin: "own" },
  "authSessions.remove": { member: "own", admin: "own" },
  "emails.read": { member: null, admin: "all" },
  "files.read": { member: "own", admin: "own" },
  "files.create": { member: "own", admin: "own" },
  "files.update": { member: "own", admin: "own" },
  "files.remove": { member: "own", admin: "own" },
  "invitations.read": { member: "led", admin: "all" },
  "invitations.create": { member: "led", admin: "led" },
  "invitations.update": { member: "led", admin: "led" },
  "invitations.remove": { member: "led", admin: "all" },
  "jobs.read": { member: null, admin: "all" },
  "memberships.read": { member: "team", admin: "all" },
  "memberships.update": { member: "led", admin: "all" },
  "memberships.remove": { member: "led", admin: "all" },
  "memories.read": { member: "own", admin: "own" },
  "memories.create": { member: "own", admin: "own" },
  "memories.remove": { member: "own", admin: "own" },
  "notes.read": { member: "own", admin: "own" },
  "notes.create": { member: "own", admin: "own" },
  "notes.update": { member: "own", admin: "own" },
  "notes.remove": { member: "own", admin: "own" },
  "notificationSettings.create": { member: "own", admin: "own" },
  "notificationSettings.read": { member: "own", admin: "own" },
  "notificationSettings.update": { member: "own", admin: "own" },
  "notifications.read": { member: "own", admin: "own" },
  "notifications.update": { member: "own", admin: "own" },
  "questions.read": { member: "team", admin: "team" },
  "questions.create": { member: "team", admin: "team" },
  "questions.remove": { member: "own", admin: "own" },
  "quotas.read": { member: "team", admin: "all" },
  "quotas.update": { member: null, admin: "all" },
  "removals.read": { member: null, admin: "all" },
  "sources.read": { member: "team", admin: "team" },
  "sources.create": { member: "team", admin: "team" },
  "sources.update": { member: "team", admin: "team" },
  "sources.remove": { member: "team", admin: "team" },
  "tasks.read": { member: "team", admin: "team" },
  "tasks.create": { member: "team", admin: "team" },
  "tasks.update": { member: "team", admin: "team" },
  "tasks.remove": { member: "team", admin: "team" },
  "teams.read": { member: "team", admin: "all" },
  "teams.create": { member: "all", admin: "all" },
  "teams.update": { member: "led", admin: "all" },
  "teams.remove": { member: "led", admin: "all" },
  "threads.read": { member: "own", admin: "own" },
  "threads.create": { member: "own", admin: "own" },
  "threads.update": { member: "own", admin: "own" },
  "threads.remove": { member: "own", admin: "own" },
  "usage.read": { member: "own", admin: "own" },
  "users.read": { member: null, admin: "all" },
  "users.update": { member: null, admin: "all" },
};

describe("the matrix", () => {
  test("names the permissions that are written here, and no others", () => {
    expect(listPermissions().sort()).toEqual(Object.keys(written).sort());
  });

  test.each(Object.entries(written))("grants %s as written", (permission, scopes) => {
    const [table, operation] = permission.split(".") as [string, "read"];
    for (const role of roles) {
      expect(grantFor(role, table, operation)?.scope ?? null).toBe(scopes[role]);
      expect(can(role, permission as Permission)).toBe(scopes[role] !== null);
    }
  });

  test("names a column for each scope that needs one", () => {
    expect(accessMatrix.notes.columns.own).toBe("ownerId");
  });
});

describe("what is not granted is refused", () => {
  test.each([
    ["notes", "fly"],
    ["nots", "read"],
    ["notes", "columns"],
    ["constructor", "read"],
    ["__proto__", "read"],
    ["notes", "constructor"],
  ])("%s.%s", (table, operation) => {
    expect(grantFor("admin", table, operation as "read")).toBeNull();
    expect(can("admin", `${table}.${operation}` as Permission)).toBe(false);
  });

  test("a role that does not exist", () => {
    for (const role of ["owner", "constructor", ""]) {
      expect(can(role as "admin", "notes.read")).toBe(false);
    }
  });
});

test("a column decides own, another one team and led, and none all", () => {
  const columns = { own: "ownerId", team: "teamId" };
  const of = (["own", "team", "led", "all"] as const).map((scope) => columnOf(scope, columns));
  expect(of).toEqual(["ownerId", "teamId", "teamId", undefined]);
  expect(columnOf("team", undefined)).toBeUndefined();
});

test("a grant may be of some fields only", () => {
  const matrix = defineAccess({ notes: { update: { member: { scope: "own", only: ["body"] } } } });
  expect(grantFor("member", "notes", "update", matrix)).toEqual({ scope: "own", only: ["body"] });
  expect(grantFor("admin", "notes", "update", matrix)).toBeNull();
});

test("permissions are checked by the compiler", () => {
  expectTypeOf<"notes.update">().toExtend<Permission>();
  expectTypeOf<"users.remove">().not.toExtend<Permission>();
  expectTypeOf<"notes.columns">().not.toExtend<Permission>();
  // @ts-expect-error there is no such scope
  defineAccess({ notes: { read: { member: "mine" } } });
  // @ts-expect-error there is no such role
  defineAccess({ notes: { read: { owner: "all" } } });
});
