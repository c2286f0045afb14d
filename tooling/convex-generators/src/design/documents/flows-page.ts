// The flows with their calls, and the criteria with their proofs.
import type { ActionDesign, CriterionDesign, FlowDesign } from "../design.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { anchor, code, pageOf, prose, sentence, table } from "./markdown.ts";

/** Writes the page of flows and criteria. */
export function flowsPage({ design }: DesignFacts): string {
  const { flows = {}, criteria = {}, limits } = design;
  return pageOf(
    "Flows and criteria",
    [
      `What people do, each with the server calls that it takes: ${limits?.callsPerAction ?? 3} at most. A test drives`,
      "each of them through the official client, counts its calls, and checks the result.",
    ],
    [
      ...Object.entries(flows).map(([title, flow]) => ({
        title: prose(title),
        lines: flowLines(flow),
      })),
      { title: "Criteria", lines: criteriaLines(criteria) },
    ],
  );
}

function flowLines({ about, people = {}, actions }: FlowDesign): string[] {
  const who = Object.entries(people).map(([name, role]) => `${name} (${role})`);
  const intro = [
    ...(about === undefined ? [] : [sentence(about)]),
    ...(who.length === 0 ? [] : [`People: ${prose(who.join(", "))}.`]),
  ];
  return [
    ...(intro.length === 0 ? [] : [intro.join(" "), ""]),
    ...table(
      ["#", "Who", "Does", "Calls", "Result"],
      actions.map((action, at) => [
        ...[String(at + 1), prose(action.as), prose(action.does)],
        ...[callsOf(action), sentence(action.proves)],
      ]),
    ),
  ];
}

function callsOf({ calls }: ActionDesign): string {
  return calls.map((call) => code(typeof call === "string" ? call : call.call)).join(", ");
}

function criteriaLines(criteria: Readonly<Record<string, CriterionDesign>>): string[] {
  return table(
    ["Criterion", "Promise", "Proof"],
    Object.entries(criteria).map(([name, { text, proof }]) => [
      ...[prose(name), sentence(text), proof.map(proofLink).join(", ")],
    ]),
  );
}

/** A proof by a flow leads to it. */
function proofLink(proof: string): string {
  const [, title] = /^flow:(.+?)(#\d+)?$/.exec(proof) ?? [];
  return title === undefined ? code(proof) : `[${code(proof)}](#${anchor(title)})`;
}
