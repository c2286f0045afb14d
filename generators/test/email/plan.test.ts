import { describe, expect, test } from "vitest";
import type { EmailInput } from "@groundwork/convex-generators/email/input";
import { planEmail } from "@groundwork/convex-generators/email/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { Plan } from "@groundwork/plop-engine/plan";
import { after, codesOf, fragment } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";

const tree = templateTree();
const shipped: EmailInput = {
  name: "order-shipped",
  values: [
    ...["number:string(1..40)", "total:money(EUR)", 'status:enum(new,sent="On its way")'],
    ...["due:date?", "tags:string(1..9)[1..3]"],
  ],
  subject: "Your order {number} is on its way",
  optional: true,
};
const taskDue: EmailInput = {
  name: "task-due",
  values: ["teamId:ref(teams)", "taskId:ref(tasks)", "title:string(1..120)", "dueAt:date"],
  text: ["{title} is due on {dueAt}.", "Say `hi` to ${title} \\o/."],
  link: "task",
  label: "Open the task",
};
const same: EmailInput = { name: "accountImported", text: ["We moved it."], link: "account" };

const all = ({ files }: Plan) =>
  files
    .flatMap(({ path, before, after: text, fragments }) =>
      before === null ? [`${path}\n${text}\n`] : fragments.map((one) => `${path}\n${one.text}\n`),
    )
    .join("\n");

test.each([
  ["optional", shipped],
  ["linked", taskDue],
  ["same", same],
] as const)("an e-mail: what writes it, sends it and tests it: %s", async (name, input) => {
  const plan = planEmail(input, tree);
  await expect(all(plan)).toMatchFileSnapshot(`../../email/golden/${name}.txt`);
  expect(fragment(plan, layout.emailKinds, "emailKind")).toBe(JSON.stringify(plan.subject));
});

test("says how to send it and how to see it", () => {
  const [send, see] = planEmail(taskDue, tree).next;
  expect(send).toContain("sendToUser(ctx, userId, taskDueEmail({ teamId, taskId, title, dueAt }))");
  expect(send).toContain("internal.mailings.taskDue");
  expect(see).toContain(`run emails:preview '{"kind":"taskDue","to":"ann@example.com"}'`);
});

test("only one that users can turn off has a switch", () => {
  const hasSwitch = (input: EmailInput) =>
    planEmail(input, tree).files.some(({ path }) => path === layout.accountWords);
  expect([shipped, taskDue].map(hasSwitch)).toEqual([true, false]);
});

test.each([shipped, taskDue, same])("a second run finds nothing to do: $name", (input) => {
  expect(planEmail(input, after(planEmail(input, tree), tree)).files).toEqual([]);
});

test("one after the other share what sends them", () => {
  const both = after(planEmail(taskDue, tree), tree);
  const plan = planEmail(shipped, both);
  expect(fragment(plan, layout.backendModule("mailings"), "functionExport")).toContain(
    "export const orderShipped",
  );
});

describe("is refused:", () => {
  const there = after(planEmail(shipped, tree), tree);
  const value = (text: string) => ({ ...same, values: [text] });
  test.each<[string, string[], EmailInput, typeof tree]>([
    ["no name", ["2 NAME_EMPTY"], { ...same, name: "" }, tree],
    ["a name with spaces", ["2 NAME_CHAR"], { ...same, name: "order shipped" }, tree],
    ["a word of JavaScript", ["2 NAME_RESERVED"], { ...same, name: "delete" }, tree],
    ["the name of an e-mail of the app", ["3 EMAIL_EXISTS"], { ...same, name: "digest" }, tree],
    ["the name of another one", ["3 EXPORT_TAKEN"], { ...shipped, values: ["number:int"] }, there],
    ["a long text", ["2 EMAIL_VALUE"], value("note:text"), tree],
    ["an address of a page", ["2 EMAIL_VALUE"], value("site:url"), tree],
    ["a file", ["2 EMAIL_VALUE"], value("picture:file"), tree],
    ["an id that no link needs", ["2 EMAIL_VALUE"], value("noteId:ref(notes)"), tree],
    [
      "the user whom it goes to",
      ["2 EMAIL_VALUE", "2 EMAIL_VALUE"],
      value("userId:ref(users)"),
      tree,
    ],
    ["a value twice", ["2 FIELD_DUP"], { ...same, values: ["a:int", "a:int"] }, tree],
    ["a modifier of tables", ["2 MOD_HERE"], value("a:string+index"), tree],
    ["a default", ["2 DEFAULT_HERE"], value("a:int=1"), tree],
    ["a table that is not there", ["2 REF_UNKNOWN", "2 EMAIL_VALUE"], value("a:ref(nots)"), tree],
    ["a type that is none", ["2 TYPE_UNKNOWN"], value("a:strng"), tree],
    [
      "a value in a subject that is not there",
      ["2 EMAIL_SUBJECT"],
      { ...same, subject: "{a}" },
      tree,
    ],
    [
      "a subject that is too long",
      ["2 EMAIL_SUBJECT"],
      { ...value("a:string"), subject: "{a}" },
      tree,
    ],
    ["a link in a subject", ["2 EMAIL_SUBJECT"], { ...same, subject: "http://a.example" }, tree],
    ["a brace alone", ["2 EMAIL_TEXT"], { ...same, text: ["Save {now"] }, tree],
    ["a value that may be absent", ["2 EMAIL_TEXT"], { ...shipped, text: ["Due {due}"] }, tree],
    ["an id in a sentence", ["2 EMAIL_TEXT"], { ...taskDue, text: ["{taskId}"] }, tree],
    [
      "an address in a sentence",
      ["2 EMAIL_TEXT"],
      { ...same, text: ["See https://a.example"] },
      tree,
    ],
    ["nothing to say", ["2 EMAIL_TEXT"], { name: "a", values: ["due:date?"] }, tree],
    ["a page that is not there", ["2 EMAIL_LINK"], { ...same, link: "acount" }, tree],
    [
      "a page without its values",
      ["2 EMAIL_LINK", "2 EMAIL_LINK"],
      { ...same, link: "task" },
      tree,
    ],
    [
      "a label without a link",
      ["2 EMAIL_LINK"],
      { name: "a", text: ["Hello."], label: "Open" },
      tree,
    ],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planEmail(input, of))).toEqual(codes);
  });
});
