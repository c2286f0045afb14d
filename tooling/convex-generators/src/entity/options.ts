// Reads `--icon`, and chooses the shortcut of the page.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import type { EntityNames } from "./model/names.ts";

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

/**
 * Chooses the second key of the page's shortcut: the first letter of its name that no other page has.
 * @returns null when all of them are taken; the key of the page that exists, where one does
 */
export function shortcutKey(
  { fileMany }: Pick<EntityNames, "fileMany">,
  tree: Tree,
): string | null {
  const features = layout.webFolder("");
  const keysOf = (folder: string) => {
    const text = tree.read(`${features}${folder}/feature.ts`) ?? "";
    return [...text.matchAll(/\bkey: "(.)"/g)].map(([, key = ""]) => key);
  };
  const folders = tree.list(features).map((name) => name.replace(/\/$/, ""));
  const taken = new Set(folders.filter((name) => name !== fileMany).flatMap(keysOf));
  const letters = fileMany.replace(/[^a-z]/g, "");
  return keysOf(fileMany)[0] ?? [...letters].find((letter) => !taken.has(letter)) ?? null;
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
