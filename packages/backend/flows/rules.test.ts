// @vitest-environment node
// Rules over the declared flows: the app breaks none, and each rule finds a violation.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { api } from "../convex/_generated/api.js";
import { functionsOf } from "../reference/app-functions.ts";
import { pushedFiles } from "../reference/syntax.ts";
import { uncovered, flows } from "./flows.ts";
import * as rules from "./rules.ts";

const story = { flows, uncovered };
const { notes, tasks } = api;
/** A story that breaks each rule once. */
const broken: rules.Story = {
  flows: [
    { name: "write a note", calls: [notes.create, notes.list] },
    { name: "write a note", calls: [notes.get] },
    { name: "do nothing", calls: [] },
    { name: "do too much", calls: [notes.get, notes.get, notes.get, notes.get] },
  ],
  uncovered: { "notes:list": "it is called after all", "notes:remove": " " },
};
const some = ["notes:create", "notes:get", "notes:list", "notes:update", "tasks:list"];

let open: string[];
beforeAll(async () => {
  const convex = join(import.meta.dirname, "..", "convex");
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  const modules = pushedFiles(convex).map((file) => [`./${file}`, load(file)] as const);
  const all = await functionsOf(Object.fromEntries(modules));
  open = all.filter(({ isPublic }) => isPublic).map(({ name }) => name);
});

test("flows call functions that there are, and that are public", () => {
  expect(rules.unknownCalls(story, open)).toEqual([]);
  expect(rules.unknownCalls(broken, some)).toEqual(["notes:remove"]);
});

test("flows call every public function of what they touch, but for those that say why not", () => {
  const silent = rules.silentFunctions(story, open);
  expect(silent, "Add a flow, or a reason to `uncovered` in flows/flows.ts").toEqual([]);
  expect(rules.silentFunctions(broken, some)).toEqual(["notes:update"]);
});

test("a module that no flow has reached is known as such", () => {
  expect(rules.untouchedModules(broken, some)).toEqual(["tasks"]);
  const more = [...broken.flows, { name: "see the tasks", calls: [tasks.list] }];
  expect(rules.untouchedModules({ ...broken, flows: more }, some)).toEqual([]);
});

test("only functions that no flow calls are listed as uncovered, with a reason", () => {
  expect(rules.needlesslyUncovered(story)).toEqual([]);
  expect(rules.needlesslyUncovered(broken)).toEqual(["notes:list", "notes:remove"]);
});

test("flows take three calls at most", () => {
  expect(rules.ofWrongLength(story)).toEqual([]);
  expect(rules.ofWrongLength(broken)).toEqual(["do nothing", "do too much"]);
});

test("flows have names of their own", () => {
  expect(rules.namedAlike(story)).toEqual([]);
  expect(rules.namedAlike(broken)).toEqual(["write a note"]);
});
