// Plans the chapters of a design: the code that drives each, and its place among the others.
import { readFragment, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import {
  type Fragment,
  GeneratorError,
  type PlannedFile,
  type Problem,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { layout } from "../../repository/layout.ts";
import { folderOf } from "../../repository/settings.ts";
import { recordedBase } from "../../update/recorded.ts";
import { type ChapterModel, chapterName, isWritten, readChapter } from "./chapter.ts";
import { type CodeChapter, chaptersIn, flowsFolder, uncoveredApart } from "./code.ts";
import { type PlacedDesign, type Refuse, collecting } from "./fault.ts";
import { checkPayloads } from "./payloads.ts";
import { keyOf, publicFunctions, splitName } from "./functions.ts";
import { type Uncovered, keptIn, viewOf } from "./view.ts";

/**
 * Plans the flows of a design whose calls say more than their names.
 * @param file the design, with the places of its values
 * @param tree the repository with all that the design has beside its flows
 * @returns a file for each chapter that is new or changed, and its entry among the chapters
 * @throws GeneratorError (2) with all that is wrong; the `arg` of each problem is `path:line:column` of the design
 */
export function planFlows(file: PlacedDesign, tree: Tree): PlannedFile[] {
  const { chapters, problems } = chaptersOf(file, tree);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  const files = chapters.flatMap((chapter) => planChapter(chapter, chapters, tree));
  return [...files, ...planEntries(chapters, tree)];
}

/**
 * Reads the flows of a design that say what their calls send and expect.
 * @param tree has the functions that they call
 * @returns those that have no chapter by hand, and what is wrong with any
 */
export function chaptersOf(
  file: PlacedDesign,
  tree: Tree,
): { chapters: ChapterModel[]; problems: Problem[] } {
  const { problems, refuse } = collecting(file);
  const { flows = {} } = file.design;
  const code = chaptersIn(tree);
  const all = Object.keys(flows)
    .filter((title) => isWritten(flows[title]!))
    .map((title) => readChapter(title, file.design, tree, refuse));
  checkPayloads(all, tree, refuse);
  const chapters = all.filter(({ title, name }) => {
    const known = code.find((one) => one.title === title);
    return known === undefined || known.path === pathOf(name);
  });
  checkNames(chapters, code, tree, refuse);
  return { chapters, problems };
}

function pathOf(name: string): string {
  return `${flowsFolder}/${name}.ts`;
}

/** Chapters are modules, and what they keep is typed once. */
function checkNames(
  chapters: readonly ChapterModel[],
  code: readonly CodeChapter[],
  tree: Tree,
  refuse: Refuse,
): void {
  const types = new Map<string, string>();
  for (const chapter of chapters) {
    const { title, name } = chapter;
    const path = pathOf(name);
    const isOther = chapters.some((one) => one !== chapter && one.name === name);
    const isTaken =
      tree.read(path) !== null && !code.some((one) => one.path === path && one.title === title);
    if (isOther || isTaken) {
      const message = `"${title}" would be written to ${path}, which is something else.`;
      refuse(["flows", title], {
        code: "FLOW_TITLE",
        message,
        fix: `Another title, such as "${title} in full".`,
      });
    }
    for (const { name: kept, type } of keptIn(chapter)) {
      const known = types.get(kept) ?? type;
      types.set(kept, known);
      if (known === type) continue;
      const message = `"${kept}" is kept from two functions: their results have different types.`;
      refuse(["flows", title], {
        code: "FLOW_SAVE",
        message,
        fix: "Give one of them another name in save.",
      });
    }
  }
}

function planChapter(
  chapter: ChapterModel,
  all: readonly ChapterModel[],
  tree: Tree,
): PlannedFile[] {
  const view = viewOf(chapter, uncoveredIn(chapter, all, tree));
  const isWritten = (template: string) => template.startsWith(`${flowsFolder}/`);
  const [file] = renderAll(folderOf("design"), { view, helpers: {}, isWritten });
  const { path, text } = file!;
  const before = tree.read(path);
  const recorded = recordedBase(readRuns(tree), path);
  const isSame = (other: string | null | undefined) =>
    typeof other === "string" && isSameCode(other, text, (code) => code);
  // One that was edited stays as it is until its flow in the design changes.
  if (isSame(before) || (before !== null && isSame(recorded))) return [];
  if (before !== null && recorded !== undefined && isDone(chapter, tree)) return [];
  return [{ path, before, after: text, fragments: [] }];
}

/** Whether a chapter that was edited does what the design says. */
function isDone({ title, actions, cast }: ChapterModel, tree: Tree): boolean {
  const path = pathOf(chapterName(title));
  const recorded = recordedBase(readRuns(tree), path)!;
  if (isSameCode(tree.read(path)!, recorded, (code) => code)) return false;
  const code = chaptersIn(tree).find((one) => one.title === title);
  const said = actions.map(({ does, as, proves, calls }) => [
    ...[does, cast.nobodies.has(as) ? "nobody" : as, proves],
    ...calls.map(({ typed }) => typed),
  ]);
  const coded = code?.flows.map(({ name, actor, proves, calls }) => [
    name,
    actor,
    proves,
    ...calls,
  ]);
  return JSON.stringify(said) === JSON.stringify(coded);
}

/** Public functions of the modules that a chapter is the first to call, which no flow calls. */
function uncoveredIn(chapter: ChapterModel, all: readonly ChapterModel[], tree: Tree): Uncovered[] {
  const others = chaptersIn(tree).filter((one) => !all.some(({ title }) => title === one.title));
  const apart = uncoveredApart(tree);
  const known = new Set([
    ...others.flatMap(({ flows, uncovered }) => [
      ...flows.flatMap(({ calls }) => calls),
      ...uncovered,
    ]),
    ...calledIn(all),
    ...apart,
  ]);
  const before = all.slice(0, all.indexOf(chapter));
  const seen = new Set(calledIn(before).map((typed) => splitName(typed).module));
  const modules = new Set(calledIn([chapter]).map((typed) => splitName(typed).module));
  return [...modules]
    .filter((module) => !seen.has(module))
    .flatMap((module) => publicFunctions(tree, module))
    .filter((typed) => !known.has(typed))
    .map((typed) => ({ key: keyOf(typed), why: whyUncovered(typed, tree) }));
}

function calledIn(chapters: readonly ChapterModel[]): string[] {
  return chapters.flatMap(({ actions }) =>
    actions.flatMap(({ calls }) => calls.map(({ typed }) => typed)),
  );
}

function whyUncovered(typed: string, tree: Tree): string {
  const { module } = splitName(typed);
  const test = layout.backendTest(module);
  return tree.read(test) === null
    ? "in no flow of the design"
    : `tested in ${test.slice(`${layout.backend}/`.length)}`;
}

/** The chapters in `flows.ts`, which names no function there that one of them calls. */
function planEntries(chapters: readonly ChapterModel[], tree: Tree): PlannedFile[] {
  if (chapters.length === 0) return [];
  const fragments = chapters.flatMap(({ name }): Fragment[] => [
    {
      kind: "import",
      key: `./${name}.ts#${name}`,
      text: `import { ${name} } from "./${name}.ts";`,
    },
    { kind: "chapter", key: name, text: name },
  ]);
  const edits = planEdits(tree, [{ path: layout.flows, fragments }]);
  const [edit] = edits;
  const before = tree.read(layout.flows)!;
  const called = new Set(calledIn(chapters).map(keyOf));
  const taken = [...called].flatMap((key): Fragment[] => {
    const fragment: Fragment = { kind: "uncovered", key, text: "" };
    const text = readFragment(layout.flows, before, fragment);
    return text === null ? [] : [{ ...fragment, text }];
  });
  if (taken.length === 0) return edits;
  const { text: after } = removeFragments(layout.flows, edit?.after ?? before, taken);
  // What is added is recorded with what is taken out: neither is undone alone.
  return [
    { path: layout.flows, before, after, fragments: [], updates: edit?.fragments ?? [], taken },
  ];
}
