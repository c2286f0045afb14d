import { describe, expect, test } from "vitest";
import { addFragments } from "../edit/fragments.ts";
import { recordOf } from "./history.ts";
import { type Fragment, GeneratorError, type Plan, type PlannedFile } from "../plan.ts";
import { verifyPlan } from "./verify.ts";

const planOf = (...files: Partial<PlannedFile>[]): Plan => ({
  command: "entity",
  subject: "tickets",
  input: {},
  files: files.map((file) => ({
    path: "a.ts",
    before: null,
    after: "1;\n",
    fragments: [],
    ...file,
  })),
  next: [],
  notes: [],
});

const schema =
  'import { defineSchema } from "convex/server";\nexport default defineSchema({ a: 1 });\n';
const table: Fragment = { kind: "schemaTable", key: "tickets", text: "tickets: 2" };
const edit = (after: string): Partial<PlannedFile> => ({
  path: "schema.ts",
  before: schema,
  after,
  fragments: [table],
});

function refused(plan: Plan, ...runs: Plan[]): GeneratorError {
  const records = runs.map((run) => recordOf([], run, run.files));
  try {
    verifyPlan(plan, records);
  } catch (error) {
    if (error instanceof GeneratorError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

test("a run of a command of two words has an id of one", () => {
  const plan = { ...planOf(), command: "design import", subject: "app.design" };
  expect(recordOf([], plan, []).id).toBe("0001-design-import-app-design");
});

describe("a plan that is sound", () => {
  test("comes back without the files that stay as they are", () => {
    const plan = planOf({}, { path: "b.ts", before: "2;\n", after: "2;\n" }, edit(added()));
    expect(verifyPlan(plan, []).map(({ path }) => path)).toEqual(["a.ts", "schema.ts"]);
  });

  test("may hold texts of any kind", () => {
    const plan = planOf(
      { path: "a.md", after: "# {{{ `" },
      { path: "a.json", after: '{ "a": 1 }' },
      { path: "b/tsconfig.json", after: '{ /* why */ "a": [1,] }' },
      { path: "a.tsx", after: "export const a = <T,>(b: T) => <p>{b}</p>;" },
      { path: "a.css", after: "a {" },
    );
    expect(verifyPlan(plan, [])).toHaveLength(5);
  });
});

describe("a plan that would break something is a bug of the generator", () => {
  test.each([
    ["code that does not parse", { after: "const = 1;" }, "would not parse"],
    ["a name declared twice", { after: "const a = 1;\nconst a = 2;\n" }, "would not parse"],
    ["JSON that does not parse", { path: "a.json", after: "{,}" }, "would not parse"],
    ["a broken tsconfig.json", { path: "tsconfig.json", after: "{,}" }, "would not parse"],
    ["JSX in a .ts file", { after: "const a = <p />;" }, "would not parse"],
    ["an edit that loses a property", edit(added().replace("a: 1, ", "")), 'would lose "a"'],
    [
      "an edit that loses a remark",
      { ...edit(added()), before: `// Why.\n${schema}` },
      'lose "//Why."',
    ],
    [
      "an edit that changes a text",
      edit(added().replace(": 2", ": 2, b: `x`").replace("a: 1", "a: 3")),
      "would lose",
    ],
    [
      "an edit without what it adds",
      edit(schema.replace("a: 1", "a: 1, b: 2")),
      'not have "tickets"',
    ],
    [
      "an edit that moves the list away",
      edit(added().replace("defineSchema({", "f({")),
      "defineSchema() is not called",
    ],
  ])("%s", (_name, file, message) => {
    const error = refused(planOf(file));
    expect(error.exit).toBe(1);
    expect(error.problems[0]).toMatchObject({ code: "PLAN_UNSOUND" });
    expect(error.message).toContain(message);
  });

  test("and every fault is reported", () => {
    expect(refused(planOf({ after: "(" }, { path: "b.ts", after: ")" })).problems).toHaveLength(2);
  });
});

describe("a file that is there", () => {
  const again = planOf({ before: "1;\n", after: "2;\n" });

  test("and is a person's is not written over", () => {
    expect(refused(again)).toMatchObject({
      exit: 3,
      problems: [{ code: "FILE_EXISTS", arg: "a.ts" }],
    });
  });

  test("and was edited since is not written over", () => {
    expect(refused(again, planOf({ after: "0;\n" }))).toMatchObject({
      exit: 3,
      problems: [{ code: "FILE_EDITED", arg: "a.ts" }],
    });
  });

  test("and is as we wrote it may be written again, unless it is a test", () => {
    const before = planOf({});
    const records = [recordOf([], before, before.files)];
    expect(verifyPlan(again, records)).toHaveLength(1);
    const tests = planOf({ before: "1;\n", after: "2;\n", protected: true });
    expect(refused(tests, before)).toMatchObject({ exit: 3, problems: [{ code: "FILE_EDITED" }] });
    expect(refused(tests, before).message).toContain("a.ts holds tests");
  });
});

test("bad paths are reported before what follows from them", () => {
  const error = refused(planOf({ path: "../a.ts", after: "(" }, { path: "b.ts", after: "(" }));
  expect(error).toMatchObject({ exit: 2, problems: [{ code: "PATH_OUTSIDE", arg: "../a.ts" }] });
});

function added(): string {
  return addFragments("schema.ts", schema, [table]).text;
}
