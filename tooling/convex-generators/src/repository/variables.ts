// An environment variable of the backend: its declaration, its type as the official codegen writes it, and its row in
// the guide that lists all of them.
import { memberEditor } from "@groundwork/plop-engine/edit/members";
import type { FileEdit } from "@groundwork/plop-engine/edit/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { withoutAccents } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, instead } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";

export interface Variable {
  name: string;
  /** What it is for: the end of a line, without a period. */
  about: string;
}

/**
 * Edits the files that name every variable.
 * @returns edits that change nothing where the variable is declared already
 */
export function variableEdits({ name, about }: Variable): FileEdit[] {
  const declaration = `/** ${capitalized(about)}. */\n${name}: v.string().optional()`;
  return [
    { path: layout.components, fragments: [{ kind: "variable", key: name, text: declaration }] },
    {
      path: layout.serverTypes,
      fragments: [{ kind: "variableType", key: name, text: typeOf(name) }],
    },
    {
      path: layout.deployGuide,
      fragments: [{ kind: "variableRow", key: name, text: `| \`${name}\` | ${about} |` }],
    },
  ];
}

/** Reads the name of a variable, and adds what is wrong with it to the problems. */
export function readVariable(name: string, problems: Problem[]): void {
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name) && name.length <= 40) return;
  const words = withoutAccents(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_");
  const fixed =
    words
      .replace(/^[_\d]+|_+$/g, "")
      .toUpperCase()
      .slice(0, 40) || "SERVICE_URL";
  problems.push({
    code: "VARIABLE",
    arg: name,
    message: `"${name}" is no name of an environment variable: capitals, digits and _, at most 40.`,
    ...instead(fixed),
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A property of `env` in the configuration of the app. Key: the variable. */
export const variableEditor = memberEditor({
  anchor: { call: "defineApp", from: "convex/server", holds: "object", at: "env" },
  order: "end",
});

function typeOf(name: string): string {
  return `readonly ${name}: string | undefined;`;
}

const ENV_TYPE = /^type Env = \{\r?\n((?:  .*\r?\n)*)\};$/m;

/** A property of `Env` in the types that Convex generates. Key: the variable. */
export const variableTypeEditor: FragmentEditor = {
  isSame: (one, other) => one === other,
  has: (path, text, { key }) => linesOf(path, text).includes(`  ${typeOf(key)}`),
  add: (path, text, { key }) => withLines(text, [...linesOf(path, text), `  ${typeOf(key)}`]),
  read: (path, text, { key, text: line }) =>
    linesOf(path, text).includes(`  ${typeOf(key)}`) ? line : null,
  remove: (path, text, { key }) =>
    withLines(
      text,
      linesOf(path, text).filter((line) => line !== `  ${typeOf(key)}`),
    ),
};

function linesOf(path: string, text: string): string[] {
  const found = ENV_TYPE.exec(text);
  if (found === null) throw unsupported(path, "there is no type Env");
  return found[1]!.split(/\r?\n/).filter((line) => line !== "");
}

function withLines(text: string, lines: readonly string[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return text.replace(ENV_TYPE, () => `type Env = {${eol}${lines.map((l) => l + eol).join("")}};`);
}

/** A row of the table of variables in the guide. Key: the variable. Columns stay aligned. */
export const variableRowEditor: FragmentEditor = {
  isSame: (one, other) => cellsOf(one).join("|") === cellsOf(other).join("|"),
  has: (path, text, { key }) => rowsOf(path, text).some((row) => names(row, key)),
  add: (path, text, fragment) => withRows(text, [...rowsOf(path, text), cellsOf(fragment.text)]),
  read: (path, text, { key }) => {
    const row = rowsOf(path, text).find((row) => cellsOf(`| \`${key}\` |`)[0] === row[0]);
    return row === undefined ? null : `| ${row.join(" | ")} |`;
  },
  remove: (path, text, { key }) =>
    withRows(
      text,
      rowsOf(path, text).filter(([first]) => first !== `\`${key}\``),
    ),
};

const TABLE = /^\| variable +\| purpose +\|\r?\n(?:\|.*\|\r?\n)+/m;

function names([first = ""]: readonly string[], variable: string): boolean {
  return first.split(", ").includes(`\`${variable}\``);
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function rowsOf(path: string, text: string): string[][] {
  const found = TABLE.exec(text);
  if (found === null) throw unsupported(path, 'there is no table of "variable" and "purpose"');
  return found[0].trimEnd().split(/\r?\n/).map(cellsOf);
}

function withRows(text: string, rows: readonly (readonly string[])[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const width = (column: number) =>
    Math.max(...rows.map((row, index) => (index === 1 ? 3 : row[column]!.length)));
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, column) =>
      index === 1 ? "-".repeat(width(column)) : cell.padEnd(width(column)),
    );
    return `| ${cells.join(" | ")} |${eol}`;
  });
  return text.replace(TABLE, () => lines.join(""));
}

function unsupported(path: string, why: string): GeneratorError {
  return new GeneratorError(4, {
    code: "SHAPE_UNSUPPORTED",
    arg: path,
    message: `cannot edit ${path}: ${why}.`,
    fix: `Give it the shape it had: git log -p -- ${path}`,
  });
}
