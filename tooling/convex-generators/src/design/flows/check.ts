// Holds the flows of a design against the code: its chapters, what its example payloads send, and functions that no flow
// calls.
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import { lineOf, parseModule } from "@groundwork/plop-engine/edit/source";
import { findVariable } from "@groundwork/plop-engine/edit/anchors";
import { layout } from "../../repository/layout.ts";
import type { DesignPath, Fault } from "../file/design-file.ts";
import { applyCommand, literalText } from "../described/findings.ts";
import type { FlowDesign } from "../design.ts";
import { isWritten } from "./chapter.ts";
import { type CodeChapter, type CodeFlow, chaptersIn, isWhole, uncoveredApart } from "./code.ts";
import { type PlacedDesign, type Refuse, collecting } from "./fault.ts";
import { functionModules, keyOf, publicFunctions, splitName } from "./functions.ts";
import { NOBODY } from "./people.ts";
import { chaptersOf } from "./plan.ts";

/**
 * Checks the flows of a design.
 * @param file the design, with the places of its values
 * @param tree the repository
 * @param planned the repository once the design is applied; default: as it is
 * @returns each problem with its place: those of `planFlows`, and `FLOW_LACKING`, `FLOW_DIFFERS`,
 *   `FLOW_ACTION_LACKING` and `FLOW_UNCOVERED`; codes that end in `_UNDESIGNED` are of code that the design does not name
 */
export function checkFlows(file: PlacedDesign, tree: Tree, planned: Tree = tree): Problem[] {
  const { problems, refuse } = collecting(file);
  const code = chaptersIn(tree);
  const { flows = {} } = file.design;
  for (const [title, flow] of Object.entries(flows)) {
    const chapter = code.find((one) => one.title === title);
    if (chapter === undefined) refuse(["flows", title], lacking(title, flow));
    else compare(flow, chapter, { at: ["flows", title], refuse });
  }
  return [
    ...chaptersOf(file, planned).problems,
    ...problems,
    ...undesigned(flows, code, file.path),
    ...(isWhole(tree) ? uncovered(code, tree) : []),
  ];
}

function lacking(title: string, flow: FlowDesign): Fault {
  return {
    code: "FLOW_LACKING",
    message: `the backend has no chapter "${title}".`,
    fix: isWritten(flow)
      ? applyCommand
      : `Write it in ${layout.flows.replace("flows.ts", "")}, or say what its calls send and expect, so that it can be written.`,
  };
}

interface Comparing {
  at: DesignPath;
  refuse: Refuse;
}

function compare(flow: FlowDesign, chapter: CodeChapter, { at, refuse }: Comparing): void {
  const { actions, people = {} } = flow;
  const found = actions.map(({ does }) => chapter.flows.find(({ name }) => name === does));
  actions.forEach((action, index) => {
    const here = [...at, "actions", index];
    const coded = found[index];
    if (coded === undefined) {
      const message = `the chapter of ${chapter.place} has no flow "${action.does}".`;
      const fix = `Add it there, or name it as the code does: ${chapter.flows.map(({ name }) => name).join(", ")}.`;
      refuse([...here, "does"], { code: "FLOW_ACTION_LACKING", message, fix });
      return;
    }
    const as = people[action.as]?.trim() === NOBODY ? NOBODY : action.as;
    if (coded.actor !== as) {
      const message = `"${action.does}" is done by "${as}" in the design, and by "${coded.actor}" in ${coded.place}.`;
      refuse([...here, "as"], differs(message));
    }
    const calls = action.calls.map((call) => (typeof call === "string" ? call : call.call));
    if (calls.join() !== coded.calls.join())
      refuse([...here, "calls"], differs(callsText(calls, coded)));
  });
  const coded = found.flatMap((one) => (one ? [chapter.flows.indexOf(one)] : []));
  if (coded.some((place, index) => index > 0 && place < coded[index - 1]!)) {
    refuse(at, differs(`${chapter.place} has its flows in another order than the design.`));
  }
  for (const extra of chapter.flows.filter((one) => !found.includes(one))) {
    refuse(at, {
      code: "FLOW_ACTION_UNDESIGNED",
      message: `the design does not name "${extra.name}" of ${extra.place}.`,
      fix: `Under actions: ${actionText(extra)}`,
    });
  }
}

function callsText(calls: readonly string[], { name, calls: coded, place }: CodeFlow): string {
  return `"${name}" calls ${calls.join(", ")} in the design, and ${coded.join(", ")} in ${place}.`;
}

function differs(message: string): Fault {
  return { code: "FLOW_DIFFERS", message, fix: `Change one of the two, or ${applyCommand}.` };
}

function actionText({ actor, name, calls, proves }: CodeFlow): string {
  return `${literalText({ as: actor, does: name, calls, proves })},`;
}

function undesigned(
  flows: Readonly<Record<string, FlowDesign>>,
  code: readonly CodeChapter[],
  path: string,
): Problem[] {
  return code
    .filter(({ title }) => !Object.hasOwn(flows, title))
    .map(({ title, place }) => ({
      ...{ code: "FLOW_UNDESIGNED", arg: place },
      message: `the design does not name the chapter "${title}".`,
      fix: `In ${path}, under flows: ${JSON.stringify(title)}: { actions: […] },`,
    }));
}

/** Public functions of modules that flows call are in a flow or have a reason; other modules are named as such. */
function uncovered(code: readonly CodeChapter[], tree: Tree): Problem[] {
  const known = new Set([
    ...code.flatMap((one) => [...one.flows.flatMap(({ calls }) => calls), ...one.uncovered]),
    ...uncoveredApart(tree),
  ]);
  const touched = new Set([...known].map((typed) => splitName(typed).module));
  const open = functionModules(tree)
    .flatMap((module) => publicFunctions(tree, module))
    .filter((typed) => !known.has(typed));
  const silent = open.filter((typed) => touched.has(splitName(typed).module));
  const modules = new Set(open.map((typed) => splitName(typed).module));
  const untouched = [...modules].filter((module) => !touched.has(module));
  return [
    ...silent.map((typed) => ({
      ...{ code: "FLOW_UNCOVERED", arg: placeOfFunction(tree, typed) },
      message: `no flow calls ${typed}, and nothing says why.`,
      fix: `Call it in a flow, or add to uncovered in ${layout.flows}: "${keyOf(typed)}": "why",`,
    })),
    ...untouched.map((module) => ({
      ...{ code: "FLOW_MODULE_UNDESIGNED", arg: `${layout.backendModule(module)}:1` },
      message: `no flow reaches the functions of ${module}.`,
      fix: "Add a flow to the design that calls them.",
    })),
  ];
}

function placeOfFunction(tree: Tree, typed: string): string {
  const { module, name } = splitName(typed);
  const path = layout.backendModule(module);
  const source = parseModule(path, tree.read(path) ?? "");
  return `${path}:${lineOf(source.code, findVariable(source, name)?.start ?? 0)}`;
}
