import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleFiles, samplePlan, scratch } from "../../test/sample.ts";
import { applyPlan, recoverUnfinished } from "./apply.ts";
import { type Disk, realDisk } from "../disk.ts";
import { layout } from "../../test/sample.ts";
import { GeneratorError, type Plan } from "../plan.ts";
import { undoRun } from "./undo.ts";

let repository: ReturnType<typeof scratch>;
let root: string;
let start: Record<string, string>;

beforeEach(() => {
  repository = scratch();
  root = repository.root;
  start = repository.snapshot();
});
afterEach(() => repository.remove());

/** A disk whose writes fail from one of them on, for a given number of writes. */
function failingDisk(from: number, howMany = 1, code = "EIO"): { disk: Disk; steps: () => number } {
  let step = 0;
  const wrap =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      step++;
      if (step >= from && step < from + howMany) {
        throw Object.assign(new Error(`${code}: step ${step}`), { code });
      }
      act(...args);
    };
  return {
    steps: () => step,
    disk: {
      makeFolder: wrap(realDisk.makeFolder),
      create: wrap(realDisk.create),
      move: wrap(realDisk.move),
      remove: wrap(realDisk.remove),
      removeFolder: wrap(realDisk.removeFolder),
      sync: wrap(realDisk.sync),
    },
  };
}

/** How many writes an undisturbed run makes. */
async function countSteps(run: (root: string, disk: Disk) => Promise<unknown>): Promise<number> {
  const other = scratch();
  try {
    const { disk, steps } = failingDisk(Infinity);
    await run(other.root, disk);
    return steps();
  } finally {
    other.remove();
  }
}

const refused = async (plan: Plan, options = {}): Promise<GeneratorError> => {
  const error = await applyPlan(root, plan, options).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(GeneratorError);
  expect(repository.snapshot()).toEqual(start);
  return error as GeneratorError;
};

describe("a plan that is carried out", () => {
  test("leaves every file as planned, and a record", async () => {
    const plan = samplePlan(root);
    const { record, files } = await applyPlan(root, plan);
    for (const { path, after } of plan.files) expect(repository.read(path)).toBe(after);
    expect(files.map(({ path }) => path)).toEqual(plan.files.map(({ path }) => path));
    expect(record?.id).toBe("0001-entity-tickets");
    expect(JSON.parse(repository.read("generators/runs/0001-entity-tickets.json"))).toEqual(record);
  });

  test("twice does nothing the second time", async () => {
    await applyPlan(root, samplePlan(root));
    const after = repository.snapshot();
    const { record, files } = await applyPlan(root, samplePlan(root));
    expect({ record, files }).toEqual({ record: null, files: [] });
    expect(repository.snapshot()).toEqual(after);
  });

  test("keeps the rights of a file that it edits", async () => {
    chmodSync(join(root, layout.schema), 0o755);
    await applyPlan(root, samplePlan(root));
    expect(repository.snapshot()[layout.schema]).toMatch(/^755 /);
  });

  test("has the same record wherever and whenever it is", async () => {
    const other = scratch();
    const one = await applyPlan(root, samplePlan(root));
    const two = await applyPlan(other.root, samplePlan(other.root));
    other.remove();
    expect(two.record).toEqual(one.record);
  });
});

describe("a write that fails", () => {
  test("leaves the tree as it was, whichever write it is", async () => {
    const steps = await countSteps((root, disk) => applyPlan(root, samplePlan(root), { disk }));
    expect(steps).toBeGreaterThan(20);
    // The last is after the end, which it cannot undo.
    for (let step = 1; step < steps; step++) {
      const { disk } = failingDisk(step);
      const failed = applyPlan(root, samplePlan(root), { disk });
      await expect(failed, `step ${step}`).rejects.toThrow(/EIO/);
      expect(repository.snapshot(), `step ${step}`).toEqual(start);
      expect(recoverUnfinished(root)).toEqual([]);
    }
  });

  test("leaves an undo undone, whichever write it is", async () => {
    const run = async (root: string, disk: Disk) => {
      await applyPlan(root, samplePlan(root));
      await undoRun(root, undefined, { disk });
    };
    const steps = await countSteps(run);
    expect(steps).toBeGreaterThan(20);
    await applyPlan(root, samplePlan(root));
    const applied = repository.snapshot();
    for (let step = 1; step < steps; step++) {
      const failed = undoRun(root, undefined, { disk: failingDisk(step).disk });
      await expect(failed, `step ${step}`).rejects.toThrow(/EIO/);
      expect(repository.snapshot(), `step ${step}`).toEqual(applied);
      expect(recoverUnfinished(root)).toEqual([]);
    }
  });

  test("and goes on failing is rolled back by the next start", async () => {
    const steps = await countSteps((root, disk) => applyPlan(root, samplePlan(root), { disk }));
    for (let step = 1; step < steps; step++) {
      const { disk } = failingDisk(step, Infinity);
      await expect(applyPlan(root, samplePlan(root), { disk })).rejects.toThrow();
      recoverUnfinished(root);
      expect(repository.snapshot(), `step ${step}`).toEqual(start);
    }
  });

  test("for want of room needs no room to be rolled back", async () => {
    const full: Disk = { ...realDisk };
    let created = 0;
    full.create = (...args) => {
      if (++created > 6)
        throw Object.assign(new Error("no space"), { code: "ENOSPC", path: args[0] });
      realDisk.create(...args);
    };
    const error = await refused(samplePlan(root), { disk: full });
    expect(error.exit).toBe(1);
    expect(error.message).toMatch(
      /WRITE_FAILED: Cannot write .*: there is no room left on the disk/,
    );
  });

  test("while it is rolled back, too, leaves that to the next start", async () => {
    const { disk } = failingDisk(18, 2);
    const error = await applyPlan(root, samplePlan(root), { disk }).catch((error) => error);
    expect(error.problems[0]).toMatchObject({ code: "RESTORE_FAILED" });
    const notes = recoverUnfinished(root);
    expect(notes).toEqual(['The run "entity tickets" was interrupted and has been rolled back.']);
    expect(repository.snapshot()).toEqual(start);
    expect(recoverUnfinished(root)).toEqual([]);
  });
});

describe("a check that fails", () => {
  test("rolls everything back, and sees everything in place", async () => {
    const check = () => {
      expect(repository.read(layout.schema)).toContain("tickets: f(tickets)");
      throw new GeneratorError(5, { code: "CHECK_FAILED", message: "no types" });
    };
    const error = await refused(samplePlan(root), { check });
    expect(error.exit).toBe(5);
  });

  test("may leave the files, with a record to undo them by", async () => {
    const check = () => Promise.reject(new Error("no types"));
    const kept = applyPlan(root, samplePlan(root), { check, keepFailed: true });
    await expect(kept).rejects.toThrow("no types");
    expect(repository.read(layout.schema)).toContain("tickets");
    await undoRun(root);
    expect(repository.snapshot()).toEqual(start);
  });

  test("loses nothing that was edited meanwhile", async () => {
    const module = layout.backendModule("tickets");
    const check = () => {
      repository.write(
        layout.schema,
        repository.read(layout.schema).replace("users: u", "users: mine"),
      );
      repository.write(module, "// Mine.\n");
      throw new Error("no types");
    };
    await expect(applyPlan(root, samplePlan(root), { check })).rejects.toThrow("no types");
    expect(repository.read(layout.schema)).toBe(
      sampleFiles[layout.schema]!.replace("users: u", "users: mine"),
    );
    expect(repository.read(module)).toBe("// Mine.\n");
    repository.write(layout.schema, sampleFiles[layout.schema]!);
  });
});

describe("a tree that is not what the plan was made from", () => {
  test("is not written to", async () => {
    const plan = samplePlan(root);
    repository.write(layout.schema, repository.read(layout.schema) + "// Saved meanwhile.\n");
    start = repository.snapshot();
    const error = await refused(plan);
    expect(error.exit).toBe(7);
    expect(error.problems).toEqual([
      expect.objectContaining({ code: "STALE", arg: layout.schema, fix: "Run the command again." }),
    ]);
  });

  test("because it changes in the last moment is as it was then", async () => {
    const plan = samplePlan(root);
    const saved = repository.read(layout.access) + "// Saved.\n";
    const disk: Disk = {
      ...realDisk,
      move(from, to) {
        realDisk.move(from, to);
        if (to.endsWith("schema.ts")) repository.write(layout.access, saved);
      },
    };
    await expect(applyPlan(root, plan, { disk })).rejects.toThrow("STALE");
    expect(repository.snapshot()).toEqual({
      ...start,
      [layout.access]: start[layout.access]!.slice(0, 4) + saved,
    });
  });

  test("because a file came into being is not written to", async () => {
    const plan = samplePlan(root);
    repository.write(layout.backendModule("tickets"), "mine\n");
    start = repository.snapshot();
    expect((await refused(plan)).problems[0]!.message).toContain("came into being");
  });
});

describe("a path that leads elsewhere", () => {
  const planFor = (...paths: string[]): Plan => ({
    ...samplePlan(root),
    files: paths.map((path) => ({ path, before: null, after: "1;\n", fragments: [] })),
  });

  test.each([
    "../evil.ts",
    "/etc/evil.ts",
    "packages/../../evil.ts",
    "packages\\evil.ts",
    "C:/evil.ts",
    "c:evil.ts",
    "packages/\0.ts",
    "packages//evil.ts",
    "./evil.ts",
    "",
    ".git/hooks/evil.ts",
    "node_modules/evil.ts",
    "packages/backend/node_modules/evil.ts",
    ".Git/evil.ts",
  ])("%j", async (path) => {
    const error = await refused(planFor(path, "fine.ts"));
    expect(error.exit).toBe(2);
    expect(error.problems).toEqual([expect.objectContaining({ code: "PATH_OUTSIDE", arg: path })]);
  });

  test("by a folder that is a symbolic link out of the repository", async () => {
    const elsewhere = scratch({});
    symlinkSync(elsewhere.root, join(root, "out"));
    const error = await applyPlan(root, planFor("out/evil.ts")).catch((error) => error);
    expect(error).toMatchObject({ exit: 4, problems: [{ code: "PATH_LINK", arg: "out" }] });
    expect(elsewhere.snapshot()).toEqual({});
    elsewhere.remove();
  });

  test("by a file that is a symbolic link, even to one inside", async () => {
    symlinkSync(join(root, "README.md"), join(root, "link.md"));
    const error = await applyPlan(root, planFor("link.md")).catch((error) => error);
    expect(error).toMatchObject({ exit: 4, problems: [{ code: "PATH_LINK", arg: "link.md" }] });
    expect(repository.read("README.md")).toBe(sampleFiles["README.md"]);
  });

  test("but a folder that is a symbolic link within the repository is fine", async () => {
    mkdirSync(join(root, "real"));
    symlinkSync(join(root, "real"), join(root, "alias"));
    await applyPlan(root, planFor("alias/a.ts"));
    expect(repository.read("real/a.ts")).toBe("1;\n");
  });

  test("by a name that is another one's on other systems", async () => {
    expect((await refused(planFor("readme.MD"))).problems[0]).toMatchObject({ code: "PATH_TWIN" });
    expect((await refused(planFor("Packages/a.ts"))).problems[0]).toMatchObject({
      code: "PATH_TWIN",
      message: expect.stringContaining('"packages"'),
    });
    const both = await refused(planFor("a.ts", "A.ts"));
    expect(both).toMatchObject({ exit: 3, problems: [{ code: "PATH_TWIN", arg: "A.ts" }] });
    repository.write("caf\u00e9.md", "é\n");
    start = repository.snapshot();
    expect((await refused(planFor("cafe\u0301.md"))).problems[0]).toMatchObject({
      code: "PATH_TWIN",
    });
  });

  test("by a folder where a file should be, or a file where a folder should be", async () => {
    const error = await refused(planFor("packages", "README.md/a.ts"));
    expect(error.exit).toBe(3);
    expect(error.problems.map(({ code, arg }) => [code, arg])).toEqual([
      ["PATH_TAKEN", "packages"],
      ["PATH_TAKEN", "README.md"],
    ]);
  });

  test("to a file that is read-only", async () => {
    chmodSync(join(root, layout.schema), 0o444);
    start = repository.snapshot();
    const error = await refused(samplePlan(root));
    expect(error).toMatchObject({
      exit: 4,
      problems: [{ code: "FILE_READ_ONLY", arg: layout.schema }],
    });
  });
});

describe("a file with changes that are not committed", () => {
  beforeEach(() => {
    repository.commit();
    repository.write(layout.schema, `// Mine.\n${repository.read(layout.schema)}`);
    repository.write("README.md", "Mine.\n");
    start = repository.snapshot();
  });

  test.each(["staged", "not staged"])("is not edited: %s", async (how) => {
    if (how === "staged") repository.git("add", "-A");
    const error = await refused(samplePlan(root));
    expect(error).toMatchObject({ exit: 7, problems: [{ code: "DIRTY", arg: layout.schema }] });
  });

  test("is edited when that is asked for", async () => {
    await applyPlan(root, samplePlan(root), { allowDirty: true });
    expect(repository.read(layout.schema)).toMatch(/Mine[^]*tickets/);
    await undoRun(root);
    expect(repository.snapshot()).toEqual(start);
  });

  test("is edited when the changes are ours, from an earlier run or its undo", async () => {
    repository.write(layout.schema, sampleFiles[layout.schema]!);
    for (const table of ["tickets", "orders", "items"])
      await applyPlan(root, samplePlan(root, table));
    await undoRun(root, "0002");
    await applyPlan(root, samplePlan(root, "people"));
    expect(repository.read(layout.schema)).toMatch(/tickets[^]*items[^]*people/);
  });
});
