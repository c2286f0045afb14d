// The example payloads of flows against what their functions take: names, bounds, options, and whose ids they are.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { Node } from "oxc-parser";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import { type DescribedProject, projectOf } from "../described/project.ts";
import type { Shape } from "../described/shapes/shape.ts";
import type { Place } from "../described/syntax/modules.ts";
import type { CallModel, ChapterModel } from "./chapter.ts";
import type { Refuse } from "./fault.ts";
import { splitName } from "./functions.ts";
import { faultOf } from "./payload-values.ts";

/** What a function takes. */
interface Arguments {
  parts: ReadonlyMap<string, Shape>;
  /** Whether there may be more than the syntax says. */
  isOpen: boolean;
}

/** A call that is meant to be refused for what it sends. */
const REFUSED = "INVALID";

/**
 * Checks what the calls of chapters send.
 * @param refuse takes what their functions would refuse
 */
export function checkPayloads(chapters: readonly ChapterModel[], tree: Tree, refuse: Refuse): void {
  const project = projectOf(tree);
  for (const chapter of chapters) {
    const tables = tablesOf(chapter);
    for (const call of chapter.actions.flatMap(({ calls }) => calls)) {
      const { expects } = call;
      const isMeant = expects.kind === "refusal" && expects.code === REFUSED;
      const args = isMeant ? null : argumentsOf(project, call.typed);
      if (args !== null) checkPayload(call, args, { refuse, tables });
    }
  }
}

/** Name → the table whose id it stands for; null for a result that is no id. */
function tablesOf({ cast, actions }: ChapterModel): ReadonlyMap<string, string | null> {
  const kept = actions.flatMap(({ calls }) =>
    calls.flatMap(({ save, fn }): [string, string | null][] =>
      save === null ? [] : [[save, fn.idOf]],
    ),
  );
  return new Map<string, string | null>([
    ...cast.people.map(({ name }): [string, string] => [name, "users"]),
    ...cast.teams.map((team): [string, string] => [team, "teams"]),
    ...kept,
  ]);
}

interface Checking {
  refuse: Refuse;
  tables: ReadonlyMap<string, string | null>;
}

function checkPayload(
  { at, typed, with: given }: CallModel,
  { parts, isOpen }: Arguments,
  { refuse, tables }: Checking,
): void {
  for (const [name, value] of Object.entries(given)) {
    const shape = parts.get(name);
    const place = [...at, "with", name];
    if (shape !== undefined) {
      const why = faultOf(value, shape, tables);
      if (why === null) continue;
      refuse(place, {
        code: "FLOW_WITH",
        message: `${name} of ${typed} ${why.message}.`,
        fix: why.fix,
      });
    } else if (!isOpen) {
      const guess = didYouMean(name, [...parts.keys()]);
      const takes = [...parts.keys()].join(", ") || "nothing";
      const message = `${typed} takes no "${name}".${guess?.sentence ?? ""} It takes ${takes}.`;
      refuse(place, {
        code: "FLOW_WITH",
        message,
        fix: guess ? `Write ${guess.word}.` : `Leave out ${name}.`,
      });
    }
  }
  const missing = [...parts].filter(
    ([name, { isOptional }]) =>
      !isOptional && name !== "paginationOpts" && !Object.hasOwn(given, name),
  );
  for (const [name, shape] of missing) {
    const message = `${typed} needs "${name}", which the call does not send.`;
    refuse(at, { code: "FLOW_WITH", message, fix: `with: { ${name}: ${exampleOf(shape)} }` });
  }
}

function exampleOf({ base, list, values, table }: Shape): string {
  if (list !== null) return "[]";
  if (base === "ref") return `"$${(table ?? "row").replace(/s$/, "")}"`;
  if (base === "enum") return JSON.stringify(values[0] ?? "");
  if (base === "bool") return "true";
  return ["string", "text"].includes(base) ? '"…"' : "…";
}

function argumentsOf(project: DescribedProject, typed: string): Arguments | null {
  const { modules, shapes } = project;
  const { module: path, name } = splitName(typed);
  const module = modules.at(layout.backendModule(path));
  const node = module?.declared.get(name);
  if (!module || node === undefined) return null;
  const made = modules.settled({ module, node });
  if (made.node.type !== "CallExpression" || made.node.arguments[0] === undefined) return null;
  const options = modules.settled({ module: made.module, node: made.node.arguments[0] });
  const args = modules.member(options, "args");
  if (args === null) return null;
  return { parts: shapes.parts(args), isOpen: isOpen(project, args) };
}

/** Whether an object spreads what cannot be followed. */
function isOpen({ modules, shapes }: DescribedProject, args: Place): boolean {
  const { module, node } = modules.settled(args);
  const spreads = (object: Node) =>
    object.type === "ObjectExpression"
      ? object.properties.flatMap((one) => (one.type === "SpreadElement" ? [one.argument] : []))
      : [object];
  return spreads(node).some((one) => shapes.parts({ module, node: one }).size === 0);
}
