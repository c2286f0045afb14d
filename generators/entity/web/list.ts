// The list of a page.
import { capital } from "../../names/identifiers.ts";
import { type EntityField, type EntityModel, scopesOf } from "../model.ts";
import { bracketed, indented, object, paragraphs } from "../print.ts";
import { namedOf, passedOn } from "./facts.ts";
import { attribute, element } from "./fields.ts";
import { TEAM_IMPORT, isOpenTo, searchOf, teamLine } from "./names.ts";

/** `<one>-list.tsx`. */
export function listFile(model: EntityModel): string {
  const { One, Many, fileOne, manyWords } = model.names;
  const { icon } = model.page!;
  const searched = model.fields.filter(({ isSearchable }) => isSearchable);
  const [search] = searched;
  const whose = scopesOf(model, "read");
  const subject =
    model.team !== null
      ? `The ${manyWords} of the team`
      : whose.size > 1
        ? `The ${manyWords} that the caller may see`
        : whose.has("own")
          ? `The caller's ${manyWords}`
          : `All ${manyWords}`;
  return (
    paragraphs(
      [
        `import { api } from "@repo/backend/_generated/api";`,
        `import { PAGE_SIZE } from "@repo/validators/pagination";`,
        `import { usePaginatedQuery } from "convex/react";`,
        `import { ${icon} } from "lucide-react";`,
      ].join("\n"),
      [
        ...(model.team === null ? [] : [TEAM_IMPORT]),
        `import { ListBoundary } from "../ui/list-boundary.tsx";`,
        `import { LoadMore } from "../ui/load-more.tsx";`,
        `import { MessagePanel } from "../ui/message-panel.tsx";`,
        ...(search === undefined ? [] : [`import { SearchInput } from "../ui/search-input.tsx";`]),
        `import { Skeleton } from "../ui/skeleton.tsx";`,
        ...(namedOf(model).length > 0 ? [`import { useNames } from "../ui/use-names.ts";`] : []),
        ...(search === undefined
          ? []
          : [`import { useLastResults, useSearch } from "../ui/use-search.ts";`]),
        `import { ${One}Item } from "./${fileOne}-item.tsx";`,
      ].join("\n"),
      [
        `/** ${subject}, newest first, live. */`,
        `export function ${One}List() {`,
        ...(search === undefined ? plainList(model) : searchedList(model, search)),
        "}",
      ].join("\n"),
      search === undefined ? plainRows(model) : searchedRows(model, search),
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

/** What the file exports: the list, in a boundary that keeps what fails from the page around it. */
function plainList(model: EntityModel): string[] {
  const { One } = model.names;
  return [
    "  return (",
    "    <ListBoundary>",
    `      <${One}Rows />`,
    "    </ListBoundary>",
    "  );",
  ];
}

function searchedList(model: EntityModel, search: EntityField): string[] {
  const { One } = model.names;
  const label = attribute(`Search by ${search.label.toLowerCase()}`);
  return [
    "  const { text, setText, term } = useSearch();",
    "  return (",
    `    <div className="grid gap-4">`,
    `      <SearchInput label=${label} value={text} onChange={setText} />`,
    "      <ListBoundary resetKey={term}>",
    `        <${One}Rows term={term} />`,
    "      </ListBoundary>",
    "    </div>",
    "  );",
  ];
}

function queryText(variable: string, parameters: readonly string[]): string {
  const start = `const ${variable} = usePaginatedQuery(`;
  return indented(bracketed(start, parameters, ");", { indent: 2 }), 2);
}

/** What the rows are called that those of the list refer to, asked for once for each table. */
function namesText(model: EntityModel): string[] {
  const { one } = model.names;
  const named = namedOf(model);
  if (named.length === 0) return [];
  const ids = [...new Set(named.map(({ table }) => table))].map((table) => {
    const fields = named.filter((field) => field.table === table);
    const values = fields.map(({ name }) => `${one}.${name}`);
    const mapped =
      values.length === 1
        ? `map((${one}) => ${values[0]})`
        : `flatMap((${one}) => [${values.join(", ")}])`;
    return `${table}: ${plural(model)}.results.${mapped}`;
  });
  return [indented(object("const nameOf = useNames(", ids, ");", 2), 2)];
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
  const attributes = [`key={${one}._id}`, `${one}={${one}}`, ...passedOn(model)];
  return [
    `<ul aria-label=${attribute(capital(manyWords))} className="grid gap-3">`,
    `  {${rows}.results.map((${one}) => (`,
    indented(element(`${One}Item`, attributes, 10), 4),
    "  ))}",
    "</ul>",
    `<LoadMore status={${rows}.status} onLoadMore={() => ${rows}.loadMore(PAGE_SIZE)} />`,
  ];
}

/** What a list of the page asks for beside a page: its team, and more. */
function argumentsText({ team }: EntityModel, ...more: string[]): string {
  const parts = [...(team === null ? [] : [`${team.name}: team._id`]), ...more];
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function plainRows(model: EntityModel): string {
  const { One, Many, table } = model.names;
  const rows = plural(model);
  const args = argumentsText(model);
  return [
    `function ${One}Rows() {`,
    ...teamLine(args),
    queryText(rows, [`api.${table}.list`, args, "{ initialNumItems: PAGE_SIZE }"]),
    ...namesText(model),
    `  if (${rows}.status === "LoadingFirstPage") return <Loading${Many} />;`,
    `  if (${rows}.results.length === 0 && ${rows}.status === "Exhausted") {`,
    "    return (",
    ...emptyPanel(model).map((line) => `      ${line}`),
    "    );",
    "  }",
    ...shownRows(model),
    "}",
  ].join("\n");
}

function searchedRows(model: EntityModel, search: EntityField): string {
  const { One, Many, table, manyWords } = model.names;
  const { icon } = model.page!;
  const rows = plural(model);
  const [all, found] = [argumentsText(model), argumentsText(model, "term")];
  return [
    `function ${One}Rows({ term }: { term: string }) {`,
    ...teamLine(all),
    `  const isAll = term === "";`,
    "  const size = { initialNumItems: PAGE_SIZE };",
    queryText("all", [`api.${table}.list`, `isAll ? ${all} : "skip"`, "size"]),
    queryText("found", [`api.${table}.${searchOf(model)}`, `isAll ? "skip" : ${found}`, "size"]),
    `  const ${rows} = useLastResults(isAll ? all : found);`,
    ...namesText(model),
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
    ...shownRows(model),
    "}",
  ].join("\n");
}

function shownRows(model: EntityModel): string[] {
  return [
    "  return (",
    `    <div className="grid gap-4">`,
    ...rowsText(model).map((line) => indented(line, 6)),
    "    </div>",
    "  );",
  ];
}
