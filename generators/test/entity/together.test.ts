// Fields that mean something together: `--unique projectId,number`, `--index status,dueAt`.
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { describe, expect, test } from "vitest";
import { after, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import { thing } from "./thing.ts";

const words = (text: string) => text.replace(/\s+/g, " ");

describe("unique together", () => {
  test("is an index, a check of the values after the change, and a test", async () => {
    const parts = await thing(["kind:enum(a,b)", "code:string(1..9)"], { unique: ["kind,code"] });
    expect(words(parts.tables)).toContain('.index("by_kind_and_code", ["kind", "code"])');
    const functions = words(parts.functions);
    expect(functions).toContain(
      'await checkUniqueTogether(ctx, "things", ["kind", "code"], { given: values, row: of });',
    );
    expect(functions).toContain("await check(ctx, args, { kind: args.kind, code: args.code });");
    expect(functions).toContain("await check(ctx, changes, found);");
    expect(parts.functionsTest).toContain('test("no two have the same kind and code"');
    expect(parts.functionsTest).toContain("code: `code${++made}`");
  });

  test("is looked for within a team, and may be of the owner", async () => {
    const fields = ["teamId:ref(teams)+cascade", "ownerId:ref(users)+owner", "day:day"];
    const parts = await thing(fields, { unique: ["ownerId,day"], access: ["member:team"] });
    expect(parts.tables).toContain('"by_teamId_and_ownerId_and_day"');
    expect(words(parts.functions)).toContain(
      "{ ownerId: ctx.user._id, day: args.day, teamId: args.teamId }",
    );
  });
});

describe("a list by several fields", () => {
  test("takes each of them but the last, of which it takes bounds and an order", async () => {
    const parts = await thing(["status:enum(open,done)", "dueAt:date?"], {
      index: ["status,dueAt"],
    });
    expect(words(parts.tables)).toContain('.index("by_status_and_dueAt", ["status", "dueAt"])');
    const functions = words(parts.functions);
    expect(functions).toContain("export const listByStatusAndDueAt = query({");
    expect(functions).toContain(
      "status: thing.shape.status, from: thing.shape.dueAt, to: thing.shape.dueAt,",
    );
    expect(functions).toContain(
      '.gte("dueAt", args.from ?? -Infinity) .lte("dueAt", args.to ?? Infinity)',
    );
    expect(functions).toContain('.order(args.order ?? "asc")');
    expect(words(parts.functionsTest)).toContain("from one to another, in either order");
  });

  test("takes all of them where the last has no order, and rows of each person where some see only those", async () => {
    const fields = ["ownerId:ref(users)+owner", "status:enum(open,done)", "isHot:bool"];
    const access = ["member:own", "admin:all"];
    const parts = await thing(fields, { index: ["status,isHot"], access });
    expect(words(parts.tables)).toContain('"by_ownerId_and_status_and_isHot"');
    expect(parts.functions).toContain('"by_status_and_isHot"');
    expect(parts.functions).not.toContain("args.order");
  });
});

test.each([
  [{ unique: ["titel,n"] }, 'there is no field "titel". Did you mean "title"?', ["title,n"]],
  [{ unique: ["title"] }, "write title:…+unique instead", undefined],
  [{ unique: ["isHot,kind"] }, "so few values", undefined],
  [{ unique: ["title,total"] }, '"total" is set by functions', undefined],
  [{ index: ["title,tags"] }, 'Convex cannot look rows up by "tags"', undefined],
  [{ index: ["kind,secret"] }, '"secret" is private', undefined],
  [{ index: ["kind,kind"] }, 'names "kind" twice', undefined],
  [{ index: ["kind,n", "kind,n"] }, "given twice", undefined],
  [{ index: ["kind"] }, '"kind" alone has a list already', undefined],
])("%j is refused", async (more, message, replace) => {
  const fields = ["n:int", "isHot:bool", "kind:enum(a,b)+index", "tags:string[]"];
  const hidden = ["secret:string+private", "total:int+server=0"];
  const refused: unknown = await thing([...fields, ...hidden], more).catch((error) => error);
  expect(refused).toBeInstanceOf(GeneratorError);
  const { problems } = refused as GeneratorError;
  expect(problems.map((problem) => [problem.code, problem.replace])).toEqual([
    ["TOGETHER", replace],
  ]);
  expect(problems[0]!.message).toContain(message);
});

test("a table of pairs lists the rows of one, and has each pair once", () => {
  let tree = templateTree();
  const add = (name: string, fields: string[], unique: string[] = []) => {
    const plan = planEntity({ name, fields, unique }, tree);
    tree = after(plan, tree);
    return plan;
  };
  add("label", ["name:string(1..40)+unique"]);
  add("ticket", ["title:string(1..120)"]);
  const pairs = ["ticketId:ref(tickets)+cascade", "labelId:ref(labels)+cascade"];
  const plan = add("ticketLabel", pairs, ["ticketId,labelId"]);
  const functions = textOf(plan, layout.backendModule("ticketLabels"));
  expect(functions).toContain("export const listByTicketId = query({");
  expect(functions).toContain('checkUniqueTogether(ctx, "ticketLabels", ["ticketId", "labelId"');
});
