// Plans a page: its route, its feature with words, navigation and components, and their test.
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { layout } from "../repository/layout.ts";
import { folderOf } from "../repository/settings.ts";
import type { PageInput, Place } from "./input.ts";
import type { PageModel } from "./model.ts";
import { readPage } from "./read.ts";
import { viewOf } from "./view.ts";

/** Where a page is: the folder of its route, and its address, before the last part. */
const FOLDERS: Record<Place, { folder: string; address: string }> = {
  team: { folder: "_app/t/$team/", address: "/t/$team/" },
  "signed-in": { folder: "_app/", address: "/" },
  admin: { folder: "_app/admin/", address: "/admin/" },
  public: { folder: "", address: "/" },
};

/**
 * Plans a page.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) when the address or the folder is taken
 */
export function planPage(input: PageInput, tree: Tree): Plan {
  const model = readPage(input, tree);
  const { folder, address } = FOLDERS[model.under];
  const view = viewOf(model, {
    address: `${address}${model.path}`,
    routeId: `/${folder}${model.path}`,
    routeFile: `${folder}${model.path}`,
    tree,
  });
  const rendered = renderAll(folderOf("page"), {
    view,
    helpers: {},
    isWritten: (template) => isWritten(template, model),
  });
  const files = rendered.flatMap(({ path, text }): PlannedFile[] => {
    const current = tree.read(path);
    if (current === null) return [{ path, before: null, after: text, fragments: [] }];
    if (isSameCode(current, text, (code) => code)) return [];
    throw taken(model, path);
  });
  const inWay = files.length === rendered.length ? otherAt(model, tree) : null;
  if (inWay !== null) throw taken(model, inWay);
  return {
    ...{ command: "page", subject: model.path, input, files },
    notes: files.length === 0 ? [] : notesOf(model),
    next: files.length === 0 ? [] : nextOf(model, `${address}${model.path}`),
  };
}

function isWritten(template: string, { query, mutation, under }: PageModel): boolean {
  if (template.endsWith("-view.tsx")) return query !== null;
  if (template.endsWith("-form.tsx")) return mutation !== null;
  return !(template.endsWith("/feature.ts") && under === "public");
}

/** What has the folder of the page, or its address. */
function otherAt({ path, under }: PageModel, tree: Tree): string | null {
  const folder = layout.webFolder(path);
  if (tree.list(folder).length > 0) return `${folder}/`;
  const places: Place[] =
    under === "public" || under === "signed-in" ? ["public", "signed-in"] : [under];
  const routes = places.flatMap((place) => {
    const route = `${layout.routes}/${FOLDERS[place].folder}${path}`;
    return [`${route}.tsx`, `${route}/index.tsx`];
  });
  return routes.find((route) => tree.read(route) !== null) ?? null;
}

function taken({ path }: PageModel, file: string): GeneratorError {
  return new GeneratorError(3, {
    code: "PAGE_EXISTS",
    arg: path,
    message: `there is ${file} already, of another page.`,
    fix: "Edit that one, or give the new page another path.",
  });
}

function notesOf({ query, mutation }: PageModel): string[] {
  const left = query?.left ?? [];
  const asked = mutation?.left ?? [];
  return [
    ...(left.length > 0 ? [`Not shown, as ids and objects say little: ${left.join(", ")}.`] : []),
    ...(asked.length > 0 ? [`The form does not ask for: ${asked.join(", ")}.`] : []),
  ];
}

function nextOf({ path, under }: PageModel, address: string): string[] {
  return [
    `Read the words of the page in ${layout.webFolder(path)}/words.ts.`,
    `To see it: pnpm dev, then ${address.replace("$team", "<team>")}${under === "public" ? ", which no page links to yet" : ""}.`,
  ];
}
