// The page of an entity in the web app: its files, and its place in the navigation.
import { capital } from "../../names/identifiers.ts";
import { layout } from "../../repository/layout.ts";
import type { EntityModel } from "../model.ts";
import type { NewFile } from "../plan.ts";
import { object, quoted } from "../print.ts";
import { factsFile } from "./facts.ts";
import { fieldsFile } from "./fields.ts";
import { formFile } from "./forms.ts";
import { itemFile } from "./item.ts";
import { listFile } from "./list.ts";
import { has, nameFile, readers } from "./names.ts";
import { createFile, editFile, hasMutations, mutationsFile } from "./parts.ts";
import { routeFile } from "./route.ts";

/** The files that a page has to itself. */
export function pageFiles(model: EntityModel): NewFile[] {
  const { fileOne, fileMany } = model.names;
  const folder = layout.webFolder(fileMany);
  const facts = factsFile(model);
  const hasForms = has(model, "create") || has(model, "update");
  return [
    ...(has(model, "create")
      ? [{ path: `${folder}/create-${fileOne}-form.tsx`, text: createFile(model) }]
      : []),
    ...(has(model, "update")
      ? [{ path: `${folder}/edit-${fileOne}-dialog.tsx`, text: editFile(model) }]
      : []),
    ...(facts === null ? [] : [{ path: `${folder}/${fileOne}-facts.tsx`, text: facts }]),
    ...(hasForms
      ? [
          { path: `${folder}/${fileOne}-fields.tsx`, text: fieldsFile(model) },
          { path: `${folder}/${fileOne}-form.ts`, text: formFile(model) },
        ]
      : []),
    { path: `${folder}/${fileOne}-item.tsx`, text: itemFile(model) },
    { path: `${folder}/${fileOne}-list.tsx`, text: listFile(model) },
    { path: `${folder}/${fileOne}-name.ts`, text: nameFile(model) },
    ...(hasMutations(model)
      ? [{ path: `${folder}/${fileOne}-mutations.ts`, text: mutationsFile(model) }]
      : []),
    { path: `${folder}/page.ts`, text: navigationFile(model) },
    { path: layout.webRoute(fileMany), text: routeFile(model) },
  ];
}

/** The place of the page in the navigation: those who may not read the rows do not see it. */
function navigationFile(model: EntityModel): string {
  const { names, page, roles } = model;
  const { icon } = page!;
  const isForAll = readers(model).length === roles.length;
  const parts = [
    `to: ${quoted(`/${names.fileMany}`)}`,
    `title: ${quoted(capital(names.manyWords))}`,
    `icon: ${icon}`,
    ...(isForAll ? [] : [`access: ${quoted(`${names.table}.read`)}`]),
  ];
  return [
    `// Where the page of ${names.manyWords} stands in the navigation.`,
    `import { ${icon} } from "lucide-react";`,
    "",
    'import type { Page } from "../layout/pages.ts";',
    "",
    object("export const page: Page = ", parts, ";"),
    "",
  ].join("\n");
}
