// Reads the input of an e-mail: the result is its model, or every problem of the input.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { camelCase, labelOf, wordsOf } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { Field } from "../fields/field.ts";
import { faultOfIdentifier, isKeyword } from "../fields/identifiers.ts";
import { readTables } from "../repository/facts.ts";
import { readAppPaths } from "./app-paths.ts";
import type { EmailInput } from "./input.ts";
import type { EmailModel } from "./model.ts";
import { checkSubject, readSentence } from "./sentences.ts";
import { readValues } from "./values.ts";

/**
 * Reads the input of an e-mail.
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readEmail(input: EmailInput, tree: Tree): EmailModel {
  const problems: Problem[] = [];
  const name = readName(input.name, problems);
  const { link, values } = readLink(
    input,
    readValues(input, readTables(tree), problems),
    tree,
    problems,
  );
  const typed = input.subject ?? labelOf(name || "notice");
  const subject = readSentence(typed, "EMAIL_SUBJECT", values, problems);
  checkSubject(typed, subject, values, problems);
  const paragraphs = (input.text ?? []).map((text) =>
    readSentence(text, "EMAIL_TEXT", values, problems),
  );
  const model = { name, values, subject, paragraphs, link, isOptional: input.optional === true };
  if (problems.length === 0 && isEmpty(model)) {
    const message = "the e-mail would say nothing where all its values are absent.";
    problems.push({ code: "EMAIL_TEXT", arg: input.name, message, fix: "--text '<what it says>'" });
  }
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return model;
}

/** Whether there is nothing below the subject for some values. */
function isEmpty({ values, paragraphs, link }: EmailModel): boolean {
  return paragraphs.length === 0 && link === null && values.every(({ isOptional }) => isOptional);
}

/** Reads the name of an e-mail, in any case and with or without "email" at its end. */
export function readName(typed: string, problems: Problem[]): string {
  const fault = faultOfIdentifier(typed, "e-mail");
  if (fault !== null) {
    const { code, at, message, fix } = fault;
    const joined = fix ?? typed.trim().replace(/\s+/g, "-");
    const isFixed = faultOfIdentifier(joined, "e-mail") === null;
    problems.push({ code, arg: typed, at, message, ...(isFixed && instead(joined)) });
    return "";
  }
  const words = wordsOf(typed);
  const isRedundant = words.length > 1 && words.at(-1) === "email";
  const name = camelCase(isRedundant ? words.slice(0, -1) : words);
  if (isKeyword(name)) {
    const message = `"${name}" is a word of JavaScript, so no function can be exported under it.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, message, ...instead(`${name}-notice`) });
  }
  return name;
}

/** Reads the link, and drops no value: ids that no link needs are a problem. */
function readLink(
  { link, label }: EmailInput,
  values: Field[],
  tree: Tree,
  problems: Problem[],
): { link: EmailModel["link"]; values: Field[] } {
  if (link === undefined) {
    if (label !== undefined) {
      const message = "only a link has a label.";
      problems.push({ code: "EMAIL_LINK", arg: "--label", message, fix: "Add --link <page>." });
    }
    refuseIds(values, [], problems);
    return { link: null, values };
  }
  const pages = readAppPaths(tree);
  const params = Object.hasOwn(pages, link) ? pages[link]! : null;
  if (params === null) {
    const near = didYouMean(link, Object.keys(pages));
    const message = `the app has no page "${link}" that e-mails link to: ${Object.keys(pages).join(", ")}.${near?.sentence ?? ""}`;
    problems.push({ code: "EMAIL_LINK", arg: link, message, ...(near && instead(near.word)) });
    return { link: null, values };
  }
  for (const param of params) {
    const field = values.find(({ name }) => name === param);
    const isText = field?.type === "ref" || field?.type === "string";
    if (isText && !field!.isOptional && field!.list === null) continue;
    const what = field === undefined ? "there is none" : "it may be absent, or is no text";
    const message = `the page "${link}" needs the value "${param}", and ${what}.`;
    problems.push({ code: "EMAIL_LINK", arg: link, message, fix: `Add ${valueFor(param, tree)}` });
  }
  refuseIds(values, params, problems);
  const words = label ?? `Open ${wordsOf(link).join(" ")}`;
  if (/[{}]|https?:/.test(words) || words.trim() === "") {
    const message = "the label of a link is words, without values and addresses.";
    problems.push({ code: "EMAIL_LINK", arg: label ?? "--label", message });
  }
  return { link: { page: link, params: [...params], label: words.trim() }, values };
}

function refuseIds(values: Field[], params: readonly string[], problems: Problem[]): void {
  for (const { type, name, table } of values) {
    if (type !== "ref" || params.includes(name)) continue;
    problems.push({
      code: "EMAIL_VALUE",
      arg: name,
      message: `"${name}" is the id of a row of ${table!}, which tells a person nothing, and no link needs it.`,
      fix: `Pass what people call the row: ${name.replace(/Id$/, "")}Name:string(1..120)`,
    });
  }
}

/** A value for the address of a page: an id, where a table is called so. */
function valueFor(param: string, tree: Tree): string {
  const table = readTables(tree).find((one) => `${one.replace(/s$/, "")}Id` === param);
  return table === undefined ? `${param}:string(1..100)` : `'${param}:ref(${table})'`;
}
