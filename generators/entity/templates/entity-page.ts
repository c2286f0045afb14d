// `docs/reference/entities/<table>.md`: an entity as one asks for it. A page each, so that two branches which
// add one change no file that both have.
import { formatField } from "../../fields/format.ts";
import { capital } from "../../names/identifiers.ts";
import type { EntityModel } from "../model.ts";
import { accessText } from "./access.ts";
import { functionNames } from "./functions.ts";

/** The whole page. */
export function entityPage(model: EntityModel): string {
  const { names, about, fields, page } = model;
  const what = about === null ? "" : `${capital(names.article)} ${names.words} is ${prose(about)}.`;
  return [
    `# ${names.table}`,
    ...(what === "" ? [] : [what]),
    [
      `- Fields: ${fields.map((field) => code(formatField(field))).join(" ")}`,
      `- Who may: ${accessText(model)}`,
      `- Functions: ${functionNames(model).map(code).join(" ")}`,
      ...(page === null ? [] : [`- Page: ${code(`/${names.fileMany}`)}`]),
    ].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Text as code: what would end the code is written out. */
function code(text: string): string {
  const marks = "`".repeat(longestRun(text) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return marks + pad + text + pad + marks;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Text in which no mark of Markdown or HTML means anything. */
function prose(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`);
}
