// Searches: of texts that may be absent, and narrowed by values.
import { describe, expect, test } from "vitest";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import { thing } from "./thing.ts";

const fields = ["words:text?+search", "state:enum(open,done)+index", "isHot:bool", "day:day?"];
const searchFilter = "state,isHot,day";
const narrowed = await thing(fields, { searchFilter });

describe("a search that is narrowed", () => {
  test("has the fields in its index, and takes a value of each", () => {
    expect(narrowed.tables).toContain('filterFields: ["state", "isHot", "day"]');
    expect(narrowed.functions).toContain("state: thing.shape.state.optional()");
    expect(narrowed.functions).toContain("day: thing.shape.day,");
    expect(narrowed.functions).toContain(
      'if (args.day !== undefined) matching = matching.eq("day", args.day);',
    );
  });

  test("is tested by each of them", () => {
    expect(narrowed.functionsTest.match(/test\("by words in the words, narrowed by/g)).toHaveLength(
      3,
    );
  });

  test("keeps to the rows of the caller", async () => {
    const ofTeam = ["teamId:ref(teams)+cascade", "authorId:ref(users)+owner"];
    const access = ["member:own", "admin:team"];
    const { functions } = await thing([...ofTeam, ...fields], { access, searchFilter });
    expect(functions).toContain('q.search("words", args.term).eq("teamId", args.teamId)');
    expect(functions).toContain(
      'if (rows === "own") matching = matching.eq("authorId", ctx.user._id);',
    );
    const own = await thing(["ownerId:ref(users)+owner", ...fields], {
      ...{ access: ["member:own"], searchFilter },
    });
    expect(own.functions).toContain('q.search("words", args.term).eq("ownerId", ctx.user._id)');
  });

  test("is planned the same from the record of the run", () => {
    const input = { name: "thing", fields, searchFilter, web: true };
    const first = planEntity(input, templateTree());
    expect(planEntity(first.input as typeof input, templateTree()).files).toEqual(first.files);
  });
});

describe("its page", () => {
  const page = planEntity({ name: "thing", fields, searchFilter, web: true }, templateTree());
  const folder = layout.webFolder("things");
  const list = textOf(page, `${folder}/thing-list.tsx`);

  test("asks with the words and the values of few options, which the address keeps", () => {
    expect(list).toContain("{ ...kept, q: search.q, state: value }");
    expect(list).toContain(
      'isHot: search.isHot === undefined ? undefined : search.isHot === "yes"',
    );
    expect(list).not.toContain("search.day");
    expect(textOf(page, `${folder}/search.ts`)).toContain("isHot: keyOf(words.yesOrNo)");
  });

  test("offers a field that has no list of its own while there are words", () => {
    expect(list).toMatch(
      /search\.q !== undefined && \(\s*<Filter\s*label=\{ words\.fields\.isHot \}/,
    );
    expect(list).not.toContain("api.things.listByIsHot");
  });

  test("opens what the palette found by the words, as not each row has the text", () => {
    expect(textOf(page, `${folder}/palette-results.tsx`)).toContain("search: { q: term }");
  });
});
