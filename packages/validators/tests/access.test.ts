import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Permission,
  accessMatrix,
  can,
  columnOf,
  defineAccess,
  grantFor,
  listPermissions,
  operations,
  roles,
} from "../src/access.ts";

describe("the matrix", () => {
  test("lists the permissions that somebody holds", () => {
    const held = Object.keys(accessMatrix).flatMap((table) =>
      operations
        .map((operation) => `${table}.${operation}` as Permission)
        .filter((permission) => roles.some((role) => can(role, permission))),
    );
    expect(held).toContain("notes.update");
    expect(listPermissions().sort()).toEqual(held.sort());
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
