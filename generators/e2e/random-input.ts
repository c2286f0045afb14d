// Entities and functions that nobody thought of: each is refused with a command that works, or is made. Which they are
// follows from a number, E2E_SEED.
import { expect, test } from "vitest";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import type { FunctionInput } from "@groundwork/convex-generators/function/input";
import type { Envelope } from "@groundwork/plop-engine/envelope";
import { randomEntity, randomFrom } from "@groundwork/convex-generators/testing/random-entity";
import { typed } from "@groundwork/plop-engine/testing/command";
import type { Copy } from "./copy.ts";

/** The number that stands for what is made. */
export const seed = Number(process.env["E2E_SEED"] ?? 1);
const random = randomFrom(seed);
const pick = <Of>(from: readonly Of[]): Of => from[Math.floor(random() * from.length)]!;

/** Words that are also called something else, in the code, by Convex or on a page, and plain ones. */
export const names = [
  ...["toast", "panel", "target", "person", "change", "scope", "test", "agenda", "button", "route"],
  "drawer",
];
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

/** Makes one, or what its refusal says instead, as often as it says so; false when it says nothing. */
async function make(
  copy: Copy,
  command: string,
  input: EntityInput | FunctionInput,
): Promise<boolean> {
  const flags = ["--no-checks", "--json", "--allow-dirty"];
  let ended = await copy.plopHere([command, "--from", "-", ...flags], JSON.stringify(input));
  let envelope = envelopeOf(ended.output);
  const told: string[] = [];
  while (envelope.retry !== undefined && told.length < 4) {
    told.push(envelope.retry);
    const { argv, stdin } = typed(envelope.retry, copy.root);
    ended = await copy.plopHere(argv, stdin);
    envelope = envelopeOf(ended.output);
  }
  const what = [JSON.stringify(input), ...told, ended.output].join("\n");
  expect([0, 2, 3], what).toContain(envelope.exit);
  // A refusal that says what to do instead of a part of it is not refused for that part again.
  if (told.length > 0) expect(envelope.retry, what).toBeUndefined();
  for (const { message } of envelope.errors ?? []) expect(message, what).not.toBe("");
  // The app may have files of the name already: then another plural is proposed.
  const taken = envelope.errors?.find(({ code }) => code === "MODULE_EXISTS");
  const [, plural] = /--plural (\w+)/.exec(taken?.fix ?? "") ?? [];
  if (plural !== undefined && !("plural" in input)) {
    return await make(copy, command, { ...input, plural });
  }
  return envelope.exit === 0;
}

function envelopeOf(output: string): Envelope {
  return JSON.parse(output.trim().split("\n").at(-1)!) as Envelope;
}

/**
 * Declares a test for each: it is made, whatever is refused on the way.
 * @param copyOf where, once the tests run
 * @param entities names of entities
 * @param functions kinds of functions
 * @returns how many runs of the generators there are to be undone
 */
export function makeRandom(
  copyOf: () => Copy,
  entities: readonly string[],
  functions: readonly FunctionInput["kind"][],
): number {
  const oneOf = async (command: string, next: () => EntityInput | FunctionInput) => {
    for (let tries = 0; tries < TRIES; tries++) if (await make(copyOf(), command, next())) return;
    expect.unreachable(`${TRIES} in a row were refused`);
  };

  test.each(entities)("the entity %s is made, whatever is refused on the way", async (name) => {
    await oneOf("entity", () => randomEntity(random, name));
  });

  test.each(functions.map((kind, n) => [kind, n] as const))(
    "a function of the kind %s is made (%i), whatever is refused on the way",
    async (kind, n) => {
      await oneOf("function", () => randomFunction(kind, `made${n}`));
    },
  );

  return entities.length + functions.length;
}
