import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type AccessMatrix,
  type Operation,
  type Permission,
  type Role,
  accessMatrix,
  can,
  columnOf,
  defineAccess,
  grantFor,
  listPermissions,
  operations,
  roleRules,
  roles,
  rowsInTeam,
  teamRoles,
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

test("a column decides own, one team and led, one parent, and none all", () => {
  const columns = { own: "ownerId", team: "teamId", parent: "orderId" };
  const of = (["own", "team", "led", "parent", "all"] as const).map((scope) =>
    columnOf(scope, columns),
  );
  expect(of).toEqual(["ownerId", "teamId", "teamId", "orderId", undefined]);
  expect(columnOf("team", undefined)).toBeUndefined();
});

test("a grant may be of some fields only", () => {
  const matrix = defineAccess({ notes: { update: { member: { scope: "own", only: ["body"] } } } });
  expect(grantFor("member", "notes", "update", matrix)).toEqual({ scope: "own", only: ["body"] });
  expect(grantFor("admin", "notes", "update", matrix)).toBeNull();
});

describe("a role that extends another", () => {
  const matrix = defineAccess({
    notes: {
      read: { member: "own", admin: "all" },
      update: { member: "own" },
      remove: { member: "own" },
    },
  });
  const rules = {
    editor: {
      extends: "member",
      grants: { "notes.update": "all" as const },
      without: ["notes.remove"],
    },
    chief: { extends: "editor", grants: { "notes.remove": "all" as const } },
  };
  const held = (role: string) =>
    operations.map(
      (operation) => grantFor(role as "member", "notes", operation, matrix, rules)?.scope ?? null,
    );

  test("has its grants, but for what differs", () => {
    expect(held("member")).toEqual(["own", null, "own", "own"]);
    expect(held("editor")).toEqual(["own", null, "all", null]);
    expect(held("chief")).toEqual(["own", null, "all", "all"]);
    expect(held("admin")).toEqual(["all", null, null, null]);
  });

  test("has what a row of the matrix says of it", () => {
    const named = { notes: { update: { editor: "own" } } } as unknown as typeof matrix;
    expect(grantFor("editor" as "member", "notes", "update", named, rules)).toEqual({
      scope: "own",
    });
  });
});

describe("in a team", () => {
  const scopes = ["own", "team", "led"] as const;

  test("a member reaches what their role in the app says, an owner what is led, too", () => {
    const reached = (role: "member" | "owner") =>
      scopes.map((scope) => rowsInTeam(role, scope, "notes.read"));
    expect(reached("member")).toEqual(["own", "team", null]);
    expect(reached("owner")).toEqual(["own", "team", "team"]);
  });

  test("a role that extends another reaches the same rows, but for what differs", () => {
    const rules = {
      captain: { extends: "member", grants: { "notes.remove": "team" as const } },
      mate: { extends: "captain", without: ["notes.update"] },
    };
    const reached = (role: string, permission: string) =>
      scopes.map((scope) => rowsInTeam(role as "member", scope, permission, rules));
    expect(reached("captain", "notes.update")).toEqual(["own", "team", null]);
    expect(reached("captain", "notes.remove")).toEqual(["team", "team", "team"]);
    expect(reached("mate", "notes.update")).toEqual([null, null, null]);
    expect(reached("mate", "notes.remove")).toEqual(["team", "team", "team"]);
  });
});

describe.each(["app", "team"] as const)("the roles of the %s that extend another", (of) => {
  const rules = Object.entries(roleRules[of]);
  const known: readonly string[] = of === "app" ? roles : teamRoles;

  test("extend one that there is, in the end one that extends none", () => {
    const ends = rules.map(([role]) => {
      let held = role;
      for (let step = 0; step <= rules.length; step++) held = roleRules[of][held]?.extends ?? held;
      return held;
    });
    expect(ends.filter((end) => !known.includes(end) || end in roleRules[of])).toEqual([]);
  });

  test("name permissions of the matrix", () => {
    const named = rules.flatMap(([, { grants = {}, without = [] }]) => [
      ...Object.keys(grants),
      ...without,
    ]);
    const permissions: readonly string[] = listPermissions();
    expect(named.filter((permission) => !permissions.includes(permission))).toEqual([]);
  });
});

test("a role that changes or removes rows of a table reads them", () => {
  const tables = Object.keys(accessMatrix);
  const blind = tables.flatMap((table) =>
    roles.filter(
      (role) =>
        grantFor(role, table, "read") === null &&
        (grantFor(role, table, "update") ?? grantFor(role, table, "remove")) !== null,
    ),
  );
  expect(blind).toEqual([]);
});

describe("rows that are parts of others", () => {
  const matrix: AccessMatrix = accessMatrix;
  const parts = Object.entries(matrix).filter(([, { parent }]) => parent !== undefined);

  test("name the column and the table of those, in the end one of rows that are whole", () => {
    const ends = parts.map(([table]) => {
      let above = table;
      for (let step = 0; step <= parts.length; step++) above = matrix[above]?.parent ?? above;
      return above;
    });
    expect(ends.filter((end) => matrix[end] === undefined || matrix[end].parent)).toEqual([]);
    expect(parts.filter(([, { columns }]) => columns?.parent === undefined)).toEqual([]);
  });

  test("are for roles that may do as much with those", () => {
    const drifted = Object.keys(matrix).flatMap((table) =>
      roles.flatMap((role) =>
        operations
          .filter((operation) => isWithoutWhole(matrix, role, table, operation))
          .map((operation) => `${role}: ${table}.${operation}`),
      ),
    );
    expect(drifted).toEqual([]);
  });

  test("that a role could never reach are found", () => {
    const drifted = defineAccess({
      orders: { read: { member: "own" } },
      lines: { parent: "orders", read: { member: "parent" }, update: { member: "parent" } },
      loose: { read: { member: "parent" } },
    });
    const found = ["lines.read", "lines.update", "loose.read"].filter((permission) => {
      const [table, operation] = permission.split(".") as [string, "read"];
      return isWithoutWhole(drifted, "member", table, operation);
    });
    expect(found).toEqual(["lines.update", "loose.read"]);
  });
});

/** Whether a role holds an operation on parts that no row of the whole can give it. */
function isWithoutWhole(
  matrix: AccessMatrix,
  role: Role,
  table: string,
  operation: Operation,
): boolean {
  const { parent } = matrix[table] ?? {};
  const scope = grantFor(role, table, operation, matrix)?.scope;
  if (scope !== "parent" && (scope === undefined || parent === undefined)) return false;
  const takes = scope !== "parent" || operation === "read" ? "read" : "update";
  return grantFor(role, parent ?? "", takes, matrix) === null;
}

test("permissions are checked by the compiler", () => {
  expectTypeOf<"notes.update">().toExtend<Permission>();
  expectTypeOf<"users.remove">().not.toExtend<Permission>();
  expectTypeOf<"notes.columns">().not.toExtend<Permission>();
  // @ts-expect-error there is no such scope
  defineAccess({ notes: { read: { member: "mine" } } });
  // @ts-expect-error there is no such role
  defineAccess({ notes: { read: { owner: "all" } } });
});
