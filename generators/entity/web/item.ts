// One row in the list of a page: its card, what can be done to it, and its facts.
import { type EntityField, type EntityModel, publicOf } from "../model.ts";
import { WIDTH, importLine, indented, paragraphs, quoted } from "../print.ts";
import { attribute, element } from "./fields.ts";
import {
  has,
  isNamed,
  isOpenTo,
  nameImports,
  nameOf,
  pathOf,
  showsOwner,
  titleField,
} from "./names.ts";
import { parameters } from "./parts.ts";

/** Facts that the list shows of one row: with more, it could not be taken in. */
const MOST_FACTS = 16;

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

const NAMES_IMPORT = `import type { NameOf } from "../ui/use-names.ts";`;

/** What a component of one row takes: the row, and what names those that it refers to. */
function taken(model: EntityModel): [string, string][] {
  const { one, One } = model.names;
  const names: [string, string][] = namedOf(model).length > 0 ? [["nameOf", "NameOf"]] : [];
  return [[one, `Public${One}`], ...names];
}

/** The attribute that hands on what names rows, where there are any. */
export function passedOn(model: EntityModel): string[] {
  return namedOf(model).length > 0 ? ["nameOf={nameOf}"] : [];
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

/** Long texts are read under the title. */
function paragraphsOf(model: EntityModel): EntityField[] {
  return publicOf(model)
    .filter(({ type, list }) => type === "text" && list === null)
    .slice(0, 3);
}

function paragraphText(one: string, { name }: EntityField): string {
  const value = `${one}.${name}`;
  const paragraph = `<p className="wrap-anywhere whitespace-pre-wrap">{${value}}</p>`;
  return conditional(value, paragraph);
}

/** What else is shown of a row, one by one. */
export function factsOf(model: EntityModel): EntityField[] {
  const shown = [titleField(model), ...paragraphsOf(model)];
  return publicOf(model)
    .filter((field) => !shown.includes(field) && !field.isOwner)
    .filter((field) => field.target === null || field.target.hasGet || isNamed(field))
    .slice(0, MOST_FACTS);
}

/** The references among them whose rows are named all at once. */
export function namedOf(model: EntityModel): EntityField[] {
  return factsOf(model).filter(isNamed);
}

/** `<one>-facts.tsx`; null when there are none. */
export function factsFile(model: EntityModel): string | null {
  const { One, table, words } = model.names;
  const facts = factsOf(model).map((field) => factText(model, field));
  if (facts.length === 0) return null;
  const code = facts.join("\n");
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const names = nameImports(model, code);
  const helpers = ["Fact", "Facts", ...["momentText", "nameByMoment", "yesOrNo"].filter(uses)];
  return (
    paragraphs(
      [
        ...(uses("api") ? [`import { api } from "@repo/backend/_generated/api";`] : []),
        `import type { Public${One} } from "@repo/validators/${table}";`,
      ].join("\n"),
      [
        ...names.others,
        importLine(helpers, "../ui/facts.tsx"),
        ...(uses("FileLink") ? [`import { FileLink } from "../ui/file-field.tsx";`] : []),
        ...(uses("RowName") ? [`import { RowName } from "../ui/row-field.tsx";`] : []),
        ...(namedOf(model).length > 0 ? [NAMES_IMPORT] : []),
        ...names.own,
      ]
        .toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1))
        .join("\n"),
      [
        `/** What is known of one ${words} beside its title. */`,
        parameters(`export function ${One}Facts`, taken(model)),
        "  return (",
        "    <Facts>",
        ...facts.map((fact) => indented(fact, 6)),
        "    </Facts>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

function factText(model: EntityModel, field: EntityField): string {
  const { one } = model.names;
  const start = `<Fact label=${attribute(field.label)}>`;
  const value = shownText(model, `${one}.${field.name}`, field);
  const line = `${start}${value}</Fact>`;
  // The formatter never leaves an element on the line of another.
  const isOneLine = !value.includes("\n") && !value.startsWith("<") && line.length + 6 <= WIDTH;
  if (isOneLine) return line;
  return [start, indented(value, 2), "</Fact>"].join("\n");
}

/** A value as a child of an element. */
function shownText(model: EntityModel, value: string, field: EntityField): string {
  const { type, list, isOptional, target } = field;
  const chain = isOptional ? "?" : "";
  if (type === "file") {
    if (list === null)
      return isOptional
        ? `{${value} && <FileLink file={${value}} />}`
        : `<FileLink file={${value}} />`;
    return [
      `{${value}${chain}.map((file, index) => (`,
      `  <FileLink key={file.url ?? index} file={file} />`,
      "))}",
    ].join("\n");
  }
  if (list !== null) {
    if (type === "date") return `{${value}${chain}.map(momentText).join(", ")}`;
    return `{${value}${chain}.join(", ")}`;
  }
  switch (type) {
    case "bool":
      return `{yesOrNo(${value})}`;
    case "date":
      return `{momentText(${value})}`;
    case "json":
      return `{JSON.stringify(${value})}`;
    case "email":
    case "url": {
      const href = type === "email" ? `{\`mailto:\${${value}}\`}` : `{${value}}`;
      const link = `<a href=${href}>{${value}}</a>`;
      return isOptional ? `{${value} && ${link}}` : link;
    }
    case "ref": {
      if (isNamed(field)) return `{nameOf(${value})}`;
      const name = element(
        "RowName",
        [`query={api.${target!.table}.get}`, `id={${value}}`, `nameOf={${nameOf(model, field)}}`],
        8,
      );
      if (!isOptional) return name;
      return name.includes("\n") || name.length + value.length > 84
        ? [`{${value} && (`, indented(name, 2), ")}"].join("\n")
        : `{${value} && ${name}}`;
    }
    default:
      return `{${value}}`;
  }
}
