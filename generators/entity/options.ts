// Reads `--rate-limit` and `--icon`.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import { type Rate, rateUnits } from "../repository/rate.ts";

const MOST_TIMES = 100_000;
const usual: Rate = { times: 30, unit: "minute" };

/** Reads how often one caller may create; default: 30/minute. */
export function readRate(text: string | undefined, problems: Problem[]): Rate {
  if (text === undefined) return usual;
  const [, number = "", word = ""] = /^(\d+)\/([a-z]+)$/.exec(text) ?? [];
  const times = Number(number);
  const unit = rateUnits.find((unit) => word === unit || word === `${unit}s`);
  if (unit !== undefined && times >= 1 && times <= MOST_TIMES) return { times, unit };
  const meant = unit === undefined ? didYouMean(word, rateUnits) : null;
  const message =
    `"${text}" is no rate. Write <times>/<unit>, such as 30/minute: 1 to ${MOST_TIMES} times, ` +
    `units ${rateUnits.join(", ")}.${meant?.sentence ?? ""}`;
  const fixed = meant && instead(`${number}/${meant.word}`);
  problems.push({ code: "RATE_LIMIT", arg: text, message, ...fixed });
  return usual;
}

/** Reads the icon of the page; default: a list. Where lucide-react is installed, it has to export the icon. */
export function readIcon(text: string | undefined, tree: Tree, problems: Problem[]): string {
  if (text === undefined) return "Rows3";
  const refuse = (message: string, meant: string | null = null) => {
    problems.push({ code: "ICON", arg: text, message, ...(meant !== null && instead(meant)) });
    return text;
  };
  if (!/^[A-Z][A-Za-z0-9]*$/.test(text) || usedByPages.includes(text)) {
    return refuse(
      `"${text}" is no icon to choose: write the name of one of lucide-react, such as NotebookPen.`,
    );
  }
  const icons = iconNames(tree);
  if (icons === null || icons.has(text)) return text;
  const guess = didYouMean(text, icons);
  return refuse(`lucide-react has no icon "${text}".${guess?.sentence ?? ""}`, guess?.word);
}

/** The names of the icons; null when they are not installed. */
function iconNames(tree: Tree): ReadonlySet<string> | null {
  const types = tree.read(layout.icons);
  if (types === null) return null;
  const exported = [...types.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim().replace(/^.* as /, "")),
  );
  return new Set(exported.filter((name) => /^[A-Z]/.test(name) && !noIcons.includes(name)));
}

/** Exports that are no icons. */
const noIcons: readonly string[] = ["Icon", "LucideProvider"];

/** Icons with a meaning of their own on every page, and names that pages have for other things. */
const usedByPages: readonly string[] = [
  ...["Plus", "Pencil", "Trash2", "Lock"],
  ...["Button", "Field", "Form", "Input", "Skeleton"],
];
