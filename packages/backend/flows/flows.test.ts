// @vitest-environment node
// What people do in the app, driven through the official client on the embedded backend: each flow does
// what it says, with the calls that it names and no others.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { functionsOf } from "../reference/app-functions.ts";
import { pushedFiles } from "../reference/syntax.ts";
import { CALLS_MAX } from "./flow.ts";
import { apart, chapters, flows, nameOf } from "./flows.ts";
import { type Theatre, openTheatre } from "./stage.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

describe("the flows", () => {
  test("call functions that there are, and that are public", async () => {
    const open = await publicFunctions();
    const called = flows.flatMap(({ calls }) => calls.map(nameOf));
    expect(
      [...called, ...apart.map(({ fn }) => nameOf(fn))].filter((name) => !open.has(name)),
    ).toEqual([]);
  });

  // A module that no flow has reached yet, such as one that was generated just now, is left in peace.
  test("call every public function of what they touch, but for those that say why not", async () => {
    const known = new Set([
      ...flows.flatMap(({ calls }) => calls.map(nameOf)),
      ...apart.map(({ fn }) => nameOf(fn)),
    ]);
    const touched = new Set([...known].map(moduleOf));
    const open = [...(await publicFunctions())].filter((name) => touched.has(moduleOf(name)));
    const silent = open.filter((name) => !known.has(name));
    expect(silent, "Add a flow, or a reason to `apart` in flows/flows.ts").toEqual([]);
  });

  test("leave apart only what none of them calls", () => {
    const called = new Set(flows.flatMap(({ calls }) => calls.map(nameOf)));
    expect(apart.map(({ fn }) => nameOf(fn)).filter((name) => called.has(name))).toEqual([]);
  });

  test(`take ${CALLS_MAX} calls at most`, () => {
    const many = flows.filter(({ calls }) => calls.length > CALLS_MAX || calls.length === 0);
    expect(many.map(({ name }) => name)).toEqual([]);
  });

  test("have names of their own", () => {
    expect(new Set(flows.map(({ name }) => name)).size).toBe(flows.length);
  });
});

describe("driven", () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre();
  });
  afterAll(() => theatre?.close());

  describe.each(chapters.map((chapter) => [chapter.title, chapter] as const))(
    "%s",
    (_, chapter) => {
      test.each(chapter.flows.map((flow) => [flow.actor, flow.name, flow] as const))(
        "%s: %s",
        async (_actor, _name, flow) => {
          const { calls, files } = await theatre.drive(flow);
          expect(calls).toEqual(flow.calls.map(nameOf));
          expect(files).toBe(flow.files ?? 0);
        },
      );
    },
  );
});

function moduleOf(name: string): string {
  return name.split(":")[0]!;
}

async function publicFunctions(): Promise<Set<string>> {
  const convex = join(import.meta.dirname, "..", "convex");
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  const modules = pushedFiles(convex).map((file) => [`./${file}`, load(file)] as const);
  const all = await functionsOf(Object.fromEntries(modules));
  return new Set(all.filter(({ isPublic }) => isPublic).map(({ name }) => name));
}
