// Plans an e-mail: its kind, what writes it, its example, the function that sends it, and their tests.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { labelOf, wordsOf } from "@groundwork/plop-engine/names/words";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import type { Field, Range } from "../fields/field.ts";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { layout } from "../repository/layout.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { areExportsThere, planRendered } from "../repository/rendered.ts";
import { folderOf } from "../repository/settings.ts";
import type { EmailInput } from "./input.ts";
import type { EmailModel, Sentence } from "./model.ts";
import { readEmail } from "./read.ts";
import { exampleCode, namesCode, readCode, writtenCode } from "./values.ts";

/**
 * Plans an e-mail.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) when the name is taken, (4) for a file that cannot
 *   be edited
 */
export function planEmail(input: EmailInput, tree: Tree): Plan {
  const model = readEmail(input, tree);
  const { name } = model;
  const [functions, module, test] = render(model) as [RenderedFile, RenderedFile, RenderedFile];
  const written = [...(model.values.length > 0 ? [`${name}Values`] : []), `${name}Email`];
  const isThere = areExportsThere(tree, module, written);
  areExportsThere(tree, functions, [name]);
  const kinds = planKinds(model, tree);
  if (!isThere && kinds.every(({ before, after }) => before === after)) throw taken(input, model);
  const tests = planRendered(tree, test, { kind: "testBlock", keys: [titleOf(model)] });
  const files = [
    ...planRendered(tree, module, {
      kind: "functionExport",
      keys: written,
    }),
    ...planRendered(tree, functions, { kind: "functionExport", keys: [name] }),
    ...kinds,
    ...planEdits(tree, [
      { path: layout.apiTypes, fragments: apiFragments(name) },
      { path: layout.emailExamples, fragments: exampleFragments(model) },
      ...(model.isOptional
        ? [{ path: layout.accountWords, fragments: [switchFragment(name)] }]
        : []),
    ]),
    ...tests.map((file) => (file.before === null ? { ...file, protected: true } : file)),
  ].filter(({ before, after }) => before !== after);
  return {
    ...{ command: "email", subject: name, input, files, notes: [] },
    next: files.length === 0 ? [] : nextOf(model),
  };
}

const titleOf = ({ name }: EmailModel) => `the e-mail "${wordsOf(name).join(" ")}"`;

function taken({ name: typed }: EmailInput, { name }: EmailModel): GeneratorError {
  return new GeneratorError(3, {
    code: "EMAIL_EXISTS",
    arg: typed,
    message: `${layout.emailKinds} has the kind "${name}" already, of another e-mail.`,
    fix: "Give the new one another name.",
  });
}

function nextOf({ name, values, isOptional }: EmailModel): string[] {
  const given = values.map((field) => field.name).join(", ");
  const written = `${name}Email(${given === "" ? "" : `{ ${given} }`})`;
  const preview = JSON.stringify({ kind: name, to: "ann@example.com" });
  return [
    `To send it, in a mutation: await sendToUser(ctx, userId, ${written}); from anywhere else: internal.mailings.${name}.`,
    `To see it, while pnpm dev runs: ${convexCommand(`run emails:preview '${preview}'`)}, then the page "E-mails" (/admin/emails).`,
    ...(isOptional
      ? [`In ${layout.accountWords}, say what the switch turns off: emailNames.${name}.`]
      : []),
    referenceCommand(),
    snapshotCommand(),
  ];
}

function planKinds({ name, isOptional }: EmailModel, tree: Tree): PlannedFile[] {
  const text = quoted(name);
  const fragments: Fragment[] = [
    { kind: "emailKind", key: name, text },
    ...(isOptional ? [{ kind: "optionalEmailKind", key: name, text }] : []),
  ];
  return planEdits(tree, [{ path: layout.emailKinds, fragments }]);
}

/** What is written, and what sends it. */
const apiFragments = (name: string) => [
  apiModuleFragment("mailings"),
  apiModuleFragment(`model/emails/${name}`),
];

function exampleFragments({ name, values }: EmailModel): Fragment[] {
  const hasIds = values.some(({ type }) => type === "ref");
  return [
    ...importFragments(`import { ${name}Email } from "./${name}";`),
    ...(hasIds ? importFragments('import type { Id } from "../../_generated/dataModel";') : []),
    { kind: "emailExample", key: name, text: `${name}: () => ${name}Email(${exampleOf(values)})` },
  ];
}

function exampleOf(values: readonly Field[]): string {
  const members = values.map((field) => `${field.name}: ${exampleCode(field)}`);
  return members.length === 0 ? "" : `{ ${members.join(", ")} }`;
}

const switchFragment = (name: string): Fragment => ({
  ...{ kind: "emailName", key: name },
  text: `${name}: ${quoted(`E-mails about: ${wordsOf(name).join(" ")}`)}`,
});

function render(model: EmailModel): RenderedFile[] {
  const { name, values, subject, paragraphs, link } = model;
  const inSentences = new Set(
    paragraphs.flat().flatMap((part) => ("value" in part ? part.value : [])),
  );
  const shown = values.filter((field) => field.type !== "ref");
  const view = {
    ...{ name, values: values.map(shapeOf), hasValues: values.length > 0 },
    words: wordsOf(name).join(" "),
    title: titleOf(model),
    names: values.map((field) => field.name).join(", "),
    enums: values
      .filter((field) => field.type === "enum")
      .map((field) => ({ name: field.name, words: namesCode(field) })),
    subject: codeOf(subject, values),
    paragraphs: paragraphs.map((sentence) => codeOf(sentence, values)),
    facts: shown
      .filter((field) => !inSentences.has(field.name))
      .map((field) => ({ ...factOf(field), isOptional: field.isOptional })),
    link: link && { ...link, params: link.params.join(", "), label: quoted(link.label) },
    isOptional: model.isOptional,
    example: exampleOf(values),
    read: shown.map(readCode),
    quoted: shown
      .filter(({ type, list }) => type === "string" && list === null)
      .map((field) => field.name),
    ids: values.filter(({ type }) => type === "ref").map(({ name: id, table }) => ({ id, table })),
  };
  return renderAll(folderOf("email"), { view, helpers: {}, isWritten: () => true });
}

function factOf(field: Field) {
  return { name: field.name, label: quoted(labelOf(field.name)), value: writtenCode(field) };
}

/** A sentence as code: a text, or a template with the values in it. */
function codeOf(sentence: Sentence, values: readonly Field[]): string {
  if (sentence.every((part) => "text" in part)) {
    return quoted(sentence.map((part) => ("text" in part ? part.text : "")).join(""));
  }
  const parts = sentence.map((part) => {
    if ("text" in part) return part.text.replace(/[`\\]|\$(?=\{)/g, "\\$&");
    return `\${${writtenCode(values.find(({ name }) => name === part.value)!)}}`;
  });
  return `\`${parts.join("")}\``;
}

/** A value with its bounds as code. */
function shapeOf(field: Field) {
  const { range, list, values, type } = field;
  const ending = type === "bigint" ? "n" : "";
  return {
    ...field,
    ...bounds(range, type === "string", ending),
    list: list && bounds(list, true),
    values: values.map(quoted).join(", "),
    hasOneValue: values.length === 1,
  };
}

function bounds({ min, max }: Range, isLength: boolean, ending = "") {
  return {
    min: min === undefined || (isLength && min === 0) ? null : numeral(min) + ending,
    max: max === undefined ? null : numeral(max) + ending,
  };
}
