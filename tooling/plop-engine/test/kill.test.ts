// A run whose process dies, at each of its writes: what the next start makes of the tree is the old
// one or the new one, and nothing between.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { applyPlan, recoverUnfinished } from "../src/run/apply.ts";
import { PAGES_WRITER, samplePlan, scratch } from "./sample.ts";

// Each of some hundred writes gets a process of its own.
vi.setConfig({ testTimeout: 240_000 });

// Beside the package's modules, which the bundle leaves out.
const folder = mkdtempSync(join(import.meta.dirname, "../node_modules/.kill-"));
const program = join(folder, "dying-run.mjs");

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL("./dying-run.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

let repository: ReturnType<typeof scratch>;
let root: string;

beforeEach(() => {
  repository = scratch();
  root = repository.root;
});
afterEach(() => repository.remove());

type What = "apply" | "undo" | "recover" | "pages" | "undo-pages";

/** Runs it in a process of its own. Answers its number of writes, or null when it was killed. */
async function run(what: What, dieAt = 0, how: "before" | "half" | "after" = "before") {
  try {
    const args = [program, root, what, String(dieAt), how];
    return Number((await promisify(execFile)(process.execPath, args)).stdout);
  } catch (error) {
    if ((error as { signal?: string }).signal === "SIGKILL") return null;
    throw error;
  }
}

// Each write dies in one of the two ways: what is there before a write is what the one before it left whole.
describe.each([
  ["before", 0],
  ["half", 1],
] as const)("killed %s a write", (how, odd) => {
  test("a run is done or not done, and the next one works", async () => {
    const old = repository.snapshot();
    const steps = (await run("apply"))!;
    const done = repository.snapshot();
    await run("undo");
    expect(repository.snapshot()).toEqual(old);

    const seen = { old: 0, done: 0 };
    for (let step = 1; step <= steps; step++) {
      // The last ones in both: from there on the run is done.
      if (step % 2 === odd && step < steps - 2) continue;
      expect(await run("apply", step, how), `step ${step}`).toBeNull();
      recoverUnfinished(root);
      const isDone = JSON.stringify(repository.snapshot()) === JSON.stringify(done);
      expect(repository.snapshot(), `step ${step}`).toEqual(isDone ? done : old);
      seen[isDone ? "done" : "old"]++;
      if (isDone) await run("undo");
    }
    expect(seen.old).toBeGreaterThan(10);
    expect(seen.done).toBeGreaterThan(0);
  });
});

test("an undo that is killed is done or not done", async () => {
  const old = repository.snapshot();
  await applyPlan(root, samplePlan(root));
  const done = repository.snapshot();
  const steps = (await run("undo"))!;
  await applyPlan(root, samplePlan(root));

  for (let step = 1; step <= steps; step++) {
    expect(await run("undo", step), `step ${step}`).toBeNull();
    recoverUnfinished(root);
    const isUndone = JSON.stringify(repository.snapshot()) === JSON.stringify(old);
    expect(repository.snapshot(), `step ${step}`).toEqual(isUndone ? old : done);
    if (isUndone) await applyPlan(root, samplePlan(root));
  }
});

test("the rollback of a killed run may be killed, again and again", async () => {
  const old = repository.snapshot();
  const steps = (await run("apply"))!;
  await run("undo");
  // With all files in place, when the most has to be rolled back.
  const last = steps - 2;
  expect(await run("apply", last)).toBeNull();
  expect(repository.snapshot()).not.toEqual(old);

  let step = 1;
  while ((await run("recover", step, step % 2 === 0 ? "half" : "before")) === null) step++;
  expect(step).toBeGreaterThan(5);
  expect(repository.snapshot()).toEqual(old);
});

describe("pages that are written from the code", () => {
  const pages = "docs/reference";
  const writer = (end: string) => `
    import { rmSync, writeFileSync } from "node:fs";
    writeFileSync("${pages}/functions.md", "new");
    writeFileSync("${pages}/schema-tickets.md", "new");
    rmSync("${pages}/crons.md");
    ${end}`;

  beforeEach(() => {
    for (const name of ["functions", "access", "crons", "mine"]) {
      repository.write(`${pages}/${name}.md`, name);
    }
  });

  test.each([
    ["while they are written", "before", `process.kill(process.ppid, "SIGKILL");`],
    ["when they are written", "after", ""],
  ] as const)("go back with a run that is killed %s", async (_, how, end) => {
    repository.write(PAGES_WRITER, writer(end));
    const old = repository.snapshot();
    expect(await run("pages", 0, how)).toBeNull();
    expect(repository.read(`${pages}/functions.md`)).toBe("new");
    recoverUnfinished(root);
    expect(repository.snapshot()).toEqual(old);

    await applyPlan(root, samplePlan(root));
    const done = repository.snapshot();
    expect(await run("undo-pages", 0, how)).toBeNull();
    recoverUnfinished(root);
    expect(repository.snapshot()).toEqual(done);
  });

  test("stay with a run that ends", async () => {
    repository.write(PAGES_WRITER, writer(""));
    expect(await run("pages")).toBe(0);
    expect(repository.read(`${pages}/functions.md`)).toBe("new");
    expect(recoverUnfinished(root)).toEqual([]);
  });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a run that gets %s while it is checked is rolled back immediately",
  async (signal) => {
    const old = repository.snapshot();
    const child = spawn(process.execPath, [program, root, "check"], { stdio: "pipe" });
    await once(child.stdout, "data");
    expect(repository.snapshot()).not.toEqual(old);
    await expect(applyPlan(root, samplePlan(root))).rejects.toThrow(
      `A run of process ${child.pid} is`,
    );
    child.kill(signal);
    const [exit] = await once(child, "exit");
    expect(exit).toBe(130);
    expect(repository.snapshot()).toEqual(old);
    expect(repository.tree.list(".groundwork/generators")).toEqual([]);
  },
);

test("a run whose check ends the process is rolled back immediately", async () => {
  const old = repository.snapshot();
  const child = spawn(process.execPath, [program, root, "leave"], { stdio: "ignore" });
  expect(await once(child, "exit")).toEqual([9, null]);
  expect(repository.snapshot()).toEqual(old);
});

test("of several runs at once one goes, and the others report that it does", async () => {
  const others = await Promise.allSettled(Array.from({ length: 4 }, () => run("apply")));
  const refused = others.filter(({ status }) => status === "rejected");
  for (const one of refused) {
    expect(String((one as PromiseRejectedResult).reason)).toMatch(/LOCKED|STALE/);
  }
  expect(refused.length).toBeLessThan(4);
  const { record } = await applyPlan(root, samplePlan(root));
  expect(record).toBeNull();
  expect(repository.tree.list("generators/runs")).toEqual(["0001-entity-tickets.json"]);
});
