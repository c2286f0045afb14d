// The list of a page, and the page itself.
import { capital } from "../../lib/identifiers.ts";
import { type EntityField, type EntityModel, scopesOf } from "../model.ts";
import { WIDTH, bracketed, indented, paragraphs, quoted } from "../print.ts";
import { searchName } from "../templates/functions.ts";
import { attribute } from "./fields.ts";
import { has, isOpenTo, readers } from "./names.ts";
import { parameters } from "./parts.ts";
import { conditional, pathOf } from "./item.ts";

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
