// The questions about what people do, by which calls, and about limits.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { moduleOf } from "@groundwork/plop-engine/edit/plain-data";
import { namesIn } from "@groundwork/plop-engine/edit/module-names";
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import { entityNames } from "../../entity/model/names.ts";
import { layout } from "../../repository/layout.ts";
import { readRate } from "../../repository/rate.ts";
import { readRoles } from "../../repository/roles.ts";
import type { ActionDesign, FlowDesign, LimitsDesign } from "../design.ts";
import { callsOf } from "./input.ts";
import type { Interview } from "./interview.ts";

/** Server calls of one action, at most. */
const MOST_CALLS = 3;

/**
 * Asks for flows until an empty line.
 * @param entities the names of the tables that were answered: their functions are proposed
 */
export async function askFlows(
  { inquirer, io, tree }: Interview,
  entities: readonly string[],
): Promise<Record<string, FlowDesign>> {
  const flows: Record<string, FlowDesign> = {};
  const known = entities.flatMap((name) => functionsIn(tree, name));
  const whose = [...readRoles(tree, "app").names, "nobody"];
  io.stdout.write(`\n  Functions: ${known.join(", ")}\n`);
  for (;;) {
    const isFirst = Object.keys(flows).length === 0;
    const message = isFirst ? "A flow, such as Lending (empty: none)" : "Another flow";
    const title = await askLine(inquirer, message);
    if (title === "") return flows;
    flows[title] = { actions: await askActions(inquirer, whose, known) };
  }
}

async function askActions(
  inquirer: Inquirer,
  whose: readonly string[],
  known: readonly string[],
): Promise<ActionDesign[]> {
  const actions: ActionDesign[] = [];
  for (;;) {
    const isFirst = actions.length === 0;
    const does = await askLine(
      inquirer,
      isFirst ? "What does somebody do, such as borrow a tool?" : "What next (empty: that is all)?",
      (text) => text !== "" || !isFirst || "A flow has an action.",
    );
    if (does === "") return actions;
    const choices = whose.map((value) => ({ value }));
    const as = await ask<string>(inquirer, { type: "list", message: "Who?", choices });
    const calls = await askLine(inquirer, `By which calls, at most ${MOST_CALLS}?`, (text) =>
      faultOfCalls(callsOf(text), known),
    );
    const proves = await askLine(
      inquirer,
      "What holds afterwards?",
      (text) => text !== "" || "Say what the test is to find.",
    );
    actions.push({ as, does, calls: callsOf(calls), proves });
  }
}

async function askLine(
  inquirer: Inquirer,
  message: string,
  validate: (text: string) => true | string = () => true,
): Promise<string> {
  const judged = (text: string) => validate(text.trim());
  return (await ask<string>(inquirer, { type: "input", message, validate: judged })).trim();
}

/** The functions of a table that was answered, as `module.name`. */
function functionsIn(tree: Tree, name: string): string[] {
  const table = entityNames(name).names?.table ?? name;
  const path = layout.backendModule(table);
  if (tree.read(path) === null) return [];
  const { exported } = namesIn(moduleOf(tree, path).source);
  return [...exported].map((one) => `${table}.${one}`);
}

function faultOfCalls(calls: readonly string[], known: readonly string[]): true | string {
  if (calls.length === 0) return `An action has a call, such as ${known[0] ?? "tools.list"}.`;
  if (calls.length > MOST_CALLS)
    return `${calls.length} calls are more than ${MOST_CALLS}: have one function do more, or make two actions of it.`;
  const unknown = calls.find((call) => !known.includes(call) && isOfKnown(call, known));
  const malformed = calls.find((call) => !/^[\w/]+\.\w+$/.test(call));
  if (malformed !== undefined) return `"${malformed}" is no function: write module.name.`;
  if (unknown === undefined) return true;
  return `there is no function "${unknown}".${didYouMean(unknown, known)?.sentence ?? ""}`;
}

/** Whether a call names a module of the answered tables; others may be written later. */
function isOfKnown(call: string, known: readonly string[]): boolean {
  const module = call.slice(0, call.lastIndexOf("."));
  return known.some((one) => one.startsWith(`${module}.`));
}

/** Asks for the limits that tests hold the app to. */
export async function askLimits(inquirer: Inquirer): Promise<LimitsDesign> {
  const pageSize = await askLine(inquirer, "Rows on a page, at most (default: 50)?", (text) => {
    return text === "" || (/^\d+$/.test(text) && Number(text) > 0) || "Write a number, such as 50.";
  });
  const rateLimit = await askLine(
    inquirer,
    "Writes of one person, at most (default: 30/minute)?",
    (text) => {
      const problems: Problem[] = [];
      if (text !== "") readRate(text, problems);
      return problems[0]?.message ?? true;
    },
  );
  return {
    pageSize: pageSize === "" ? 50 : Number(pageSize),
    rateLimit: rateLimit === "" ? "30/minute" : rateLimit,
  };
}
