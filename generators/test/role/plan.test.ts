// A role extends another with what differs, and is tested by every function that is called as that role.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { testsOfRoles } from "@groundwork/convex-generators/repository/tests-of-roles";
import type { RoleInput } from "@groundwork/convex-generators/role/input";
import { planRole } from "@groundwork/convex-generators/role/plan";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { project } from "@groundwork/plop-engine/project";
import type { Tree } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";

const tree = templateTree();
const whole = diskTree(join(import.meta.dirname, "../../.."));
const captain: RoleInput = {
  name: "captain",
  team: true,
  grant: ["memberships.remove:team"],
  without: ["tasks.remove"],
};
const support: RoleInput = { name: "support", grant: ["jobs.read:all", "jobs.update:all"] };

/** The repository with the roles of another tree. */
const withRolesOf = (roles: Tree): Tree => ({
  ...tree,
  read: (path, encoding) => (path === layout.roles ? roles : tree).read(path, encoding),
});

describe("a role of a team", () => {
  test("is what differs from the one that it extends, and is called something on the page", () => {
    const plan = planRole(captain, whole);
    expect(fragment(plan, layout.roles, "teamRole")).toBe(
      'captain: { extends: "member", grants: { "memberships.remove": "team" }, without: ["tasks.remove"] }',
    );
    expect(fragment(plan, layout.teamWords, "roleTitle")).toBe('captain: "Captain"');
  });

  test("is planned as nothing once it is there, and keeps an input that plans the same", () => {
    const plan = planRole(captain, whole);
    expect(planRole(captain, after(plan, whole)).files).toEqual([]);
    expect(planRole(plan.input as RoleInput, whole).files).toEqual(plan.files);
    expect(codesOf(() => planRole({ ...captain, without: [] }, after(plan, whole)))).toEqual([
      "3 ROLE_TAKEN",
    ]);
  });

  test("may be extended by another", () => {
    const there = after(planRole(captain, whole), whole);
    const mate = planRole({ name: "firstMate", team: true, extends: "captain" }, there);
    expect(textOf(mate, layout.roles)).toContain('firstMate: { extends: "captain" }');
    expect(fragment(mate, layout.teamWords, "roleTitle")).toBe('firstMate: "First mate"');
  });
});

describe("a role of the app", () => {
  test("keeps what it says of an entity that is changed later", () => {
    const entity = { name: "order", fields: ["title:string(1..80)"], access: ["member:all"] };
    const made = after(planEntity(entity, tree), tree);
    const rule = { grant: ["orders.update:all"], without: ["orders.remove"] };
    const clerk = { name: "clerk", extends: "admin", grant: ["orders.read:all"] };
    const withSupport = after(planRole({ name: "support", ...rule }, made), made);
    const withRoles = after(planRole(clerk, withSupport), withSupport);
    const fields = [...entity.fields, "rank:int(0..9)?"];
    const { files, input } = planEntity({ ...entity, fields }, withRolesOf(withRoles));
    const texts = Object.fromEntries(files.map(({ path, after }) => [path, after]));
    expect(texts[layout.accessOf("orders")]).not.toMatch(/support|clerk/);
    const expected = ["get", "update", "remove"].map(
      (call) => new RegExp(`"support", "${call}", ${call === "remove" ? '"FORBIDDEN"' : "null"}`),
    );
    for (const row of expected) expect(texts[layout.backendTest("orders")]).toMatch(row);
    expect(texts[layout.backendTest("orders")]).toContain('["clerk", "get", null');
    expect((input as { access: string[] }).access).toEqual([
      "member:all:read+create+update+remove",
    ]);
  });

  test("may write the fields that all others are limited to", () => {
    expect(fragment(planRole(support, whole), layout.roles, "appRole")).toBe(
      'support: { extends: "member", grants: { "jobs.read": "all", ' +
        '"jobs.update": { scope: "all", only: ["status"] } } }',
    );
  });

  test("is tested by every function as that role, and by no other test", () => {
    const { files } = planRole(support, whole);
    const found = testsOfRoles(files, whole);
    expect(found?.tests).toEqual(["tests/lib/access.test.ts"]);
    const titles = new RegExp(found!.titles);
    expect(titles.test("jobs:list called as support with rows of their own")).toBe(true);
    expect(titles.test("jobs:list called as admin with rows of their own")).toBe(false);
    const entity = planEntity({ name: "thing", fields: ["title:string"] }, whole);
    expect(testsOfRoles([...files, ...entity.files], whole)).toBeNull();
  });

  test("is checked by the types of the backend, which lists roles, too", () => {
    const { files } = planRole(support, whole);
    const steps = project().checksOf(files, whole);
    expect(steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["types of packages/backend", "tests of packages/backend"]),
    );
  });

  test("has on a new table what the role has that it extends, and the table need not say it", () => {
    const there = after(planRole(support, tree), tree);
    const fields = ["ownerId:ref(users)+owner", "title:string(1..9)"];
    const plan = planEntity({ name: "thing", fields, access: ["member:own", "admin:all"] }, there);
    expect(textOf(plan, layout.accessOf("things"))).not.toContain("support");
    expect(textOf(plan, layout.backendTest("things"))).toContain(
      '["support", "get", null, "NOT_FOUND"]',
    );
    const named = {
      name: "thing",
      fields,
      access: ["member:own", "support:all:read", "admin:all"],
    };
    expect(textOf(planEntity(named, there), layout.accessOf("things"))).toContain(
      'read: { member: "own", support: "all", admin: "all"',
    );
  });
});
