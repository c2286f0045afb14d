// The states of a row: who may move it from where to where.
import { describe, expect, test } from "vitest";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { codesOf, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import { thing } from "./thing.ts";

const states = "status: draft>sent>paid, sent>void by admin";
const fields = ["ownerId:ref(users)+owner", "status:enum(draft,sent,paid,void)"];
const access = ["member:own", "admin:all"];
const order = await thing(fields, { access, states });

describe("a field with moves", () => {
  test("has one rule for the backend and the page", () => {
    expect(order.shapes).toContain("draft: { sent: roles },");
    expect(order.shapes).toContain('sent: { paid: roles, void: ["admin"] },');
    expect(order.shapes).toContain("paid: {},");
    expect(order.functions).toContain("canMoveThing(from, to, ctx.user.role)");
  });

  test("is set by create to its first state, and by nothing but a move", () => {
    expect(order.functions).toContain('status: "draft"');
    expect(order.shapes).toContain("thingInput = thing.pick({ title: true })");
    expect(order.functionsTest).toContain('test.each(["ownerId", "status"])("nobody changes its');
  });

  test("is tested for each pair of states and each role, also one that is added later", () => {
    expect(order.shapesTest).toContain('["draft", "sent", roles]');
    expect(order.shapesTest).toContain("by.some((other) => isOrExtends(role, other))");
    expect(order.shapesTest).toContain('["sent", "void", ["admin"]]');
    expect(order.shapesTest).toContain('["sent", "draft", []]');
    expect(order.functionsTest).toContain('api.things.move, { id, to: "sent" }');
  });

  test("has a button for each move on the page", () => {
    const input = { name: "thing", fields: ["title:string", ...fields], access, states, web: true };
    const plan = planEntity(input, templateTree());
    const folder = layout.webFolder("things");
    expect(textOf(plan, `${folder}/thing-moves.tsx`)).toContain(
      "thingMovesFrom(thing.status, me.role)",
    );
    expect(textOf(plan, `${folder}/thing-item.tsx`)).toContain("<ThingMoves thing={ thing } />");
    const again = planEntity(plan.input as typeof input, templateTree());
    expect(again.files).toEqual(plan.files);
  });
});

test("a row of the name that a move has is called otherwise", () => {
  const input = { name: "move", fields: ["title:string", ...fields], access, states };
  expect(codesOf(() => planEntity(input, templateTree()))).toEqual(["2 NAME_RESERVED"]);
});
