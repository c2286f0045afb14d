import { applyTo } from "@groundwork/convex-generators/design/check/check";
import { brokenRules } from "@groundwork/convex-generators/design/check/rules/rules";
import { knownOf } from "@groundwork/convex-generators/design/check/known/known";
import { describeBackend } from "@groundwork/convex-generators/design/described/describe";
import { type DesignFile, inOrder } from "@groundwork/convex-generators/design/file/design-file";
import { readDesign } from "@groundwork/convex-generators/design/file/read";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import { afterAll, describe, expect, test } from "vitest";
import { plop } from "@groundwork/plop-engine/testing/command";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { diskTree } from "@groundwork/plop-engine/tree";
import { workspace } from "../repository.ts";
import { type WrongDesign, broken, refused, right, unreadable } from "./wrong-designs.ts";

const tree = diskTree(workspace);

/** The design with changes, and for each the place that it marks, with its code. */
function changed(...changes: WrongDesign[]): { source: string; places: string[] } {
  let marked = right;
  changes.forEach(([what, , text, by], index) => {
    if (right.split(text).length !== 2) throw new Error(`${what}: "${text}" is not there once.`);
    marked = marked.replace(text, () => by.replace("▸", `▸${index}▸`));
  });
  const places: string[] = [];
  let source = "";
  for (const part of marked.split(/(▸\d+▸)/)) {
    const index = /^▸(\d+)▸$/.exec(part)?.[1];
    if (index === undefined) source += part;
    else {
      const lines = source.split("\n");
      const place = `${layout.design}:${lines.length}:${lines.at(-1)!.length + 1}`;
      places[Number(index)] = `${place} ${changes[Number(index)]![1]}`;
    }
  }
  return { source, places };
}

/** What is wrong, as places and codes. */
function told(problems: readonly Problem[]): string[] {
  return problems.map(({ arg, code }) => `${arg} ${code}`);
}

function problemsOf(act: () => readonly Problem[]): readonly Problem[] {
  try {
    return act();
  } catch (error) {
    if (error instanceof GeneratorError) return error.problems;
    throw error;
  }
}

const described = describeBackend(tree);
const applied = applyTo(tree, readDesign(right, layout.design), described);
/** The rules know the tree as the right design makes it, which spares planning each of the others. */
const rulesOf = (file: DesignFile) => brokenRules(file, knownOf(file.design, applied.applied));

test("the design that the others are made from is right", () => {
  expect(applied.problems).toEqual([]);
  expect(rulesOf(readDesign(right, layout.design))).toEqual([]);
});

describe("a wrong design is refused at the place of the mistake", () => {
  test.each(unreadable)("%s: %s", (...design) => {
    const { source, places } = changed(design);
    const problems = problemsOf(() => [readDesign(source, layout.design)] as never);
    expect(told(inOrder(problems))[0]).toBe(places[0]);
  });

  test.each(broken)("%s: %s", (...design) => {
    const { source, places } = changed(design);
    expect(told(rulesOf(readDesign(source, layout.design)))).toEqual(places);
  });

  // One plan for all, as planning takes long.
  const all = changed(...refused);
  const problems = applyTo(tree, readDesign(all.source, layout.design), described).problems;
  test.each(refused.map(([what, code], index) => [what, code, index] as const))(
    "%s: %s",
    (_what, _code, index) => {
      expect(told(problems)).toContain(all.places[index]);
    },
  );
});

describe("pnpm plop design check", () => {
  const folder = scratch({ "right.design.ts": right, "wrong.json": '{ "version": 1 }' });
  afterAll(() => folder.remove());
  const check = (...args: string[]) => plop(workspace, ["design", "check", ...args]);
  const path = (name: string) => `${folder.root}/${name}`;

  test("says in one line what a design has, and that nothing is wrong", async () => {
    const { exit, stdout } = await check(path("right.design.ts"), "--no-code");
    expect(stdout).toMatch(/^Helpdesk: 2 entities, \d+ functions, 1 criterion: nothing wrong\n$/);
    expect(exit).toBe(0);
  });

  test("counts what the code does not have yet, and what the design does not name", async () => {
    const { exit, stderr } = await check(path("right.design.ts"));
    expect(stderr).toMatch(/^\d+ things of the design are not in the code yet\.$/m);
    expect(stderr).toMatch(/^\d+ things of the code are not in the design\.$/m);
    expect(exit).toBe(6);
  });

  test("fails for an error with its place and what to write, and for a program in full", async () => {
    folder.write("wrong.design.ts", right.replace('["ticket", "reply"]', '["ticket", "replay"]'));
    const wrong = path("wrong.design.ts");
    const { exit, stderr } = await check(wrong);
    expect(exit).toBe(6);
    expect(stderr).toContain(
      'wrong.design.ts:11:28 DESIGN_ENTITY_UNKNOWN: The design has no entity "replay". Did you mean "reply"?\n    → reply\n',
    );
    const { json } = await check(wrong, "--json");
    expect(json.errors).toMatchObject([{ code: "DESIGN_ENTITY_UNKNOWN", fix: "reply" }]);
    expect(json.data).toMatchObject({ isCompared: false, findings: [{ level: "error" }] });
  });

  test("lets a warning pass, unless it is strict", async () => {
    folder.write("idle.design.ts", right.replace('eve: "agent" }', 'eve: "agent", max: "lead" }'));
    const idle = path("idle.design.ts");
    const lenient = await check(idle, "--no-code");
    expect(lenient.stdout).toContain("DESIGN_PERSON_IDLE: (warning) ");
    expect(lenient.exit).toBe(0);
    expect((await check(idle, "--no-code", "--strict")).exit).toBe(6);
  });

  test("reads JSON, and says which file is missing", async () => {
    const { stderr } = await check("--from", path("wrong.json"));
    expect(stderr).toMatch(/wrong\.json:1:1 INPUT_KEY_MISSING: The design lacks "name"/);
    const missing = await check(path("none.design.ts"), "--json");
    expect(missing.exit).toBe(2);
    expect(missing.json.errors).toMatchObject([{ code: "DESIGN_MISSING" }]);
  });
});
