// What is known of a row beside its title.
import { type EntityField, type EntityModel, publicOf } from "../model.ts";
import { WIDTH, importLine, indented, paragraphs } from "../print.ts";
import { attribute, element } from "./fields.ts";
import { isMember, isNamed, nameImports, nameOf, pathOf, titleField } from "./names.ts";
import { parameters } from "./parts.ts";

/** Facts that the list shows of one row: with more, it could not be taken in. */
const MOST_FACTS = 16;

export const NAMES_IMPORT = `import type { NameOf } from "../ui/use-names.ts";`;

/** What a component of one row takes: the row, and what names those that it refers to. */
export function taken(model: EntityModel): [string, string][] {
  const { one, One } = model.names;
  const names: [string, string][] = namedOf(model).length > 0 ? [["nameOf", "NameOf"]] : [];
  return [[one, `Public${One}`], ...names];
}

/** The attribute that hands on what names rows, where there are any. */
export function passedOn(model: EntityModel): string[] {
  return namedOf(model).length > 0 ? ["nameOf={nameOf}"] : [];
}

/** Long texts are read under the title. */
export function paragraphsOf(model: EntityModel): EntityField[] {
  return publicOf(model)
    .filter(({ type, list }) => type === "text" && list === null)
    .slice(0, 3);
}

/** What else is shown of a row, one by one. */
export function factsOf(model: EntityModel): EntityField[] {
  const shown = [titleField(model), ...paragraphsOf(model)];
  return (
    publicOf(model)
      .filter((field) => !shown.includes(field) && field.name !== model.team?.name)
      // On a list of one's own rows it says nothing whose they are.
      .filter((field) => isMember(model, field) || (!field.isOwner && isShown(model, field)))
      .slice(0, MOST_FACTS)
  );
}

/** What leads to a row is shown where that row can be asked for. */
function isShown(model: EntityModel, field: EntityField): boolean {
  return field.target === null || field.target.hasGet || isNamed(model, field);
}

/** The references among them whose rows are named all at once. */
export function namedOf(model: EntityModel): EntityField[] {
  return factsOf(model).filter((field) => isNamed(model, field));
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
        ...(uses("MemberName") ? [`import { MemberName } from "../teams/members.tsx";`] : []),
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
      if (isNamed(model, field)) return `{nameOf(${value})}`;
      if (isMember(model, field)) {
        const name = `<MemberName id={${value}} />`;
        return isOptional ? `{${value} && ${name}}` : name;
      }
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
