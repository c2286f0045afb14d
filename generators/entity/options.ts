// The smaller choices: how often one may create, and the icon of the page.
import { type Problem, instead } from "../lib/model.ts";
import { didYouMean } from "../lib/nearest.ts";
import type { EntityModel } from "./model.ts";

type Rate = EntityModel["rateLimit"];

const units: readonly Rate["unit"][] = ["second", "minute", "hour", "day"];
const MOST_TIMES = 100_000;
const usual: Rate = { times: 30, unit: "minute" };

/** Reads `--rate-limit`: 30/minute unless told. */
export function readRate(text: string | undefined, problems: Problem[]): Rate {
  if (text === undefined) return usual;
  const [, number = "", word = ""] = /^(\d+)\/([a-z]+)$/.exec(text) ?? [];
  const times = Number(number);
  const unit = units.find((unit) => word === unit || word === `${unit}s`);
  if (unit !== undefined && times >= 1 && times <= MOST_TIMES) return { times, unit };
  const meant = unit === undefined ? didYouMean(word, units) : null;
  const message =
    `"${text}" is no rate. Write <times>/<unit>, such as 30/minute: 1 to ${MOST_TIMES} times, ` +
    `units ${units.join(", ")}.${meant?.sentence ?? ""}`;
  problems.push({
    code: "RATE_LIMIT",
    arg: text,
    message,
    ...(meant && instead(`${number}/${meant.word}`)),
  });
  return usual;
}

/** Reads `--icon`: a list unless told. */
export function readIcon(text: string | undefined, problems: Problem[]): string {
  const icon = text ?? "Rows3";
  if (/^[A-Z][A-Za-z0-9]*$/.test(icon) && !usedByPages.includes(icon)) return icon;
  const message = `"${icon}" is no icon to choose: write the name of one of lucide-react, such as NotebookPen.`;
  problems.push({ code: "ICON", arg: icon, message });
  return icon;
}

/** Icons with a meaning of their own on every page, and names that pages have for other things. */
const usedByPages: readonly string[] = [
  "Plus",
  "Pencil",
  "Trash2",
  "Lock",
  "Button",
  "Field",
  "Form",
  "Input",
  "Skeleton",
];
