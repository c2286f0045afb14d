import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import type { JobInput } from "@groundwork/convex-generators/job/input";
import { planJob } from "@groundwork/convex-generators/job/plan";

const root = join(import.meta.dirname, "../../..");
const tree = templateTree();
const thumbnails: JobInput = { name: "thumbnails", of: "tasks", calls: "THUMBNAILS_URL" };
const translations: JobInput = {
  ...{ name: "translations", of: "notes", calls: "TRANSLATIONS_URL" },
  ...{ access: "notes.update", rateLimit: "10/minute", attempts: "3", timeout: "30s" },
};

async function written(input: JobInput) {
  const plan = await formatPlan(root, planJob(input, tree));
  const [module, test] = [layout.backendModule(input.name), layout.backendTest(input.name)];
  return { plan, text: textOf(plan, module) + textOf(plan, test) };
}

test("a job that other functions start, with its tests", async () => {
  const { plan, text } = await written(thumbnails);
  expect(plan.files.map(({ path }) => path)).toEqual([
    ...[layout.backendModule("thumbnails"), layout.apiTypes, layout.components],
    ...[layout.serverTypes, layout.deployGuide, layout.backendTest("thumbnails")],
  ]);
  await expect(text).toMatchFileSnapshot("../../job/golden/internal.txt");
  expect(fragment(plan, layout.components, "variable")).toContain("THUMBNAILS_URL: v.string()");
});

test("a job that clients start, who see its status", async () => {
  const { plan, text } = await written(translations);
  await expect(text).toMatchFileSnapshot("../../job/golden/public.txt");
  expect(fragment(plan, layout.rateLimits, "rateLimit")).toContain('"translations.start"');
});

test.each([thumbnails, translations])("a second run finds nothing to do: $name", (input) => {
  expect(planJob(input, after(planJob(input, tree), tree)).files).toEqual([]);
});

describe("is refused:", () => {
  const there = after(planJob(thumbnails, tree), tree);
  test.each<[string, string[], Partial<JobInput>, typeof tree]>([
    ["an unknown table", ["2 REF_UNKNOWN"], { of: "task" }, tree],
    ["a variable in lower case", ["2 VARIABLE"], { calls: "thumbnailsUrl" }, tree],
    ["everybody", ["2 JOB_PUBLIC"], { access: "public:why" }, tree],
    ["no limit", ["2 RATE_LIMIT_MISSING"], { access: "signedIn" }, tree],
    ["a limit without callers", ["2 RATE_LIMIT_HERE"], { rateLimit: "9/minute" }, tree],
    ["no attempts", ["2 ATTEMPTS"], { attempts: "0" }, tree],
    ["a time that is too long", ["2 TIMEOUT"], { timeout: "11m" }, tree],
    ["a module of the same noun", ["2 MODULE_NEAR"], { name: "task" }, tree],
    ["another job of the module", ["3 EXPORT_TAKEN"], { of: "notes" }, there],
  ])("%s", (_what, codes, changes, of) => {
    expect(codesOf(() => planJob({ ...thumbnails, ...changes }, of))).toEqual(codes);
  });
});
