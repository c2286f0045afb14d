// A module in `_generated/api.d.ts`, written as the official codegen writes it, so that the types of
// a new module are there before the codegen has run. Its format: an import and a property for each
// module, in the order of their paths.
import type { ImportDeclaration, TSPropertySignature, TSTypeLiteral } from "oxc-parser";
import { type Fragment, GeneratorError } from "@groundwork/plop-engine/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { unsupported } from "@groundwork/plop-engine/edit/refusal";
import {
  type Source,
  type Splice,
  indentAt,
  lineEnd,
  lineStart,
  parseModule,
  spliced,
} from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf } from "@groundwork/plop-engine/edit/syntax";

/** Names of variables that the file has of its own. */
const ownNames = ["fullApi", "api", "internal", "components"];

/** Words that may name a property but not a variable. */
const reserved =
  /^(break|case|catch|class|const|continue|debugger|default|delete|do|else|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with|let|static|yield|await|enum|implements|interface|package|private|protected|public)$/;

/**
 * Makes the fragment of a module.
 * @param module its path under `convex/`, without ".ts": `tickets`, `model/tickets`
 */
export function apiModuleFragment(module: string): Fragment {
  return { kind: "apiModule", key: module, text: `${importOf(module)}\n${propertyOf(module)}` };
}

export const apiModuleEditor: FragmentEditor = {
  isSame: (one, other) => one === other,

  has(path, text, fragment) {
    const source = parseModule(path, text);
    const isThere = propertyNamed(modulesOf(source, fragment), fragment.key) !== undefined;
    const variable = variableOf(fragment.key);
    const taken = importsOf(source).find((node) => node.specifiers[0]?.local.name === variable);
    if (isThere || taken === undefined) return isThere;
    throw new GeneratorError(3, {
      code: "NAME_TAKEN",
      arg: path,
      message: `The modules "${fragment.key}" and "${moduleOf(taken)}" get the same name in ${path}, "${variable}", so the types of one would be lost.`,
      fix: "Give the new module another name.",
    });
  },

  add(path, text, fragment) {
    const source = parseModule(path, text);
    const { code, style } = source;
    const { key } = fragment;
    const modules = modulesOf(source, fragment);
    const inner = indentAt(code, modules.start) + style.unit;
    const property = inner + propertyOf(key);
    const members = modules.members.filter((node) => node.type === "TSPropertySignature");
    const splices = [
      lineAmong(source, members, (node) => isAfter(nameOf(node.key)!, key), property) ?? {
        start: modules.start + 1,
        end: modules.end - 1,
        text: style.eol + property + style.eol + indentAt(code, modules.start),
      },
      lineAmong(
        source,
        importsOf(source),
        (node) => isAfter(moduleOf(node), key),
        importOf(key),
      ) ?? {
        start: source.program.body[0]!.start,
        end: source.program.body[0]!.start,
        text: importOf(key) + style.eol.repeat(2),
      },
    ];
    return spliced(source, splices);
  },

  read(path, text, fragment) {
    const source = parseModule(path, text);
    return propertyNamed(modulesOf(source, fragment), fragment.key) ? fragment.text : null;
  },

  remove(path, text, fragment) {
    const source = parseModule(path, text);
    const property = propertyNamed(modulesOf(source, fragment), fragment.key);
    const imported = importsOf(source).find((node) => moduleOf(node) === fragment.key);
    const nodes = [property, imported].filter((node) => node !== undefined);
    return spliced(
      source,
      nodes.map((node) => wholeLine(source, node)),
    );
  },
};

function variableOf(module: string): string {
  const name = module.replaceAll(/[/-]/g, "_");
  return ownNames.includes(name) || reserved.test(name) ? `${name}_` : name;
}

function importOf(module: string): string {
  return `import type * as ${variableOf(module)} from "../${module}.js";`;
}

function propertyOf(module: string): string {
  const name = /^[A-Za-z_$][\w$]*$/.test(module) ? module : `"${module}"`;
  return `${name}: typeof ${variableOf(module)};`;
}

/** The codegen sorts by path, with the extension. */
function isAfter(module: string, other: string): boolean {
  return `${module}.ts` > `${other}.ts`;
}

function importsOf({ program }: Source): ImportDeclaration[] {
  return program.body.filter(
    (node) => node.type === "ImportDeclaration" && /^\.\.\/.*\.js$/.test(node.source.value),
  ) as ImportDeclaration[];
}

function moduleOf({ source }: ImportDeclaration): string {
  return source.value.slice("../".length, -".js".length);
}

function modulesOf(source: Source, fragment: Fragment): TSTypeLiteral {
  const found = findAll(
    source,
    (node): node is TSTypeLiteral => node.type === "TSTypeLiteral" && isOfModules(source, node),
  );
  if (found.length === 1) return found[0]!;
  throw unsupported(source, "there is no ApiFromModules<{ … }>", fragment);
}

function isOfModules({ code }: Source, { start }: TSTypeLiteral): boolean {
  return /\bApiFromModules<\s*$/.test(code.slice(0, start));
}

function propertyNamed(
  { members }: TSTypeLiteral,
  module: string,
): TSPropertySignature | undefined {
  return members
    .filter((node) => node.type === "TSPropertySignature")
    .find((node) => nameOf(node.key) === module);
}

/** A line before the first node that comes after it, else below the last; null among none. */
function lineAmong<Of extends { start: number; end: number }>(
  { code, style }: Source,
  nodes: readonly Of[],
  comesAfter: (node: Of) => boolean,
  line: string,
): Splice | null {
  const next = nodes.find(comesAfter);
  if (next !== undefined) {
    const at = lineStart(code, next.start);
    return { start: at, end: at, text: line + style.eol };
  }
  const last = nodes.at(-1);
  if (last === undefined) return null;
  const at = lineEnd(code, last.end);
  return { start: at, end: at, text: style.eol + line };
}

function wholeLine({ code }: Source, node: { start: number; end: number }): Splice {
  const end = code.indexOf("\n", node.end);
  return { start: lineStart(code, node.start), end: end === -1 ? code.length : end + 1, text: "" };
}
