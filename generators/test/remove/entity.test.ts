// Taking generated entities out of the project, planned in memory: what is left is the project as it was before.
import { describe, expect, test } from "vitest";
import type { GeneratorError, Plan, Tree } from "@groundwork/plop-engine/plan";
import { recordOf, recordPath, recordText, readHistory } from "@groundwork/plop-engine/run/history";
import { codesOf } from "@groundwork/plop-engine/testing/plans";
import { memoryTree } from "@groundwork/plop-engine/tree";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { currentEntityInput, recordedTables } from "@groundwork/convex-generators/entity/recorded";
import type { FunctionInput } from "@groundwork/convex-generators/function/input";
import { planField } from "@groundwork/convex-generators/field/plan";
import { planFunction } from "@groundwork/convex-generators/function/plan";
import { planIndex } from "@groundwork/convex-generators/index/plan";
import { planRemove } from "@groundwork/convex-generators/remove/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { planRole } from "@groundwork/convex-generators/role/plan";
import { templateFiles } from "../repository.ts";

/** The repository after runs, one after the other, each recorded. */
class Project {
  files: Record<string, string> = { ...templateFiles };

  get tree(): Tree {
    return memoryTree(this.files);
  }

  /** Plans a run and writes it. */
  run<Input>(plan: (input: Input, tree: Tree) => Plan, input: Input): Plan {
    const planned = plan(input, this.tree);
    const record = recordOf(readHistory(this.tree), planned, planned.files);
    for (const { path, after } of planned.files) this.files[path] = after;
    for (const { path } of planned.removals ?? []) delete this.files[path];
    this.files[recordPath(record.id)] = recordText(record);
    return planned;
  }

  edit(path: string, before: string, after: string): void {
    expect(this.files[path]).toContain(before);
    this.files[path] = this.files[path]!.replace(before, after);
  }

  /** The files but for the records. */
  get rest(): Record<string, string> {
    const entries = Object.entries(this.files).filter(([path]) => !/^generators\/runs/.test(path));
    return Object.fromEntries(entries);
  }

  refusal(names: string[]): { arg?: string; fix?: string; message: string }[] {
    try {
      planRemove({ names }, this.tree);
      return [];
    } catch (error) {
      return [...(error as GeneratorError).problems];
    }
  }
}

const own = { access: ["member:own", "admin:all"] };
const shapes: EntityInput[] = [
  { name: "thing", fields: ["title:string(1..120)"] },
  {
    ...{ ...own, name: "orderItem", web: true, about: "what somebody has ordered" },
    fields: [
      "title:string+search",
      "ownerId:ref(users)+owner",
      "at:date=now",
      "noteId:ref(notes)+cascade",
    ],
  },
  {
    ...{ name: "parcel", web: true, access: ["member:team", "admin:all"] },
    fields: [
      "teamId:ref(teams)+cascade",
      "label:string(1..80)",
      "photo:file?",
      "price:money(EUR)?",
    ],
  },
  {
    ...{ name: "article", public: "title,price,logo", publicWhen: "status=sent" },
    fields: ["title:string", "price:money(EUR)", "logo:file?", "status:enum(draft,sent)"],
  },
  {
    ...{ ...own, name: "box", states: "status: draft>sent>paid by admin", index: ["status,dueAt"] },
    ...{ rateLimit: "7/hour", unique: ["code,n"] },
    fields: [
      ...["status:enum(draft,sent,paid)=draft", "dueAt:date?", "code:string(1..9)", "n:int"],
      ...["ownerId:ref(users)+owner", "parentId:ref(boxes)?+clear"],
    ],
  },
];

describe.each(shapes)("$name", (input) => {
  const project = new Project();
  const { subject: table } = project.run(planEntity, input);

  test("leaves the project as it was, byte for byte", () => {
    const { files, removals = [] } = project.run(planRemove, { names: [input.name] });
    expect(removals.length).toBeGreaterThan(5);
    expect(files.length).toBeGreaterThan(4);
    expect(project.rest).toEqual(templateFiles);
    expect(recordedTables(project.tree)).not.toContain(table);
    expect(currentEntityInput(table!, project.tree)).toBeNull();
  });

  test("is gone afterwards, and can be made again", () => {
    expect(planRemove({ names: [input.name] }, project.tree).files).toEqual([]);
    project.run(planEntity, input);
    expect(currentEntityInput(table!, project.tree)).not.toBeNull();
    project.run(planRemove, { names: [table!] });
    expect(project.rest).toEqual(templateFiles);
  });
});

describe("what was made later", () => {
  const made = () => {
    const project = new Project();
    project.run(planEntity, shapes[0]!);
    return project;
  };

  test("by changes of its fields goes with it: migration, test and shapes", () => {
    const project = made();
    project.run(planField, { table: "things", fields: ["rank:int=1"] });
    expect(project.files[layout.migrations]).toContain("fillThingsRank");
    expect(project.refusal(["things"])).toEqual([]);
    project.run(planRemove, { names: ["things"] });
    expect(project.rest).toEqual(templateFiles);
  });

  test("by another list goes with it", () => {
    const project = made();
    project.run(planIndex, { table: "things", fields: ["title"], list: true });
    expect(project.files[layout.backendModule("things")]).toContain("listByTitle");
    project.run(planRemove, { names: ["things"] });
    expect(project.rest).toEqual(templateFiles);
  });

  const archive: FunctionInput = {
    name: "things.archive",
    kind: "mutation",
    args: ["id:ref(things)"],
    access: "things.update",
    rateLimit: "3/minute",
  };

  test("for its rows is named by its run, and goes with --allow-uses", () => {
    const project = made();
    project.run(planFunction, archive);
    const [problem, ...others] = project.refusal(["thing"]);
    expect(others).toEqual([]);
    expect(problem!.arg).toMatch(/^packages\/backend\/convex\/things\.ts:\d+$/);
    const line = Number(problem!.arg!.split(":")[1]);
    const text = project.files[layout.backendModule("things")]!.split("\n")[line - 1]!;
    expect(text).toMatch(/archive/i);
    expect(problem!.fix).toContain("pnpm plop undo 0002-function-things-archive");
    project.run(planRemove, { names: ["thing"], allowUses: true });
    expect(project.rest).toEqual(templateFiles);
  });

  test("by another entity that refers to it is a use, unless that goes, too", () => {
    const project = made();
    project.run(planEntity, { name: "part", fields: ["title:string", "thingId:ref(things)"] });
    const paths = project.refusal(["thing"]).map(({ arg }) => arg!.split(":")[0]);
    expect(paths).toContain(layout.validators("parts"));
    project.run(planRemove, { names: ["part", "thing"] });
    expect(project.rest).toEqual(templateFiles);
  });

  test("for a role is a use", () => {
    const project = made();
    project.run(planRole, { name: "clerk", grant: ["things.read:all"] });
    expect(project.refusal(["thing"])).toMatchObject([
      { arg: expect.stringContaining(layout.roles) as string },
    ]);
  });
});

describe("by hand", () => {
  const project = new Project();
  project.run(planEntity, shapes[0]!);
  const functions = layout.backendModule("things");
  const other = "packages/backend/convex/reports.ts";

  test("a use is refused with its line", () => {
    project.files[other] =
      'import { internal } from "./_generated/api";\n\nexport const job = () => internal.things.list;\n';
    project.files["docs/guides/things.md"] = `# Things\n\nSee \`${functions}\`.\n`;
    expect(project.refusal(["thing"]).map(({ arg }) => arg)).toEqual([
      `${other}:3`,
      "docs/guides/things.md:3",
    ]);
  });

  test("what a test invents is no use, and what it names of the entity is one", () => {
    const path = "packages/backend/tests/reports.test.ts";
    const [kinds, matrix] = ['"things:send"', "defineAccess({ things: { read: {} } })"];
    project.files[path] = `export const made = [${kinds}, ${matrix}, "things.read"];\n`;
    const found = () => project.refusal(["thing"]).filter(({ arg }) => arg?.startsWith(path));
    expect(found()).toEqual([]);
    project.files[path] = 'export const named = ["things:list",\n "things.read"];\n';
    expect(found().map(({ arg }) => arg)).toEqual([`${path}:1`, `${path}:2`]);
    delete project.files[path];
  });

  test("a use in a file that has code of the entity keeps its line as the file is", () => {
    const path = layout.schema;
    project.edit(
      path,
      "export default",
      "// One.\nexport const kept = thingTables;\n\nexport default",
    );
    const line = project.files[path]!.split("\n").findIndex((text) => /kept/.test(text)) + 1;
    expect(project.refusal(["thing"]).map(({ arg }) => arg)).toContain(`${path}:${line}`);
    project.edit(path, "// One.\nexport const kept = thingTables;\n\n", "");
  });

  test("an edit of its files is refused with its line, and layout is none", () => {
    delete project.files[other];
    delete project.files["docs/guides/things.md"];
    project.edit(functions, "export const list", "\n\nexport const list");
    expect(project.refusal(["thing"])).toEqual([]);
    project.edit(functions, "export const get", "// Ours.\nexport const get");
    const line = project.files[functions]!.split("\n").indexOf("// Ours.") + 1;
    expect(project.refusal(["thing"]).map(({ arg }) => arg)).toContain(`${functions}:${line}`);
    expect(codesOf(() => planRemove({ names: ["thing"] }, project.tree))).toContain(
      "3 ENTITY_IN_USE",
    );
    project.run(planRemove, { names: ["thing"], allowUses: true });
    expect(project.rest).toEqual(templateFiles);
  });
});

test("says what becomes of the rows", () => {
  const project = new Project();
  project.run(planEntity, shapes[0]!);
  const { notes } = planRemove({ names: ["thing"] }, project.tree);
  expect(notes.join("\n")).toContain("import --table things --replace");
});

test("a table of the core is refused with all that refers to it, and what to take out in which order", () => {
  const [problem] = new Project().refusal(["teams"]);
  expect(problem).toMatchObject({ arg: "teams", message: expect.stringContaining("tasks.teamId") });
  expect(problem!.fix).toMatch(/those fields.*convex\/teams\.ts.*"teams" in .*\/tables and in/);
});

test.each([
  [["teams"], "2 REMOVE_CORE"],
  [["nothing"], "2 FEATURE_UNKNOWN"],
  [["demo", "note"], "2 REMOVE_MIXED"],
])("%j is refused", (names, code) => {
  expect(codesOf(() => planRemove({ names }, memoryTree(templateFiles)))).toEqual([code]);
});
