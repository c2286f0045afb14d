// Who reads which rows: in a team, some roles their own and others those of everybody.
import { describe, expect, test } from "vitest";
import { thing } from "./thing.ts";

const ofTeam = ["teamId:ref(teams)+cascade", "authorId:ref(users)+owner"];
const mixed = await thing([...ofTeam, "kind:enum(a,b)+index", "words:string(1..80)+search"], {
  access: ["member:own", "admin:team"],
});

describe("members their own rows of a team, admins those of everybody", () => {
  test("is what the matrix says", () => {
    expect(mixed.accessOf).toContain('columns: { own: "authorId", team: "teamId" }');
    expect(mixed.accessOf).toContain('read: { member: "own", admin: "team" }');
  });

  test("has an index for both, of every list", () => {
    for (const fields of [
      '["teamId", "authorId"]',
      '["teamId", "authorId", "kind"]',
      '["teamId", "kind"]',
      '["teamId"]',
    ]) {
      expect(mixed.tables).toContain(`, ${fields})`);
    }
    expect(mixed.tables).toContain('filterFields: ["teamId", "authorId"]');
  });

  test("asks in each list which rows of the team the caller reaches", () => {
    const lists = mixed.functions.match(
      /const rows = await requireTeam\(ctx, "things\.read", args\.teamId\)/g,
    );
    expect(lists).toHaveLength(3);
  });

  test("is tested as each role, in the team and after leaving it", () => {
    expect(mixed.functionsTest).toContain('["member", false, "NOT_FOUND"]');
    expect(mixed.functionsTest).toContain('["admin", true, "NOT_FOUND"]');
  });
});

test("where everybody reads the team's, and authors change theirs, no list asks for the scope", async () => {
  const { functions, functionsTest } = await thing(ofTeam, {
    access: ["member:team:read+create", "member:own:update+remove"],
  });
  expect(functions).not.toContain("const rows");
  expect(functionsTest).toContain('["member", "update", "FORBIDDEN"]');
});
