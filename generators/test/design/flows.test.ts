// Flows and criteria of a design: what is written for a chapter, and what is found wrong with the flows of a design.
import { join } from "node:path";
import {
  checkCriteria,
  criteriaOf,
  criteriaReport,
} from "@groundwork/convex-generators/design/flows/criteria";
import { checkFlows } from "@groundwork/convex-generators/design/flows/check";
import { planFlows } from "@groundwork/convex-generators/design/flows/plan";
import type { Design, FlowDesign } from "@groundwork/convex-generators/design/design";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { PlannedFile, Problem, Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { codesOf } from "@groundwork/plop-engine/testing/plans";
import { diskTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { helpdesk, helpdeskTree } from "./helpdesk-flows.ts";

const root = join(import.meta.dirname, "../../..");
const title = "A ticket is answered";
const before = helpdeskTree(diskTree(root));
const { files } = await formatPlan(root, planOf(planFlows(placed(helpdesk).file, before)));
const tree = plannedTree(before, planOf(files));

function planOf(planned: PlannedFile[]) {
  return { command: "design", input: {}, next: [], notes: [], files: planned };
}

/** The helpdesk with another flow. */
function withFlow(change: Partial<FlowDesign>): Design {
  const flow = helpdesk.flows![title]!;
  return { ...helpdesk, flows: { [title]: { ...flow, ...change } } };
}

/** The helpdesk with one more call in its first action. */
function calling(call: FlowDesign["actions"][number]["calls"][number]): Design {
  const { actions } = helpdesk.flows![title]!;
  const [first, ...more] = actions;
  return withFlow({ actions: [{ ...first!, calls: [...first!.calls, call] }, ...more] });
}

/** A design whose places are its paths. */
function placed(design: Design) {
  const paths: string[] = [];
  const placeOf = (at: readonly (string | number)[]) => ({
    line: paths.push(at.join(".")),
    column: 1,
  });
  const named = ({ code, arg = "" }: Problem) => {
    const line = /^design\.ts:(\d+):1$/.exec(arg)?.[1];
    return line === undefined ? `${code} ${arg}` : `${code} ${paths[Number(line) - 1]}`;
  };
  return { file: { path: "design.ts", design, placeOf }, named };
}

function flowProblems(design: Design, of: Tree = tree): string[] {
  const { file, named } = placed(design);
  return checkFlows(file, of)
    .map(named)
    .filter((line) => !/^FLOW(_MODULE)?_UNDESIGNED/.test(line));
}

describe("the code of a flow", () => {
  test("is a chapter with its people, its calls and its checks", async () => {
    const [chapter] = files;
    expect(chapter!.path).toBe("packages/backend/flows/aTicketIsAnswered.ts");
    await expect(chapter!.after).toMatchFileSnapshot("../../design/golden/chapter.txt");
  });

  test("comes after the chapters of the app, which people leave last", () => {
    const entries = files.find(({ path }) => path === layout.flows)!.after;
    expect(entries).toContain("  assistant,\n  aTicketIsAnswered,\n];");
  });

  test("is planned once", () => {
    expect(planFlows(placed(helpdesk).file, tree)).toEqual([]);
  });

  test("takes out the reason why no flow calls what it calls", () => {
    const flow: FlowDesign = {
      actions: [
        {
          as: "admin",
          does: "look at failed jobs",
          proves: "None.",
          calls: [{ call: "jobs.list", with: { status: "failed" }, expect: { count: 0 } }],
        },
      ],
    };
    const planned = planFlows(placed({ ...helpdesk, flows: { Operators: flow } }).file, before);
    const entries = planned.find(({ path }) => path === layout.flows)!;
    expect(entries.after).not.toContain('"jobs:list"');
    expect(entries.taken?.map(({ key }) => key)).toEqual(["jobs:list"]);
    expect(planned[0]!.after).toContain("const { page } = await me.query(api.jobs.list, {");
  });

  test("is not written for a chapter by hand, nor for calls by name alone", () => {
    const named: FlowDesign = {
      actions: [{ as: "member", does: "look", proves: "It.", calls: ["notes.list"] }],
    };
    const byHand: FlowDesign = {
      actions: [{ ...named.actions[0]!, calls: [{ call: "notes.list", expect: { count: 2 } }] }],
    };
    expect(
      planFlows(placed({ ...helpdesk, flows: { Looking: named, Notes: byHand } }).file, before),
    ).toEqual([]);
  });
});

test.each<[string, Design, string]>([
  ["an unknown function", calling({ call: "tickets.close", with: {} }), "FLOW_CALL"],
  ["an internal one", calling({ call: "users.setRole", with: {} }), "FLOW_INTERNAL"],
  ["one of a library", calling({ call: "auth.signIn", with: {} }), "FLOW_UNREAD"],
  [
    "a name of none of the people",
    withFlow({ people: { bob: "member", eve: "agent", max: "agent" } }),
    "FLOW_ACTOR",
  ],
  [
    "an unknown role",
    withFlow({ people: { ...helpdesk.flows![title]!.people, bob: "agnet" } }),
    "FLOW_ROLE",
  ],
  [
    "a role of no team",
    withFlow({ people: { ...helpdesk.flows![title]!.people, bob: "agent of support" } }),
    "FLOW_ROLE",
  ],
  ["what nothing keeps", calling({ call: "tickets.get", with: { id: "$tikcet" } }), "FLOW_NAME"],
  ["a part of an id", calling({ call: "tickets.get", with: { id: "$ticket.row" } }), "FLOW_NAME"],
  [
    "a kept name of a person",
    calling({ call: "tickets.get", with: { id: "$ticket" }, save: "bob" }),
    "FLOW_SAVE",
  ],
  [
    "an unknown error",
    calling({ call: "tickets.get", with: { id: "$ticket" }, expect: "NOT_FUOND" }),
    "FLOW_EXPECT",
  ],
  [
    "a title of another file",
    { ...helpdesk, flows: { Stage: helpdesk.flows![title]! } },
    "FLOW_TITLE",
  ],
])("no code is written for %s", (_, design, code) => {
  expect(codesOf(() => planOf(planFlows(placed(design).file, before)))).toContain(`2 ${code}`);
});

describe("the check of flows", () => {
  test("finds nothing wrong with what was written", () => {
    expect(flowProblems(helpdesk)).toEqual([]);
  });

  const payload = (given: Record<string, never> | object, call = "tickets.create") =>
    calling({ call, with: { teamId: "$support", subject: "Printer", ...given } as never });
  test.each<[string, Design, string]>([
    ["a value of another type", payload({ subject: 7 }), "subject"],
    ["a text that is too short", payload({ subject: "Hm" }), "subject"],
    ["an unknown option", payload({ status: "closed" }), "status"],
    ["an unknown argument", payload({ priority: "high" }), "priority"],
    ["the id of another table", payload({ teamId: "$ann" }), "teamId"],
    ["an id that nothing keeps", payload({ teamId: "k17" }), "teamId"],
    ["null where it is refused", payload({ subject: null }), "subject"],
  ])("finds %s", (_, design, name) => {
    const at = `flows.${title}.actions.0.calls.2.with.${name}`;
    expect(flowProblems(design)).toContain(`FLOW_WITH ${at}`);
  });

  test("finds an argument that is missing, unless the call is meant to be refused for it", () => {
    const empty = { call: "replies.create", with: { ticketId: "$ticket" } };
    const at = `FLOW_WITH flows.${title}.actions.0.calls.2`;
    expect(flowProblems(calling(empty))).toContain(at);
    expect(flowProblems(calling({ ...empty, expect: "INVALID" }))).not.toContain(at);
  });

  test("finds where design and code say different things", () => {
    const { actions } = helpdesk.flows![title]!;
    const [first, second, ...more] = actions;
    const design = withFlow({
      actions: [
        { ...first!, as: "bob", calls: [first!.calls[0]!, "frame.get"] },
        { ...second!, does: "peek" },
        ...more,
      ],
    });
    expect(flowProblems(design)).toEqual([
      `FLOW_DIFFERS flows.${title}.actions.0.as`,
      `FLOW_DIFFERS flows.${title}.actions.0.calls`,
      `FLOW_ACTION_LACKING flows.${title}.actions.1.does`,
      `FLOW_ACTION_UNDESIGNED flows.${title}`,
    ]);
    expect(flowProblems(helpdesk, before)).toEqual([`FLOW_LACKING flows.${title}`]);
  });

  test("finds functions that no flow calls, and modules that none reaches", () => {
    const chapter = files[0]!;
    const after = chapter.after.replace(/ +"replies:get".*\n/, "");
    const without = plannedTree(tree, planOf([{ ...chapter, after }]));
    expect(flowProblems(helpdesk, without)).toEqual([
      expect.stringMatching(/^FLOW_UNCOVERED packages\/backend\/convex\/replies\.ts:\d+$/),
    ]);
    const { file, named } = placed({ ...helpdesk, flows: {} });
    const reached = checkFlows(file, before).map(named);
    expect(reached).toContain(`FLOW_MODULE_UNDESIGNED ${layout.backendModule("remarks")}:1`);
  });
});

describe("criteria", () => {
  test("are met by what is there", () => {
    expect(checkCriteria(placed(helpdesk).file, tree)).toEqual([]);
    expect(criteriaReport(criteriaOf(helpdesk, tree))).toMatchInlineSnapshot(`
      [
        "2 of 2 criteria have all their proofs. A proof holds once what runs it passes.",
        "found privacy: A customer never sees the ticket of another customer.",
        "    flow:A ticket is answered#2: packages/backend/flows/aTicketIsAnswered.ts:43, run by pnpm --filter @repo/backend exec vitest run flows/flows.test.ts",
        "    access:tickets.read.member=own: the access matrix, row tickets, run by pnpm --filter @repo/backend exec vitest run tests/tickets.test.ts",
        "found remarks: A remark never reaches a customer.",
        "    flow:A ticket is answered#6: packages/backend/flows/aTicketIsAnswered.ts:88, run by pnpm --filter @repo/backend exec vitest run flows/flows.test.ts",
        "    access:remarks.read.member=none: the access matrix, row remarks, run by pnpm --filter @repo/backend exec vitest run tests/remarks.test.ts",
      ]
    `);
  });

  test.each([
    ["flow:A ticket is answered", "packages/backend/flows/aTicketIsAnswered.ts:13"],
    ["check:knip", "package.json"],
    [
      "test:tests/notes.test.ts>a note > is made, read, changed and removed",
      "packages/backend/tests/notes.test.ts",
    ],
    ["access:notes.read.member=own", "the access matrix"],
  ])("%s is found", (proof, place) => {
    const [criterion] = criteriaOf(
      { ...helpdesk, criteria: { one: { text: "…", proof: [proof] } } },
      tree,
    );
    expect(criterion!.proofs[0]).toMatchObject({ place: expect.stringContaining(place) });
  });

  test.each([
    ["flow:A ticket is anwsered#1", "CRITERION_FLOW"],
    ["flow:A ticket is answered#9", "CRITERION_FLOW"],
    ["access:tickets.read.member=all", "CRITERION_ACCESS"],
    ["access:tickets.read.customer=own", "CRITERION_ACCESS"],
    ["access:tikcets.read.member=own", "CRITERION_ACCESS"],
    ["test:tests/nots.test.ts>list", "CRITERION_TEST"],
    ["test:tests/notes.test.ts>lists", "CRITERION_TEST"],
    ["check:lnt", "CRITERION_CHECK"],
    ["proof:by looking", "CRITERION_PROOF"],
  ])("%s is no proof", (proof, code) => {
    const { file, named } = placed({
      ...helpdesk,
      criteria: { one: { text: "…", proof: [proof] } },
    });
    expect(checkCriteria(file, tree).map(named)).toEqual([`${code} criteria.one.proof.0`]);
  });

  test("an action that expects nothing, and a test that is skipped, prove nothing", () => {
    const skipped = "packages/backend/tests/skipped.test.ts";
    const text = 'describe.skip("tickets", () => { test("close", () => {}); });';
    const more = plannedTree(
      tree,
      planOf([{ path: skipped, before: null, after: text, fragments: [] }]),
    );
    const { actions } = helpdesk.flows![title]!;
    const quiet = actions.map((one) => ({
      ...one,
      calls: one.calls.map((call) =>
        typeof call === "string" ? call : { ...call, expect: undefined },
      ),
    }));
    const { file, named } = placed({
      ...withFlow({ actions: quiet as never }),
      criteria: {
        one: {
          text: "…",
          proof: [`flow:${title}#1`, "test:tests/skipped.test.ts>tickets > close"],
        },
      },
    });
    expect(checkCriteria(file, more).map(named)).toEqual([
      "CRITERION_FLOW criteria.one.proof.0",
      "CRITERION_TEST criteria.one.proof.1",
    ]);
  });
});
