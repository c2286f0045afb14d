// A default is the same text wherever it is written.
import { expect, test } from "vitest";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "./repository.ts";

test.each<[string, string]>([
  ['"say \\"hi\\""', 'say "hi"'],
  ["it's", "it's"],
  ["`back${ticks}`", "`back${ticks}`"],
  ["</script>", "</script>"],
  ["*/ x // y", "*/ x // y"],
  ["a | b", "a | b"],
  ['"<!-- a remark -->"', "<!-- a remark -->"],
  ["{/* jsx */}", "{/* jsx */}"],
  ['"line\\nbreak"', "line\nbreak"],
  ["back\\slash", "back\\slash"],
])("the default %s is the same text in code and in the docs", (written, value) => {
  const tree = templateTree();
  const input = { name: "ticket", fields: ["title:string", `d:text=${written}`], web: true };
  const plan = planEntity(input, tree);
  // Every file is code, and no edit loses a word.
  expect(verifyPlan(plan, [])).toEqual(plan.files);

  const [, literal] = /shape\.d\.default\((.*)\),?$/m.exec(
    textOf(plan, layout.validators("tickets")),
  )!;
  expect(new Function(`return ${literal}`)()).toBe(value);
  // The name, what there is to say, and no line more for any text.
  expect(textOf(plan, layout.entityPage("tickets")).split("\n")).toHaveLength(7);
  expect(planEntity(input, after(plan, tree)).files).toEqual([]);
});
