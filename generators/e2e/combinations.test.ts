// Entities and functions that nobody thought of, on a copy of the repository: each is refused with a command that
// works, or is made. Then types, tests and lint run once over all of them.
// E2E_SEED asks for others: a number that stands for what is made. A few are made, unless E2E_FULL asks for all.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { type FunctionInput, functionKinds } from "@groundwork/convex-generators/function/input";
import { runChecks } from "@groundwork/plop-engine/checks/run-checks";
import type { Envelope } from "@groundwork/plop-engine/cli/answer/envelope";
import { referenceCommand, snapshotCommand } from "@groundwork/convex-generators/repository/pages";
import { diskTree } from "@groundwork/plop-engine/tree";
import { checkSteps } from "@groundwork/convex-generators/repository/checks";
import { walkingTests } from "@groundwork/convex-generators/repository/walking-tests";
import { randomEntity, randomFrom } from "../test/random-entity.ts";
import { type Copy, PNPM, installedCopy } from "./copy.ts";

const seed = Number(process.env["E2E_SEED"] ?? 1);
const random = randomFrom(seed);
const pick = <Of>(from: readonly Of[]): Of => from[Math.floor(random() * from.length)]!;

const isFull = Boolean(process.env["E2E_FULL"]);

/** Words that are also called something else, in the code, by Convex or on a page, and plain ones. */
const names = [
  ...["toast", "role", "target", "person", "change", "scope", "test", "agenda", "button", "route"],
  "drawer",
].slice(0, isFull ? undefined : 3);
const kinds = isFull ? functionKinds.flatMap((kind) => [kind, kind]) : functionKinds;
/** Of what nobody thought of much contradicts itself: the next one of a name may not. */
const TRIES = 20;

const accesses = ["notes.read", "tasks.read", "signedIn", "teams.read", "notes.update"];
const args = [
  ...["from:date", "id:ref(notes)", "taskId:ref(tasks)?", "ids:ref(notes)[1..5]", "n:int(0..9)=1"],
  ...["word:string(1..20)", "mail:email?", "kinds:enum(a,b)[0..2]", "at:date", "userId:ref(users)"],
];
const answers = [
  "null",
  "int",
  "string(1..9)?",
  "ref(notes)[0..9]",
  "url",
  "page",
  "row",
  "bool[1..3]",
];
const modules = [
  "reports",
  "admin/reports",
  "admin/notes",
  "notes",
  "tasks",
  "admin/billing/slips",
];
function randomFunction(kind: FunctionInput["kind"], name: string): FunctionInput {
  const isInternal = kind.startsWith("internal");
  return {
    ...{ name: `${pick(modules)}.${name}`, kind },
    args: args.filter(() => random() < 0.25),
    returns: pick(answers),
    ...(!isInternal && { access: pick(accesses) }),
    ...(!isInternal && kind !== "query" && { rateLimit: "5/minute" }),
    ...(kind === "action" && { because: "its client waits for what a service answers" }),
  };
}

let copy: Copy;

beforeAll(async () => {
  copy = await installedCopy();
});
afterAll(() => copy?.remove());

/** Makes one, or what its refusal says instead, as often as it says so; false when it says nothing. */
async function make(command: string, input: EntityInput | FunctionInput): Promise<boolean> {
  const flags = ["--no-checks", "--json", "--allow-dirty"];
  let ended = await copy.run(
    [process.execPath, "generators/bin.mjs", command, "--from", "-", ...flags],
    JSON.stringify(input),
  );
  let envelope = envelopeOf(ended.output);
  const told: string[] = [];
  while (envelope.retry !== undefined && told.length < 4) {
    told.push(envelope.retry);
    const line = envelope.retry.replace("pnpm plop", `${process.execPath} generators/bin.mjs`);
    ended = await copy.run(["sh", "-c", line]);
    envelope = envelopeOf(ended.output);
  }
  const what = [JSON.stringify(input), ...told, ended.output].join("\n");
  expect([0, 2, 3], what).toContain(envelope.exit);
  // A refusal that says what to do instead of a part of it is not refused for that part again.
  if (told.length > 0) expect(envelope.retry, what).toBeUndefined();
  for (const { message } of envelope.errors ?? []) expect(message, what).not.toBe("");
  return envelope.exit === 0;
}

function envelopeOf(output: string): Envelope {
  return JSON.parse(output.trim().split("\n").at(-1)!) as Envelope;
}

describe(`what the seed ${seed} stands for`, () => {
  const oneOf = async (command: string, next: () => EntityInput | FunctionInput) => {
    for (let tries = 0; tries < TRIES; tries++) if (await make(command, next())) return;
    expect.unreachable(`${TRIES} in a row were refused`);
  };

  test.each(names)("the entity %s is made, whatever is refused on the way", async (name) => {
    await oneOf("entity", () => randomEntity(random, name));
  });

  test.each(kinds.map((kind, n) => [kind, n] as const))(
    "a function of the kind %s is made (%i), whatever is refused on the way",
    async (kind, n) => {
      await oneOf("function", () => randomFunction(kind, `made${n}`));
    },
  );

  test("leaves types, tests and lint green", async () => {
    for (const command of [referenceCommand(), snapshotCommand()]) {
      const { code, output } = await copy.run([...PNPM, ...command.split(" ").slice(1)]);
      expect(code, output).toBe(0);
    }
    const paths = copy
      .changes()
      .split("\n")
      .map((line) => line.slice(3))
      .filter((path) => path !== "");
    const files = paths.map((path) => ({ path, before: null, after: "", fragments: [] }));
    // The tests that walk the whole backend are run on the copy with real input, too.
    const steps = checkSteps(files, isFull ? walkingTests(diskTree(copy.root)) : []);
    expect(steps.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["types", "tests", "lint"]),
    );
    const results = await runChecks({ root: copy.root, steps });
    const failed = results.filter(({ ok }) => !ok);
    expect(failed.map(({ name, output }) => `${name}\n${output.slice(-6000)}`)).toEqual([]);
    expect(results).toHaveLength(steps.length);
  });
});
