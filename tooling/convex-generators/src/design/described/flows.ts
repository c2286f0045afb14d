// The flows of a backend as its chapters declare them: who does what by which calls, and what holds afterwards.
import { layout } from "../../repository/layout.ts";
import type { ActionDesign, Design, FlowDesign } from "../design.ts";
import { textAt } from "./syntax/constants.ts";
import { type Place, placeText } from "./syntax/modules.ts";
import { referenceText } from "./crons.ts";
import type { DescribedProject } from "./project.ts";

/** Actors that are roles of the app, or nobody: others are people. */
const ROLES = ["admin", "member", "nobody"];

/** Reads the chapters, in the order in which they run. */
export function flowsOf(project: DescribedProject): NonNullable<Design["flows"]> {
  const { modules, isOurs } = project;
  const module = isOurs ? modules.at(layout.flows) : null;
  const chapters = module && modules.find(module, "chapters");
  if (chapters === null) return {};
  const flows = itemsOf(project, chapters).flatMap((place): [string, FlowDesign][] => {
    const chapter = chapterAt(project, place);
    const title = textAt(modules, modules.member(chapter, "title"));
    if (title === null) return [];
    project.found.add(["flows", title], placeText(chapter));
    return [[title, flowOf(project, title, chapter)]];
  });
  return Object.fromEntries(flows);
}

/** What a chapter says: an object, or what `chapterOf` takes. */
function chapterAt({ modules }: DescribedProject, place: Place): Place {
  const { module, node } = modules.settled(place);
  const argument = node.type === "CallExpression" ? node.arguments[0] : undefined;
  return argument === undefined ? { module, node } : { module, node: argument };
}

function flowOf(project: DescribedProject, title: string, chapter: Place): FlowDesign {
  const { modules } = project;
  const flows = modules.member(chapter, "flows");
  const actions = (flows === null ? [] : itemsOf(project, flows)).map((place, at) => {
    project.found.add(["flows", title, "actions", at], placeText(place));
    return actionOf(project, place);
  });
  const cast = modules.member(chapter, "people");
  const people = cast === null ? [] : [...modules.members(cast)];
  const named = people.map(([name, person]) => {
    const role = textAt(modules, modules.member(person, "role"));
    return [name, role ?? "member"];
  });
  const others = actions.flatMap(({ as }) => (ROLES.includes(as) ? [] : [[as, "member"]]));
  const known = Object.fromEntries([...others, ...named]) as Record<string, string>;
  return { ...(Object.keys(known).length > 0 && { people: known }), actions };
}

function actionOf(project: DescribedProject, place: Place): ActionDesign {
  const { modules } = project;
  const text = (name: string) => textAt(modules, modules.member(place, name)) ?? "";
  const calls = modules.member(place, "calls");
  const named = calls === null ? [] : itemsOf(project, calls);
  return {
    as: text("actor"),
    does: text("name"),
    calls: named.flatMap(({ node }) => referenceText(node) ?? []),
    proves: text("proves"),
  };
}

function itemsOf(project: DescribedProject, list: Place): Place[] {
  const { module, node } = project.modules.settled(list);
  if (node.type !== "ArrayExpression") return [];
  return node.elements.flatMap((element) => {
    if (element?.type === "SpreadElement")
      return itemsOf(project, { module, node: element.argument });
    return element === null ? [] : [{ module, node: element }];
  });
}
