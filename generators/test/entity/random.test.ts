// Any fields that the grammar allows make a plan that holds: every file is code as the formatter has it,
// edits lose nothing, what is written is found again, and what was asked for can be asked again.
import { check, resolveConfig } from "prettier";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entityGenerator } from "@groundwork/convex-generators/entity/generator";
import { removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { GeneratorError, type Plan } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { after } from "@groundwork/plop-engine/testing/plans";
import { randomEntity, randomFrom } from "@groundwork/convex-generators/testing/random-entity";
import { templateTree } from "../repository.ts";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { planEntity } from "@groundwork/convex-generators/entity/plan";

const repository = join(import.meta.dirname, "../../..");
const tree = templateTree();

/** A plan of the seed; null where what it came upon is refused. */
function planOf(seed: number): { input: EntityInput; plan: Plan } | null {
  const input = randomEntity(randomFrom(seed));
  try {
    return { input, plan: planEntity(input, tree) };
  } catch (error) {
    if (error instanceof GeneratorError && error.exit === 2) return null;
    throw error;
  }
}

const seeds = Array.from({ length: 90 }, (_, index) => index + 1);
const planned = seeds.flatMap((seed) => planOf(seed) ?? []);
const some = planned.slice(0, 12);

test("enough of the inputs are fine to say something", () => {
  expect(planned.length).toBeGreaterThan(40);
  expect(
    new Set(planned.flatMap(({ plan }) => plan.files.map(({ path }) => path))).size,
  ).toBeGreaterThan(40);
});

describe("a plan of any fields", () => {
  test("verifies: its files parse, and its edits lose no word", () => {
    for (const { plan } of planned) expect(verifyPlan(plan, [])).toEqual(plan.files);
  });

  test("imports packages first, then its own files, each by name", () => {
    const files = planned.flatMap(({ plan }) => plan.files);
    for (const { path, before, after } of files) {
      if (before !== null || !path.startsWith("packages/")) continue;
      const modules = [...after.matchAll(/ from "(.+)";$/gm)].map(([, module = ""]) => module);
      const own = modules.filter((module) => module.startsWith("."));
      const others = modules.filter((module) => !module.startsWith("."));
      expect(modules, path).toEqual([...others.toSorted(), ...own.toSorted()]);
    }
  });

  test("is planned again as nothing, once it is written", () => {
    for (const { input, plan } of planned) {
      expect(planEntity(input, after(plan, tree)).files, plan.subject).toEqual([]);
    }
  });

  test("takes out of each file what it put in", () => {
    for (const { path, before, after, fragments } of some.flatMap(({ plan }) => plan.files)) {
      if (before === null) continue;
      const removed = removeFragments(path, after, fragments);
      expect(removed, path).toEqual({ text: before, kept: [], changed: [] });
    }
  });

  test("keeps its input as one that plans the same", () => {
    for (const { plan } of planned) {
      const again = planEntity(plan.input as unknown as EntityInput, tree);
      expect(again.files).toEqual(plan.files);
      expect(again.input).toEqual(plan.input);
    }
  });

  test("can be asked for on a command line and as JSON alike", () => {
    for (const { input } of some) {
      const { shape, toArguments } = entityGenerator;
      expect(Object.keys(shape.type === "object" ? shape.properties : {})).toEqual(
        expect.arrayContaining(Object.keys(input)),
      );
      const argv = toArguments(input);
      expect(argv.slice(0, 1 + input.fields.length)).toEqual([input.name, ...input.fields]);
    }
  });

  test("is laid out as the formatter lays it out", async () => {
    const options = await resolveConfig(join(repository, "package.json"));
    for (const { plan } of some) {
      const { files } = await formatPlan(repository, plan);
      for (const { path, after } of files) {
        if (/_generated/.test(path)) continue;
        const isFormatted = await check(after, { ...options, filepath: join(repository, path) });
        expect(isFormatted, `${path}\n${after}`).toBe(true);
      }
    }
  });
});
