// The list of a page, one row of it, and the page itself.
import { capital } from "../../lib/identifiers.ts";
import { type EntityField, type EntityModel, publicOf, scopesOf } from "../model.ts";
import { WIDTH, bracketed, importLine, indented, paragraphs, quoted } from "../print.ts";
import { searchName } from "../templates/functions.ts";
import { attribute, element, nameOf } from "./fields.ts";
import { has, isOpenTo, readers, showsOwner, titleField, titleText } from "./names.ts";
import { parameters } from "./parts.ts";

/** Facts that the list shows of one row: with more, it could not be taken in. */
const MOST_FACTS = 16;

/** `<one>-item.tsx`. */
export function itemFile(model: EntityModel): string {
  const { one, One, fileOne, table, words } = model.names;
  const edits = has(model, "update");
  const removes = has(model, "remove");
  const may = (operation: "update" | "remove") =>
    isOpenTo(model, operation) ? null : mayText(model, operation, one);
  const [mayEdit, mayRemove] = [may("update"), may("remove")];
  const title = titleText(model, one);
  const attributes = [
    title.startsWith('"') ? `title=${title}` : `title={${title}}`,
    `createdAt={${one}._creationTime}`,
    `isSaving={isTemporary(${one})}`,
    ...(edits ? [handler("onEdit", "edit", mayEdit && "mayEdit")] : []),
    ...(removes ? [handler("onRemove", "remove", mayRemove && "mayRemove")] : []),
  ];
  const facts = factsOf(model);
  const children = [
    ...paragraphsOf(model).map((field) => paragraphText(one, field)),
    ...(facts.length > 0 ? [`<${One}Facts ${one}={${one}} />`] : []),
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
      [
        ...(removes ? [`import { errorSentence } from "../error-sentences.ts";`] : []),
        ...(mayEdit !== null || mayRemove !== null
          ? [`import { useMay } from "../session/use-may.ts";`]
          : []),
        ...(removes ? [`import { ConfirmDialog } from "../ui/dialog.tsx";`] : []),
        `import { ItemCard } from "../ui/item-card.tsx";`,
        `import { isTemporary } from "../ui/optimistic.ts";`,
        ...[
          ...(edits ? [`import { Edit${One}Dialog } from "./edit-${fileOne}-dialog.tsx";`] : []),
          ...(facts.length > 0 ? [`import { ${One}Facts } from "./${fileOne}-facts.tsx";`] : []),
          ...(removes ? [`import { useRemove${One} } from "./${fileOne}-mutations.ts";`] : []),
        ].toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
      ].join("\n"),
      [
        `/** One ${words} of the list, with what can be done to it. */`,
        parameters(`export function ${One}Item`, [[one, `Public${One}`]]),
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
  return [
    `<${name}`,
    ...attributes.map((part) => `  ${part}`),
    ">",
    ...children.map((child) => indented(child, 2)),
    `</${name}>`,
  ].join("\n");
}

function conditional(condition: string, what: string): string {
  const line = `{${condition} && ${what}}`;
  if (line.length + 6 <= 100) return line;
  return [`{${condition} && (`, `  ${what}`, ")}"].join("\n");
}

function confirmText(model: EntityModel): string {
  const { one, words } = model.names;
  const field = titleField(model);
  const what = field === null ? `This ${words}` : `“\${${one}.${field.name}}”`;
  const sentence = `${what} will be gone for good.`;
  return element(
    "ConfirmDialog",
    [
      `title=${attribute(`Remove this ${words}?`)}`,
      field === null ? `description=${attribute(sentence)}` : `description={\`${sentence}\`}`,
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
    .filter(({ target }) => target === null || target.hasGet)
    .slice(0, MOST_FACTS);
}

/** `<one>-facts.tsx`; null when there are none. */
export function factsFile(model: EntityModel): string | null {
  const { one, One, table, words } = model.names;
  const facts = factsOf(model).map((field) => factText(model, field));
  if (facts.length === 0) return null;
  const code = facts.join("\n");
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const helpers = ["Fact", "Facts", ...["momentText", "yesOrNo"].filter(uses)];
  return (
    paragraphs(
      [
        ...(uses("api") ? [`import { api } from "@repo/backend/_generated/api";`] : []),
        `import type { Public${One} } from "@repo/validators/${table}";`,
      ].join("\n"),
      [
        importLine(helpers, "../ui/facts.tsx"),
        ...(uses("FileLink") ? [`import { FileLink } from "../ui/file-field.tsx";`] : []),
        ...(uses("RowName") ? [`import { RowName } from "../ui/row-field.tsx";`] : []),
      ].join("\n"),
      [
        `/** What is known of one ${words} beside its title. */`,
        parameters(`export function ${One}Facts`, [[one, `Public${One}`]]),
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

/** `<one>-list.tsx`. */
export function listFile(model: EntityModel): string {
  const { One, Many, fileOne, table, manyWords } = model.names;
  const { icon } = model.page!;
  const searched = model.fields.filter(({ isSearchable }) => isSearchable);
  const [search] = searched;
  const query = `{ initialNumItems: PAGE_SIZE }`;
  const whose = scopesOf(model, "read");
  const subject =
    whose.size > 1
      ? `The ${manyWords} that the caller may see`
      : whose.has("own")
        ? `The caller's ${manyWords}`
        : `All ${manyWords}`;
  const rows = plural(model);
  const hooks =
    search === undefined
      ? [`  const ${rows} = usePaginatedQuery(api.${table}.list, {}, ${query});`]
      : [
          `  const [text, setText] = useState("");`,
          "  const term = useDeferredValue(text.trim());",
          `  const isAll = term === "";`,
          "  const size = { initialNumItems: PAGE_SIZE };",
          queryText("all", [`api.${table}.list`, 'isAll ? {} : "skip"', "size"]),
          queryText("found", [
            `api.${table}.${searchName(search.name, searched)}`,
            'isAll ? "skip" : { term }',
            "size",
          ]),
          `  const ${rows} = isAll ? all : found;`,
        ];
  const body = search === undefined ? plainBody(model) : searchedBody(model, search);
  return (
    paragraphs(
      [
        `import { api } from "@repo/backend/_generated/api";`,
        `import { PAGE_SIZE } from "@repo/validators/pagination";`,
        search === undefined
          ? `import { usePaginatedQuery } from "convex/react";`
          : `import { usePaginatedQuery, type UsePaginatedQueryReturnType } from "convex/react";`,
        `import { ${icon} } from "lucide-react";`,
        ...(search === undefined ? [] : [`import { useDeferredValue, useState } from "react";`]),
      ].join("\n"),
      [
        `import { LoadMore } from "../ui/load-more.tsx";`,
        `import { MessagePanel } from "../ui/message-panel.tsx";`,
        ...(search === undefined ? [] : [`import { SearchInput } from "../ui/search-input.tsx";`]),
        `import { Skeleton } from "../ui/skeleton.tsx";`,
        `import { ${One}Item } from "./${fileOne}-item.tsx";`,
      ].join("\n"),
      [
        `/** ${subject}, newest first, live. */`,
        `export function ${One}List() {`,
        ...hooks,
        ...body,
      ].join("\n"),
      [
        `function Loading${Many}() {`,
        "  return (",
        `    <div role="status" className="grid gap-3">`,
        `      <span className="sr-only">Loading ${manyWords}</span>`,
        `      <Skeleton className="h-28 rounded-2xl" />`,
        `      <Skeleton className="h-28 rounded-2xl" />`,
        `      <Skeleton className="h-28 rounded-2xl" />`,
        "    </div>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

function queryText(variable: string, parameters: readonly string[]): string {
  const start = `const ${variable} = usePaginatedQuery(`;
  return indented(bracketed(start, parameters, ");", { indent: 2 }), 2);
}

/** The variable of many rows: the table's name. */
function plural(model: EntityModel): string {
  return model.names.table;
}

function emptyPanel(model: EntityModel): string[] {
  const { manyWords } = model.names;
  const { icon } = model.page!;
  const text = isOpenTo(model, "create")
    ? "Add the first one above. It appears here, and in every other window you have open."
    : "As soon as there is one, it appears here.";
  return [
    `<MessagePanel icon={<${icon} aria-hidden />} title=${attribute(`No ${manyWords} yet`)}>`,
    `  ${text}`,
    "</MessagePanel>",
  ];
}

function rowsText(model: EntityModel): string[] {
  const { one, One, manyWords } = model.names;
  const rows = plural(model);
  const item = `<${One}Item key={${one}._id} ${one}={${one}} />`;
  return [
    `<ul aria-label=${attribute(capital(manyWords))} className="grid gap-3">`,
    `  {${rows}.results.map((${one}) => (`,
    `    ${item}`,
    "  ))}",
    "</ul>",
    `<LoadMore status={${rows}.status} onLoadMore={() => ${rows}.loadMore(PAGE_SIZE)} />`,
  ];
}

function plainBody(model: EntityModel): string[] {
  const { Many } = model.names;
  const rows = plural(model);
  return [
    `  if (${rows}.status === "LoadingFirstPage") return <Loading${Many} />;`,
    `  if (${rows}.results.length === 0 && ${rows}.status === "Exhausted") {`,
    "    return (",
    ...emptyPanel(model).map((line) => `      ${line}`),
    "    );",
    "  }",
    "  return (",
    `    <div className="grid gap-4">`,
    ...rowsText(model).map((line) => `      ${line}`),
    "    </div>",
    "  );",
    "}",
  ];
}

function searchedBody(model: EntityModel, search: EntityField): string[] {
  const { Many, table, manyWords } = model.names;
  const { icon } = model.page!;
  const rows = plural(model);
  const type = `UsePaginatedQueryReturnType<typeof api.${table}.list>`;
  return [
    "  return (",
    `    <div className="grid gap-4">`,
    `      <SearchInput label=${attribute(`Search by ${search.label.toLowerCase()}`)} value={text} onChange={setText} />`,
    `      <${Many} ${rows}={${rows}} isAll={isAll} />`,
    "    </div>",
    "  );",
    "}",
    "",
    parameters(`function ${Many}`, [
      [rows, type],
      ["isAll", "boolean"],
    ]),
    `  if (${rows}.status === "LoadingFirstPage") return <Loading${Many} />;`,
    `  if (${rows}.results.length === 0 && ${rows}.status === "Exhausted") {`,
    "    return isAll ? (",
    ...emptyPanel(model).map((line) => `      ${line}`),
    "    ) : (",
    `      <MessagePanel icon={<${icon} aria-hidden />} title="Nothing found">`,
    `        No ${search.label.toLowerCase()} of these ${manyWords} has that.`,
    "      </MessagePanel>",
    "    );",
    "  }",
    "  return (",
    "    <>",
    ...rowsText(model).map((line) => `      ${line}`),
    "    </>",
    "  );",
    "}",
  ];
}

/** `routes/_app/<many>.tsx`. */
export function routeFile(model: EntityModel): string {
  const { One, Many, fileOne, fileMany, manyWords, table } = model.names;
  const isForAll = readers(model).length === model.roles.length;
  const makes = has(model, "create");
  const isMadeByAll = isOpenTo(model, "create");
  const asks = !isForAll || (makes && !isMadeByAll);
  const only = scopesOf(model, "read").has("all") ? "They" : "Only you see these. They";
  const form = `<Create${One}Form />`;
  const title = capital(manyWords);
  return (
    paragraphs(
      [
        ...(asks ? [`import { can } from "@repo/validators/access";`] : []),
        `import { createFileRoute } from "@tanstack/react-router";`,
        ...(isForAll ? [] : [`import { Lock } from "lucide-react";`]),
      ].join("\n"),
      [
        `import { PageTitle } from "../../layout/page-title.tsx";`,
        ...(asks ? [`import { useMe } from "../../session/session.ts";`] : []),
        ...(isForAll ? [] : [`import { MessagePanel } from "../../ui/message-panel.tsx";`]),
        ...(makes
          ? [`import { Create${One}Form } from "../../${fileMany}/create-${fileOne}-form.tsx";`]
          : []),
        `import { ${One}List } from "../../${fileMany}/${fileOne}-list.tsx";`,
      ]
        .toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1))
        .join("\n"),
      `export const Route = createFileRoute("/_app/${fileMany}")({ component: ${Many}Page });`,
      [
        `function ${Many}Page() {`,
        ...(asks ? ["  const me = useMe();"] : []),
        ...(isForAll ? [] : lockText(table)),
        "  return (",
        `    <div className="grid gap-6">`,
        indented(titled(title, `${only} are live in every window you open.`), 6),
        ...(makes
          ? [
              `      ${isMadeByAll ? form : conditional(`can(me.role, ${quoted(`${table}.create`)})`, form)}`,
            ]
          : []),
        `      <${One}List />`,
        "    </div>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

function titled(title: string, text: string): string {
  const start = `<PageTitle title=${attribute(title)}>`;
  const line = `${start}${text}</PageTitle>`;
  return line.length + 6 <= WIDTH ? line : [start, `  ${text}`, "</PageTitle>"].join("\n");
}

function pathOf(line: string): string {
  return line.slice(line.indexOf(' from "'));
}

function lockText(table: string): string[] {
  return [
    `  if (!can(me.role, ${quoted(`${table}.read`)})) {`,
    "    return (",
    "      <MessagePanel",
    "        icon={<Lock aria-hidden />}",
    `        title="This page is not for your role"`,
    "        headingLevel={1}",
    "      >",
    "        You are signed in as {me.name}, who is {me.role}. Ask an administrator if you need it.",
    "      </MessagePanel>",
    "    );",
    "  }",
  ];
}
