// The schedules of a backend, in the words of `pnpm plop cron`.
import type { CallExpression, Node } from "oxc-parser";
import { findAll, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Design } from "../design.ts";
import { constant } from "./syntax/constants.ts";
import { type Module, placeText } from "./syntax/modules.ts";
import { type DescribedProject, moduleNamed } from "./project.ts";

type Crons = NonNullable<Design["crons"]>;
type Cron = Crons[string];

const isCall = (node: Node): node is CallExpression => node.type === "CallExpression";

/** Reads the schedules, those among them that other modules add. */
export function cronsOf(project: DescribedProject): Crons {
  const module = moduleNamed(project, "crons");
  if (module === null) return {};
  const all = [module, ...addedBy(project, module)].flatMap((one) => cronsIn(project, one));
  return Object.fromEntries(all);
}

/** Modules with a function that is called with the schedules. */
function addedBy({ modules }: DescribedProject, module: Module): Module[] {
  return findAll(module.source, isCall).flatMap(({ callee, arguments: [first] }) => {
    const takes =
      callee.type === "Identifier" && first?.type === "Identifier" && first.name === "crons";
    const found = takes ? modules.find(module, callee.name) : null;
    return found === null || found.module === module ? [] : [found.module];
  });
}

function cronsIn(project: DescribedProject, module: Module): [string, Cron][] {
  return findAll(module.source, isCall).flatMap((call): [string, Cron][] => {
    const { callee, arguments: args } = call;
    if (callee.type !== "MemberExpression" || nameOf(callee.object) !== "crons") return [];
    const title = stringValue(args[0]);
    const runs = args[2] === undefined ? null : referenceText(args[2]);
    const when =
      args[1] === undefined ? unclear : constant(project.modules, { module, node: args[1] });
    if (title === null || runs === null) return [];
    project.found.add(["crons", title], placeText({ module, node: call }));
    const given = args[3] === undefined ? {} : constant(project.modules, { module, node: args[3] });
    const isGiven = typeof given === "object" && given !== null && Object.keys(given).length > 0;
    const cron = { ...whenOf(nameOf(callee.property) ?? "", when), runs };
    return [[title, isGiven ? { ...cron, args: JSON.stringify(given) } : cron]];
  });
}

const unclear = undefined;

/** `internal.admin.reports.total` as `admin/reports.total`; null for anything else. */
export function referenceText(written: Node): string | null {
  const names: string[] = [];
  let node = unwrap(written);
  while (node.type === "MemberExpression") {
    names.unshift(nameOf(node.property, node.computed) ?? "");
    node = unwrap(node.object);
  }
  const isReference = node.type === "Identifier" && /^(internal|api)$/.test(node.name);
  if (!isReference || names.length < 2) return null;
  return `${names.slice(0, -1).join("/")}.${names.at(-1)}`;
}

function whenOf(method: string, value: unknown): Omit<Cron, "runs"> {
  const at = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const two = (key: string) => String(at[key] ?? 0).padStart(2, "0");
  const time = `${two("hourUTC")}:${two("minuteUTC")}`;
  switch (method) {
    case "interval":
      return { every: intervalText(at) };
    case "daily":
      return { daily: time };
    case "weekly":
      return { weekly: `${String(at["dayOfWeek"])}@${time}` };
    case "hourly":
      return { cron: `${Number(at["minuteUTC"] ?? 0)} * * * *` };
    case "monthly":
      return {
        cron: `${Number(at["minuteUTC"] ?? 0)} ${Number(at["hourUTC"] ?? 0)} ${Number(at["day"] ?? 1)} * *`,
      };
    default:
      return { cron: typeof value === "string" ? value : "" };
  }
}

function intervalText({ hours = 0, minutes = 0, seconds = 0 }: Record<string, unknown>): string {
  const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const [size, unit] = (
    [
      [86_400, "d"],
      [3600, "h"],
      [60, "m"],
      [1, "s"],
    ] as const
  ).find(([one]) => all % one === 0)!;
  return `${all / size}${unit}`;
}
