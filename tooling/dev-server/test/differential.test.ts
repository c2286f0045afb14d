// Random programs of reads and writes, run on the server and on convex-test; the answers must be the same.
import { convexTest } from "convex-test";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Step } from "./fixtures/programs/convex/program.ts";
import schema from "./fixtures/programs/convex/schema.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { httpClient } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { seededRandom, testSeed, type Random } from "./support/random.ts";

const api = anyApi as any;
const modules = {
  "./convex/_generated/api.js": async () => ({}),
  "./convex/program.ts": () => import("./fixtures/programs/convex/program.ts"),
};
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("programs", backend);
});
afterAll(async () => {
  await backend?.stop();
});

type Program = Step[][];

/** Few groups, ranks, tags and labels, so that steps meet the same documents and equal keys. */
function makeStep(random: Random, depth = 0): Step {
  const table = random.pick(["left", "right"] as const);
  const group = random.pick(["a", "b", "a b"]);
  const rank = random.pick([-2.5, -1, 0, 1, 2, 2.5, 1000]);
  const tag = random.pick(["x", "y", "", null]);
  const label = random.int(25);
  const tagged = random.chance(0.6) ? { tag } : {};
  const choice = random.int(100);
  if (choice < 30) return { op: "insert", table, row: { group, rank, label, ...tagged } };
  if (choice < 40)
    return {
      op: "patch",
      table,
      label,
      fields: { rank, ...(random.chance(0.3) ? { group } : {}), ...tagged },
    };
  if (choice < 44) return { op: "untag", table, label };
  if (choice < 49) return { op: "replace", table, label, row: { group, rank, ...tagged } };
  if (choice < 57) return { op: "delete", table, label };
  if (choice < 62) return { op: "get", table, label };
  if (choice < 67 && depth < 2) {
    const steps = Array.from({ length: 1 + random.int(4) }, () => makeStep(random, depth + 1));
    return { op: "nested", steps, fail: random.chance(0.4) };
  }
  return makeRead(random);
}

function makeRead(random: Random): Extract<Step, { op: "read" }> {
  const bound = random.pick([-1, 0, 1, 2, 2.5]);
  const width = random.pick([0, 1, 3, 2000]);
  const source = random.pick(["scan", "rank", "rank", "tag"] as const);
  return {
    op: "read",
    table: random.pick(["left", "right"] as const),
    source,
    group: random.pick(["a", "b", "a b", "nobody"]),
    ...(random.chance(0.7) ? { tag: random.pick(["x", "y", "", null]) } : {}),
    low: random.chance(0.5) ? { op: random.pick(["gt", "gte"] as const), value: bound } : null,
    high: random.chance(0.5)
      ? { op: random.pick(["lt", "lte"] as const), value: bound + width }
      : null,
    order: random.pick(["asc", "desc"] as const),
    filter: random.chance(0.3)
      ? { op: random.pick(["eq", "neq", "lt", "gte"] as const), value: bound }
      : null,
    end: random.pick([
      { how: "collect" },
      { how: "collect" },
      { how: "first" },
      { how: "unique" },
      { how: "take", count: 1 + random.int(4) },
    ] as const),
  };
}

function makeProgram(random: Random): Program {
  return Array.from({ length: 6 }, () => {
    const steps = Array.from({ length: 2 + random.int(8) }, () => makeStep(random));
    if (random.chance(0.15)) steps.push({ op: "fail" });
    return steps;
  });
}

const attempt = (work: Promise<unknown>) => work.catch(() => "the mutation failed");

/** One line per transaction, then what is left in the end, read as a query. */
async function trace(
  run: (steps: Step[]) => Promise<unknown>,
  everything: () => Promise<unknown>,
  program: Program,
) {
  const seen: unknown[] = [];
  for (const steps of program) seen.push(await attempt(run(steps)));
  seen.push(await everything());
  return seen;
}

async function onServer(program: Program) {
  const client = httpClient(backend);
  for (const table of ["left", "right"]) {
    const labels = ((await client.query(api.program.everything, {})) as any)[table].map(
      (row: any) => row.label,
    );
    const steps = labels.map((label: number) => ({ op: "delete", table, label }));
    await client.mutation(api.program.run, { steps });
  }
  const run = (steps: Step[]) => client.mutation(api.program.run, { steps: steps as any });
  return trace(run, () => client.query(api.program.everything, {}), program);
}

async function onOracle(program: Program) {
  const t = convexTest(schema, modules);
  const run = (steps: Step[]) => t.mutation(api.program.run, { steps: steps as any });
  return trace(run, () => t.query(api.program.everything, {}), program);
}

/** Takes transactions and steps away while the two still differ. */
async function shrink(
  program: Program,
  differs: (candidate: Program) => Promise<boolean>,
): Promise<Program> {
  let smallest = program;
  for (let again = true; again;) {
    again = false;
    const candidates: Program[] = smallest.flatMap((steps, at) => [
      smallest.toSpliced(at, 1),
      ...steps.map((_, step) => smallest.with(at, steps.toSpliced(step, 1))),
    ]);
    for (const candidate of candidates) {
      if (candidate.length === 0 || !(await differs(candidate))) continue;
      smallest = candidate;
      again = true;
      break;
    }
  }
  return smallest;
}

test("the server answers random programs as convex-test does", async () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (let number = 0; number < 40; number++) {
    const program = makeProgram(random);
    const [server, oracle] = [await onServer(program), await onOracle(program)];
    if (JSON.stringify(server) === JSON.stringify(oracle)) continue;
    const differs = async (candidate: Program) =>
      JSON.stringify(await onServer(candidate)) !== JSON.stringify(await onOracle(candidate));
    const smallest = await shrink(program, differs);
    const message = `seed ${seed}, program ${number}:\n${JSON.stringify(smallest, null, 1)}`;
    expect(await onServer(smallest), message).toEqual(await onOracle(smallest));
  }
});

test("pages of random sizes, put together, are the whole list", async () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const inserts = Array.from({ length: 40 }, () => makeStep(random)).filter(
    (step) => step.op === "insert",
  );
  const [server, oracle] = [await onServer([inserts]), await onOracle([inserts])];
  expect(server, `seed ${seed}`).toEqual(oracle);
  const client = httpClient(backend);
  for (let round = 0; round < 20; round++) {
    const read = makeRead(random);
    const whole = (await client.query(api.program.ask, {
      step: { ...read, end: { how: "collect" } } as any,
    })) as unknown[];
    const count = 1 + random.int(5);
    const paged: unknown[] = [];
    for (let cursor: string | null = null, isDone = false; !isDone;) {
      const step: any = { ...read, end: { how: "paginate", count, cursor } };
      const page = (await client.query(api.program.ask, { step })) as {
        page: unknown[];
        isDone: boolean;
        cursor: string;
      };
      if (!page.isDone) expect(page.page, `seed ${seed}`).toHaveLength(count);
      paged.push(...page.page);
      ({ isDone, cursor } = page);
    }
    expect(paged, `seed ${seed}`).toEqual(whole);
  }
});
