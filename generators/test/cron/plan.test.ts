import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import type { Plan } from "@groundwork/plop-engine/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import type { CronInput } from "@groundwork/convex-generators/cron/input";
import { planCron } from "@groundwork/convex-generators/cron/plan";

const root = join(import.meta.dirname, "../../..");
const tree = templateTree();
const removeOld: CronInput = {
  ...{ title: "remove old notes", daily: "03:12" },
  ...{ runs: "notes.removeOld", removes: "notes:30d" },
};
const review: CronInput = {
  ...{ title: "review tasks", every: "6h", runs: "taskReviews.review", each: "tasks" },
};
const existing: CronInput = { title: "purge twice", weekly: "mon@04:23", runs: "jobs.purge" };

const pathsOf = ({ files }: Plan) => files.map(({ path }) => path);
const callOf = (input: CronInput) => fragment(planCron(input, tree), layout.crons, "cron");

test("a new mutation that removes old rows is complete, with its tests", async () => {
  const plan = await formatPlan(root, planCron(removeOld, tree));
  const module = layout.backendModule("notes");
  const test = layout.backendTest("notes.removeOld");
  expect(pathsOf(plan)).toEqual([module, test, layout.crons, layout.errands]);
  await expect(
    fragment(plan, module, "functionExport") + "\n" + textOf(plan, test),
  ).toMatchFileSnapshot("../../cron/golden/remove-old.txt");
  expect(callOf(removeOld)).toBe(
    'crons.daily("remove old notes", { hourUTC: 3, minuteUTC: 12 }, internal.notes.removeOld, {});',
  );
  expect(fragment(plan, layout.errands, "errand")).toBe('"notes:removeOld": removesOld("notes")');
  expect(plan.next.join()).not.toContain("test.todo");
});

test("one that goes through a table waits for what happens to each row", async () => {
  const plan = await formatPlan(root, planCron(review, tree));
  const [module, test] = [
    layout.backendModule("taskReviews"),
    layout.backendTest("taskReviews.review"),
  ];
  expect(pathsOf(plan)).toEqual([module, layout.apiTypes, test, layout.crons, layout.errands]);
  await expect(textOf(plan, module) + textOf(plan, test)).toMatchFileSnapshot(
    "../../cron/golden/review.txt",
  );
  expect(callOf(review)).toContain("{ hours: 6 }, internal.taskReviews.review, { cursor: null }");
  expect(plan.next[0]).toContain("what taskReviews.review does with each row");
});

test("an existing mutation is called as it is, with arguments where it needs some", () => {
  expect(pathsOf(planCron(existing, tree))).toEqual([layout.crons]);
  expect(callOf(existing)).toBe(
    'crons.weekly("purge twice", { dayOfWeek: "monday", hourUTC: 4, minuteUTC: 23 }, internal.jobs.purge, {});',
  );
  const follow = { title: "follow", every: "2d", runs: "emails.follow", args: '{"after":0}' };
  expect(callOf(follow)).toBe(
    'crons.interval("follow", { hours: 48 }, internal.emails.follow, {"after":0});',
  );
});

test.each([removeOld, review, existing])("a second run finds nothing to do: $title", (input) => {
  expect(planCron(input, after(planCron(input, tree), tree)).files).toEqual([]);
});

test.each([
  [{ every: "90m" }, "interval", "{ minutes: 90 }"],
  [{ daily: "3:07" }, "daily", "{ hourUTC: 3, minuteUTC: 7 }"],
  [{ weekly: "Sunday@23:59" }, "weekly", '{ dayOfWeek: "sunday", hourUTC: 23, minuteUTC: 59 }'],
  [{ cron: "*/5  * * * 1-5" }, "cron", '"*/5 * * * 1-5"'],
])("%j", (when, method, text) => {
  const input = { title: "purge twice", runs: "jobs.purge", ...when };
  expect(callOf(input)).toContain(`crons.${method}("purge twice", ${text}, `);
});

describe("is refused:", () => {
  const at = (when: Partial<CronInput>): CronInput => ({ title: "t", runs: "jobs.purge", ...when });
  const there = after(planCron(removeOld, tree), tree);
  test.each<[string, string[], CronInput, typeof tree]>([
    ["no time", ["2 WHEN_MISSING"], at({}), tree],
    ["two times", ["2 WHEN_TWICE"], at({ every: "1h", daily: "03:17" }), tree],
    ["the full hour", ["2 WHEN_FULL_HOUR"], at({ daily: "03:00" }), tree],
    ["the full hour of a day", ["2 WHEN_FULL_HOUR"], at({ weekly: "monday@03:00" }), tree],
    ["the full hour of a crontab", ["2 WHEN_FULL_HOUR"], at({ cron: "0 3 * * *" }), tree],
    ["no time of day", ["2 WHEN"], at({ daily: "24:10" }), tree],
    ["no interval", ["2 WHEN"], at({ every: "0h" }), tree],
    ["no weekday", ["2 WHEN"], at({ weekly: "t@03:17" }), tree],
    ["a crontab of six fields", ["2 WHEN"], at({ cron: "1 1 1 1 1 1" }), tree],
    ["a crontab out of bounds", ["2 WHEN"], at({ cron: "61 3 * * *" }), tree],
    ["an unknown function", ["2 RUNS_UNKNOWN"], { ...existing, runs: "jobs.prge" }, tree],
    ["a public function", ["2 RUNS_KIND"], { ...existing, runs: "jobs.retry" }, tree],
    ["a function with arguments", ["2 RUNS_ARGS"], { ...existing, runs: "emails.follow" }, tree],
    ["arguments that are no JSON", ["2 ARGS_JSON"], { ...existing, args: "[1]" }, tree],
    ["arguments of a new function", ["2 ARGS_HERE"], { ...review, args: "{}" }, tree],
    ["two kinds of work", ["2 WORK_TWICE"], { ...review, removes: "notes:1d" }, tree],
    ["an unknown table", ["2 TABLE_UNKNOWN"], { ...review, each: "task" }, tree],
    ["no age", ["2 AGE_SYNTAX"], { ...removeOld, removes: "notes" }, tree],
    ["people by their age", ["2 REMOVES_HELD"], { ...removeOld, removes: "users:30d" }, tree],
    ["another cron of the title", ["3 CRON_TAKEN"], { ...removeOld, daily: "03:13" }, there],
    [
      "another function of the name",
      ["3 EXPORT_TAKEN"],
      { ...removeOld, removes: "notes:9d" },
      there,
    ],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planCron(input, of))).toEqual(codes);
  });
});
