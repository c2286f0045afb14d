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
} from "./access.ts";
import { assistantGrants } from "./features/assistant-grants.ts";
import { knowledgeGrants } from "./features/knowledge-grants.ts";
import { modelGrants } from "./features/models-grants.ts";

// The app's matrix in full, as one reads it aloud: a change to it is a change to this table.
const written: Record<string, string> = {
  ...assistantGrants,
  ...knowledgeGrants,
  ...modelGrants,
  auditEvents: "member led: read; admin all: read",
  authCodes: "",
  authSessions: "member own: read, remove; admin own: read, remove",
  blobs: "",
  counters: "",
  emails: "admin all: read",
  files: "member own; admin own",
  invitations: "member led; admin all: read, remove; admin led: create, update",
  jobs: "admin all: read",
  memberships:
    "member team: read; member led(role): update; member led: remove; admin all: read, remove; admin all(role): update",
  notes: "member own; admin own",
  notificationSettings: "member own: read, create, update; admin own: read, create, update",
  notifications:
    "member own: read; member own(readAt): update; admin own: read; admin own(readAt): update",
  quotas: "member team: read; admin all: read; admin all(rowsMax, bytesMax): update",
  removals: "admin all: read",
  tasks: "member team; admin team",
  teams:
    "member team: read; member all: create; member led(name): update; member led: remove; admin all: read, create, remove; admin all(name): update",
  uploads: "",
  users: "admin all: read; admin all(role, bannedAt): update",
  webhookEvents: "",
};

/** What each role may do with a table: operations that have the same scope stand together. */
function grantsOf(table: string): string {
  const parts = roles.flatMap((role) => {
    const held = new Map<string, string[]>();
    for (const operation of operations) {
      const grant = grantFor(role, table, operation);
      expect(can(role, `${table}.${operation}` as Permission)).toBe(grant !== null);
      if (grant === null) continue;
      const scope = grant.only ? `${grant.scope}(${grant.only.join(", ")})` : grant.scope;
      held.set(scope, [...(held.get(scope) ?? []), operation]);
    }
    return [...held].map(([scope, of]) => {
      const which = of.length === operations.length ? "" : `: ${of.join(", ")}`;
      return `${role} ${scope}${which}`;
    });
  });
  return parts.join("; ");
}

describe("the matrix", () => {
  test("names the tables that are written here, and no others", () => {
    expect(Object.keys(accessMatrix).sort()).toEqual(Object.keys(written).sort());
  });

  test.each(Object.entries(written))("grants %s as written", (table, grants) => {
    expect(grantsOf(table)).toBe(grants);
  });

  test("lists the permissions that somebody holds", () => {
    const held = Object.keys(written).flatMap((table) =>
      operations
        .map((operation) => `${table}.${operation}` as Permission)
        .filter((permission) => roles.some((role) => can(role, permission))),
    );
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
