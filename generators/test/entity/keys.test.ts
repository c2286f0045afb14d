// Fields whose value no other row has: the functions that find the one row with it.
import { describe, expect, test } from "vitest";
import { thing } from "./thing.ts";

describe("a field with +unique", () => {
  test("finds its row, without those that the caller may not see", async () => {
    const { functions, functionsTest } = await thing(
      ["ownerId:ref(users)+owner", "slug:string(1..40)+unique"],
      { access: ["member:own"] },
    );
    expect(functions).toContain('await findBy(ctx, "things", { slug: args.slug })');
    expect(functions).toContain("returns: publicThing.nullable()");
    expect(functionsTest).toContain("await bob.query(api.things.getBySlug, args)).toBeNull()");
  });

  test("finds it in a team, whose rows the caller may read", async () => {
    const { functions } = await thing(["teamId:ref(teams)+cascade", "code:string(1..9)?+unique"], {
      access: ["member:team"],
    });
    const [, found = ""] = functions.split("export const getByCode");
    expect(found).toContain('teamId: zid("teams"), code: thing.shape.code.unwrap()');
    expect(found).toContain('requireTeam(ctx, "things.read", args.teamId)');
    expect(found).toContain('"things", { teamId: args.teamId, code: args.code }');
  });

  test("that is private finds nothing, nor does one that may be null", async () => {
    for (const field of ["pin:string(4..8)+unique+private", "pin:string(4..8)+unique+nullable"])
      expect((await thing([field])).functions).not.toContain("getBy");
  });
});
