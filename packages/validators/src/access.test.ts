import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Permission,
  accessMatrix,
  can,
  defineAccess,
  grantFor,
  listPermissions,
  roles,
} from "./access.ts";

// The app's matrix in full, as one reads it aloud: a change to it is a change to this table.
const written: Record<Permission, { member: string | null; admin: string | null }> = {
  "auditEvents.read": { member: null, admin: "all" },
  "emails.read": { member: null, admin: "all" },
  "jobs.read": { member: null, admin: "all" },
  "notes.read": { member: "own", admin: "own" },
  "notes.create": { member: "own", admin: "own" },
  "notes.update": { member: "own", admin: "own" },
  "notes.remove": { member: "own", admin: "own" },
  "users.read": { member: null, admin: "all" },
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
