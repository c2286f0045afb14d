// One row in the list of a page: its card, and what can be done to it.
import type { EntityField, EntityModel } from "../model.ts";
import { WIDTH, indented, paragraphs, quoted } from "../print.ts";
import { NAMES_IMPORT, factsOf, namedOf, paragraphsOf, passedOn, taken } from "./facts.ts";
import { attribute, element } from "./fields.ts";
import { has, isOpenTo, pathOf, showsOwner } from "./names.ts";
import { parameters } from "./parts.ts";

/** `<one>-item.tsx`. */
export function itemFile(model: EntityModel): string {
  const { one, One, table, words } = model.names;
  const edits = has(model, "update");
  const removes = has(model, "remove");
  const may = (operation: "update" | "remove") =>
    !has(model, operation) || isOpenTo(model, operation) ? null : mayText(model, operation, one);
  const [mayEdit, mayRemove] = [may("update"), may("remove")];
  const attributes = [
    `title={nameOf${One}(${one})}`,
    `createdAt={${one}._creationTime}`,
    `isSaving={isTemporary(${one})}`,
    ...(edits ? [handler("onEdit", "edit", mayEdit && "mayEdit")] : []),
    ...(removes ? [handler("onRemove", "remove", mayRemove && "mayRemove")] : []),
  ];
  const facts = factsOf(model);
  const children = [
    ...paragraphsOf(model).map((field) => paragraphText(one, field)),
    ...(facts.length > 0
      ? [element(`${One}Facts`, [`${one}={${one}}`, ...passedOn(model)], 6)]
      : []),
    ...(edits
      ? [
          conditional(
            `openDialog === "edit"`,
            `<Edit${One}Dialog ${one}={${one}} onClose={close} />`,
          ),
        ]
      : []),
    ...(removes ? [confirmText(model)] : []),
  ];
  const hasDialogs = edits || removes;
  const modes = [...(edits ? [`"edit"`] : []), ...(removes ? [`"remove"`] : []), "null"].join(
    " | ",
  );
  return (
    paragraphs(
      [
        `import type { Public${One} } from "@repo/validators/${table}";`,
        ...(hasDialogs ? [`import { useState } from "react";`] : []),
        ...(removes ? [`import { toast } from "sonner";`] : []),
      ].join("\n"),
      appImports(model.names, {
        edits,
        removes,
        asks: mayEdit !== null || mayRemove !== null,
        hasFacts: facts.length > 0,
        names: namedOf(model).length > 0,
      }),
      [
        `/** One ${words} of the list, with what can be done to it. */`,
        parameters(`export function ${One}Item`, taken(model)),
        ...(hasDialogs ? [`  const [openDialog, setOpenDialog] = useState<${modes}>(null);`] : []),
        ...(mayEdit === null ? [] : [`  const mayEdit = ${mayEdit};`]),
        ...(mayRemove === null ? [] : [`  const mayRemove = ${mayRemove};`]),
        ...(removes ? [`  const remove = useRemove${One}();`] : []),
        ...(hasDialogs ? ["  const close = () => setOpenDialog(null);"] : []),
        ...(removes
          ? [
              "",
              "  const removeNow = () => {",
              `    remove({ id: ${one}._id }).catch((error: unknown) => {`,
              `      toast.error(${quoted(`The ${words} was not removed.`)}, { description: errorSentence(error) });`,
              "    });",
              "  };",
            ]
          : []),
        ...(hasDialogs ? [""] : []),
        "  return (",
        indented(withChildren("ItemCard", attributes, children), 4),
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

/** What the file of one row imports from the app. */
function appImports(
  { One, fileOne }: EntityModel["names"],
  has: Record<"edits" | "removes" | "asks" | "hasFacts" | "names", boolean>,
): string {
  const { edits, removes, asks, hasFacts, names } = has;
  return [
    ...(removes ? [`import { errorSentence } from "../error-sentences.ts";`] : []),
    ...(asks ? [`import { useMay } from "../session/use-may.ts";`] : []),
    ...(removes ? [`import { ConfirmDialog } from "../ui/dialog.tsx";`] : []),
    `import { ItemCard } from "../ui/item-card.tsx";`,
    `import { isTemporary } from "../ui/optimistic.ts";`,
    ...(names ? [NAMES_IMPORT] : []),
    ...[
      ...(edits ? [`import { Edit${One}Dialog } from "./edit-${fileOne}-dialog.tsx";`] : []),
      ...(hasFacts ? [`import { ${One}Facts } from "./${fileOne}-facts.tsx";`] : []),
      `import { nameOf${One} } from "./${fileOne}-name.ts";`,
      ...(removes ? [`import { useRemove${One} } from "./${fileOne}-mutations.ts";`] : []),
    ].toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
  ].join("\n");
}

function mayText(model: EntityModel, operation: "update" | "remove", one: string): string {
  const permission = quoted(`${model.names.table}.${operation}`);
  const owner = showsOwner(model) ? `, ${one}.${model.owner!.name}` : "";
  return `useMay(${permission}${owner})`;
}

function handler(name: string, mode: string, condition: string | null): string {
  const open = `() => setOpenDialog(${quoted(mode)})`;
  return condition === null ? `${name}={${open}}` : `${name}={${condition} ? ${open} : undefined}`;
}

function withChildren(
  name: string,
  attributes: readonly string[],
  children: readonly string[],
): string {
  if (children.length === 0) return element(name, attributes, 4);
  const open = `<${name} ${attributes.join(" ")}>`;
  return [
    ...(open.length + 4 <= WIDTH
      ? [open]
      : [`<${name}`, ...attributes.map((part) => `  ${part}`), ">"]),
    ...children.map((child) => indented(child, 2)),
    `</${name}>`,
  ].join("\n");
}

/** An element that is there only under a condition. */
export function conditional(condition: string, what: string): string {
  const line = `{${condition} && ${what}}`;
  if (line.length + 6 <= 100) return line;
  return [`{${condition} && (`, `  ${what}`, ")}"].join("\n");
}

function confirmText(model: EntityModel): string {
  const { one, One, words } = model.names;
  return element(
    "ConfirmDialog",
    [
      `title=${attribute(`Remove this ${words}?`)}`,
      `description={\`“\${nameOf${One}(${one})}” will be gone for good.\`}`,
      'confirmLabel="Remove"',
      'isOpen={openDialog === "remove"}',
      "onCancel={close}",
      "onConfirm={removeNow}",
    ],
    6,
  );
}

function paragraphText(one: string, { name }: EntityField): string {
  const value = `${one}.${name}`;
  const paragraph = `<p className="wrap-anywhere whitespace-pre-wrap">{${value}}</p>`;
  return conditional(value, paragraph);
}
