// Criteria: that something proves each, and that what the design alone decides is so.
import type { Problem } from "@groundwork/plop-engine/plan";
import { operations } from "../../../entity/model/model.ts";
import { type DesignFile, type DesignPath, type Fault, problemAt } from "../../file/design-file.ts";
import type { Known } from "../known/known.ts";
import { type Rule, entriesOf, meant } from "./rule.ts";

const kinds = ["flow", "access", "test", "check"];

/** Every criterion has a proof of a known kind, about something that is there. */
export const criteria: Rule = (file, known) =>
  entriesOf(file.design.criteria).flatMap(([name, { proof }]) => {
    if (proof.length === 0) {
      const message = `Nothing proves "${name}".`;
      const fix = 'proof: ["flow:<title>#<number>"], or access:, test:, check:';
      return [problemAt(file, ["criteria", name, "proof"], { code: "PROOF_NONE", message, fix })];
    }
    return proof.flatMap((text, index) =>
      proofOf(file, text, known, ["criteria", name, "proof", index]),
    );
  });

function proofOf(file: DesignFile, text: string, known: Known, at: DesignPath): Problem[] {
  const colon = text.indexOf(":");
  const kind = colon === -1 ? text : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  const refuse = (fault: Fault, offset = 0) => [problemAt(file, at, fault, offset)];
  if (kind === "flow")
    return flowProof(file, rest, (fault, offset) => refuse(fault, colon + 1 + offset));
  if (kind === "access")
    return accessProof(rest, known, (fault, offset) => refuse(fault, colon + 1 + offset));
  if (kinds.includes(kind) && rest.trim() !== "" && colon !== -1) return [];
  const { sentence } = meant(kind, kinds);
  const message = `"${text}" is no proof.${sentence} Proofs: flow:<title>#<number>, access:<table>.<operation>.<role>=<scope>, test:<file>><title>, check:<script>.`;
  return refuse({ code: "PROOF_KIND", message });
}

type Refuse = (fault: Fault, offset: number) => Problem[];

function flowProof({ design }: DesignFile, text: string, refuse: Refuse): Problem[] {
  const mark = text.lastIndexOf("#");
  const title = mark === -1 ? text : text.slice(0, mark);
  const flow = Object.hasOwn(design.flows ?? {}, title) ? design.flows![title]! : null;
  if (flow === null) {
    const titles = Object.keys(design.flows ?? {});
    const { sentence, fix } = meant(title, titles);
    const list = titles.length === 0 ? "" : ` Flows: ${titles.join(", ")}.`;
    const message = `there is no flow "${title}".${sentence}${sentence === "" ? list : ""}`;
    const fixed = fix === undefined ? {} : { fix: `flow:${fix}${text.slice(title.length)}` };
    return refuse({ code: "PROOF_FLOW", message, ...fixed }, 0);
  }
  // A title alone is all of its actions.
  if (mark === -1) return [];
  const number = text.slice(mark + 1);
  const count = flow.actions.length;
  if (/^[1-9]\d*$/.test(number) && Number(number) <= count) return [];
  const message = `"${title}" has no action ${number}: it has ${count}.`;
  const fix = `flow:${title}#1${count > 1 ? `, up to #${count}` : ""}`;
  return refuse({ code: "PROOF_ACTION", message, fix }, mark + 1);
}

function accessProof(
  text: string,
  { tables, tableOf, roles, grants }: Known,
  refuse: Refuse,
): Problem[] {
  const [, table = "", operation = "", role = "", scope = ""] =
    /^(\w+)\.(\w+)\.(\w+)=(\w+)$/.exec(text) ?? [];
  if (table === "") {
    const message = `"access:${text}" is written otherwise than access:<table>.<operation>.<role>=<scope or none>.`;
    return refuse({ code: "PROOF_ACCESS", message, fix: "access:notes.read.member=own" }, 0);
  }
  const unknown = (what: string, word: string, known: Iterable<string>, offset: number) => {
    const { sentence, fix } = meant(word, known);
    const message = `there is no ${what} "${word}".${sentence}`;
    const fixed =
      fix === undefined
        ? {}
        : { fix: `access:${text.slice(0, offset)}${fix}${text.slice(offset + word.length)}` };
    return refuse({ code: "PROOF_ACCESS", message, ...fixed }, offset);
  };
  if (!tables.has(table)) {
    const ofEntity = tableOf.get(table);
    return unknown("table", table, ofEntity === undefined ? tables : [ofEntity], 0);
  }
  const afterTable = table.length + 1;
  const ops: readonly string[] = [
    ...new Set([...operations, ...Object.keys(grants.get(table) ?? {})]),
  ];
  if (!ops.includes(operation)) return unknown("operation", operation, ops, afterTable);
  const afterOperation = afterTable + operation.length + 1;
  if (!roles.includes(role)) return unknown("role", role, roles, afterOperation);
  const held = grants.get(table)?.[operation]?.[role] ?? "none";
  if (held === scope) return [];
  const what = held === "none" ? "nothing" : `"${held}"`;
  const message = `the design grants "${role}" ${what} for ${table}.${operation}, and the criterion says "${scope}".`;
  const fix = `access:${table}.${operation}.${role}=${held}, or change the access of ${table}.`;
  return refuse({ code: "PROOF_ACCESS", message, fix }, afterOperation + role.length + 1);
}
