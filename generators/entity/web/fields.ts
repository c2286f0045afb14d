// The fields of a form: one control for each.
import type { EntityField, EntityModel } from "../model.ts";
import { WIDTH, importLine, indented, paragraphs, quoted } from "../print.ts";
import { optionsName } from "../templates/shapes.ts";
import { sharedTexts } from "./forms.ts";
import {
  TEAM_IMPORT,
  editedFields,
  isMember,
  nameImports,
  nameOf,
  pathOf,
  teamLine,
  usesTeam,
} from "./names.ts";

/** Lines of controls in one component, so that none outgrows the lint's bound on a function. */
const MOST_LINES = 60;

/** `<one>-fields.tsx`: the fields that both forms have. */
export function fieldsFile(model: EntityModel): string {
  const { One, fileOne, words, article } = model.names;
  const texts = sharedTexts(model);
  const parts = partsOf(
    editedFields(model).map((field, index) => controlText(model, field, index === 0)),
  );
  const components = parts.map((controls, index) => {
    const name = index === 0 ? `${One}Fields` : `${One}Fields${index + 1}`;
    const isLast = index === parts.length - 1;
    const next = isLast ? [] : [`<${One}Fields${index + 2} form={form} />`];
    return componentText({ name, texts, isFirst: index === 0, controls: [...controls, ...next] });
  });
  const code = components.join("\n");
  const header = `// The fields of ${article} ${words}, for the form that makes one and the form that changes one.`;
  const packages = packageImports(model, code);
  const own = [
    ...ownImports(model, code),
    `import type { Controls } from "../ui/use-form.ts";`,
    `import type { ${texts} } from "./${fileOne}-form.ts";`,
  ].toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
  const imports =
    packages.length === 0
      ? [header, ...own].join("\n")
      : paragraphs([header, ...packages].join("\n"), own.join("\n"));
  return paragraphs(imports, ...components) + "\n";
}

function partsOf(controls: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let lines = 0;
  for (const control of controls) {
    const height = control.split("\n").length;
    if (lines + height > MOST_LINES) {
      parts.push([]);
      lines = 0;
    }
    parts.at(-1)!.push(control);
    lines += height;
  }
  return parts;
}

function componentText(component: {
  name: string;
  texts: string;
  isFirst: boolean;
  controls: string[];
}): string {
  const { name, texts, isFirst, controls } = component;
  const head = isFirst
    ? [
        `export function ${name}({`,
        "  form,",
        "  autoFocus = false,",
        "}: {",
        `  form: Controls<keyof ${texts}>;`,
        "  /** Whether the first one gets the focus when the form appears. */",
        "  autoFocus?: boolean;",
        "}) {",
      ]
    : [`function ${name}({ form }: { form: Controls<keyof ${texts}> }) {`];
  const [only] = controls;
  const start = [...head, ...teamLine(controls.join("\n"))];
  if (controls.length === 1) return [...start, ...returned(only!), "}"].join("\n");
  return [
    ...start,
    "  return (",
    "    <>",
    ...controls.map((control) => indented(control, 6)),
    "    </>",
    "  );",
    "}",
  ].join("\n");
}

/** An element that is all a component is: laid out for more room than it has among others. */
function returned(control: string): string[] {
  const line = control
    .split("\n")
    .map((part) => part.trim())
    .join(" ");
  if (line.length + "  return ;".length <= WIDTH) return [`  return ${line};`];
  return ["  return (", indented(control.includes("\n") ? control : line, 4), "  );"];
}

/** The imports from packages that some controls need. */
export function packageImports(model: EntityModel, code: string): string[] {
  const { table } = model.names;
  const options = optionsName(model);
  return [
    ...(/\bapi\./.test(code) ? [`import { api } from "@repo/backend/_generated/api";`] : []),
    ...(code.includes(`${options}.`) ? [importLine([options], `@repo/validators/${table}`)] : []),
  ];
}

/** The imports of the app itself that some controls need. */
export function ownImports(model: EntityModel, code: string): string[] {
  const uses = (name: string) => new RegExp(`<${name}\\b`).test(code);
  const names = nameImports(model, code);
  const fields = [
    ...["CheckboxField", "SelectField", "TextField", "TextareaField"].filter(uses),
    ...(code.includes("{yesAndNo}") ? ["yesAndNo"] : []),
  ];
  return [
    ...names.others,
    ...names.facts,
    ...(uses("FileField") ? [`import { FileField } from "../ui/file-field.tsx";`] : []),
    ...(fields.length > 0 ? [importLine(fields, "../ui/form-fields.tsx")] : []),
    ...(uses("MemberField") ? [`import { MemberField } from "../teams/members.tsx";`] : []),
    ...(usesTeam(code) ? [TEAM_IMPORT] : []),
    ...(uses("RowField") ? [`import { RowField } from "../ui/row-field.tsx";`] : []),
    ...names.own,
  ];
}

/**
 * One control.
 * @param isFirst whether it is the one that gets the focus
 * @param focus what to pass on for that
 */
export function controlText(
  model: EntityModel,
  field: EntityField,
  isFirst: boolean,
  focus = "autoFocus={autoFocus}",
): string {
  const { component, attributes } = controlOf(model, field);
  const hint = hintOf(field);
  const all = [
    "form={form}",
    `name="${field.name}"`,
    `label=${attribute(field.label)}`,
    ...(hint === null ? [] : [`hint=${attribute(hint)}`]),
    ...attributes,
    ...(isFirst ? [focus] : []),
  ];
  return element(component, all, 6);
}

/** A text as the value of an attribute. */
export function attribute(text: string): string {
  return /^[\w ,.:;()/'!?–-]*$/.test(text) ? `"${text}"` : `{${quoted(text)}}`;
}

/** An element without children: on one line where it fits, else a line for each attribute. */
export function element(name: string, attributes: readonly string[], indent: number): string {
  const line = `<${name} ${attributes.join(" ")} />`;
  if (indent + line.length <= WIDTH && !line.includes("\n")) return line;
  return [`<${name}`, ...attributes.map((part) => indented(part, 2)), "/>"].join("\n");
}

function hintOf({ isOptional, isPublic, list, type, default: value }: EntityField): string | null {
  const parts = [
    ...(isOptional ? ["Optional"] : []),
    ...(type === "date" && value?.kind === "now" ? ["Default: now"] : []),
    ...(type === "ref" && value?.kind === "me" ? ["Default: you"] : []),
    ...(list !== null && type !== "file" ? ["One to a line"] : []),
    ...(isPublic ? [] : ["Never shown"]),
  ];
  if (parts.length === 0) return null;
  const [first, ...rest] = parts;
  return `${[first, ...rest.map((part) => part.charAt(0).toLowerCase() + part.slice(1))].join(", ")}.`;
}

interface Control {
  component: string;
  attributes: string[];
}

function controlOf(model: EntityModel, field: EntityField): Control {
  const { type, list, isOptional } = field;
  const plain = (component: string, ...attributes: string[]) => ({ component, attributes });
  if (type === "file") {
    const many = list === null ? [] : ["multiple"];
    return plain("FileField", `upload={api.${model.names.table}.upload}`, ...many);
  }
  if (list !== null) return plain("TextareaField");
  switch (type) {
    case "text":
    case "json":
      return plain("TextareaField");
    case "email":
      return plain("TextField", 'type="email"');
    case "url":
      return plain("TextField", 'type="url"');
    case "int":
      return plain("TextField", 'type="number"');
    case "number":
      return plain("TextField", 'type="number"', 'step="any"');
    case "date":
      return plain("TextField", 'type="datetime-local"');
    case "bool":
      return isOptional ? plain("SelectField", "options={yesAndNo}") : plain("CheckboxField");
    case "enum":
      return plain("SelectField", `options={${optionsName(model)}.${field.name}}`);
    case "ref":
      return rowControl(model, field);
    default:
      return plain("TextField");
  }
}

function rowControl(model: EntityModel, field: EntityField): Control {
  const { target } = field;
  if (isMember(model, field)) return { component: "MemberField", attributes: [] };
  const list = target?.list;
  // Rows of a team are offered on a page that shows one.
  if (!target || !list || (list.team !== null && model.team === null))
    return { component: "TextField", attributes: [] };
  return {
    component: "RowField",
    attributes: [
      `permission="${target.table}.read"`,
      `rows={api.${target.table}.list}`,
      ...(list.team === null ? [] : [`args={{ ${list.team}: team._id }}`]),
      ...(target.hasGet ? [`row={api.${target.table}.get}`] : []),
      `nameOf={${nameOf(model, field)}}`,
    ],
  };
}
