// One name of an import: into the import there is from that module, or one of its own, in order.
import type { ImportDeclaration } from "oxc-parser";
import { GeneratorError } from "../plan.ts";
import type { FragmentEditor } from "../fragment-editor.ts";
import {
  type Name,
  declarationsOf,
  keyOf,
  nameIn,
  namesOf,
  specifierText,
  written,
} from "./import-names.ts";
import { insertDeclaration } from "./import-place.ts";
import { type Brackets, insertMember, removeMember } from "./list.ts";
import { unsupported } from "./refusal.ts";
import { type Source, lineEnd, lineStart, parseModule, spliced } from "./source.ts";
import { declaredNames, findMark, refersTo } from "./syntax.ts";
import { isSameCode } from "./same-code.ts";

export const importEditor: FragmentEditor = {
  isSame: (one, other) => isSameCode(one, other, (text) => text),

  has(path, text, fragment) {
    const source = parseModule(path, text);
    const wanted = nameIn(fragment);
    const all = declarationsOf(source).flatMap(namesOf);
    const same = all.filter((name) => keyOf(name) === fragment.key);
    if (same.some((name) => wanted.isType || !name.isType)) return true;
    if (same.length > 0) {
      throw unsupported(source, `"${wanted.local}" is imported as a type only`, fragment);
    }
    if (wanted.local !== null && declaredNames(source).has(wanted.local)) {
      throw new GeneratorError(3, {
        code: "NAME_TAKEN",
        arg: path,
        message: `${path} has another "${wanted.local}", so it cannot import one from "${wanted.specifier}".`,
        fix: `Rename the existing one.`,
      });
    }
    return false;
  },

  add(path, text, fragment) {
    const source = parseModule(path, text);
    const name = nameIn(fragment);
    const into = declarationsOf(source).find((node) => takes(node, name));
    if (into === undefined) return insertDeclaration(source, name);
    const list = bracketsOf(source, into);
    const shown =
      (into.importKind === "type" ? "" : name.isType ? "type " : "") + specifierText(name);
    return spliced(
      source,
      insertMember(source, list, placeOf(into, name), () => shown),
    );
  },

  read(path, text, fragment) {
    const source = parseModule(path, text);
    const found = declarationsOf(source)
      .flatMap(namesOf)
      .find((name) => keyOf(name) === fragment.key);
    return found ? written(found) : null;
  },

  remove(path, text, fragment) {
    const source = parseModule(path, text);
    for (const declaration of declarationsOf(source)) {
      const names = namesOf(declaration);
      const index = names.findIndex((name) => keyOf(name) === fragment.key);
      if (index === -1) continue;
      const { local } = names[index]!;
      if (local !== null && refersTo(source, local)) return null;
      return removeName(source, declaration, index);
    }
    return text;
  },
};

/** Whether a name can go into the braces of an existing import. */
function takes(declaration: ImportDeclaration, name: Name): boolean {
  const isNamed = name.imported !== null && !["*", "default"].includes(name.imported);
  return (
    isNamed &&
    declaration.source.value === name.specifier &&
    (name.isType || declaration.importKind !== "type") &&
    declaration.specifiers.some((node) => node.type === "ImportSpecifier")
  );
}

function bracketsOf(source: Source, declaration: ImportDeclaration): Brackets {
  const members = declaration.specifiers.filter((node) => node.type === "ImportSpecifier");
  const others = declaration.specifiers.filter((node) => node.type !== "ImportSpecifier");
  const until = declaration.source.start;
  const open = findMark(source, "{", others.at(-1)?.end ?? declaration.start, until);
  const close = findMark(source, "}", members.at(-1)?.end ?? open, until);
  return { open, close, members, kind: "import" };
}

/** The index of the name that a new one follows: in the order that the names are in, else at the end. */
function placeOf(declaration: ImportDeclaration, name: Name): number {
  const names = namesOf(declaration).filter(({ imported }) => imported !== "default");
  const orders = [
    ({ imported }: Name) => imported!,
    ({ imported, isType }: Name) => (isType ? "2" : "1") + imported!,
    ({ imported, isType }: Name) => (isType ? "1" : "2") + imported!,
    ({ imported }: Name) => imported!.toLowerCase(),
  ];
  const order = orders.find((key) =>
    names.every((name, index) => index === 0 || key(names[index - 1]!) <= key(name)),
  );
  if (order === undefined) return names.length - 1;
  return names.findLastIndex((other) => order(other) <= order(name));
}

function removeName(source: Source, declaration: ImportDeclaration, index: number): string {
  const { code, style } = source;
  const node = declaration.specifiers[index];
  if (node === undefined || declaration.specifiers.length === 1) {
    const start = lineStart(code, declaration.start);
    const end = lineEnd(code, declaration.end);
    const isAlone = code.slice(start, declaration.start) + code.slice(declaration.end, end);
    if (isAlone.trim() !== "") {
      return spliced(source, [{ start: declaration.start, end: declaration.end, text: "" }]);
    }
    const isLastLine = end === code.length;
    const next = isLastLine ? end : end + style.eol.length;
    // A module that had no imports got a blank line with its first one.
    const gap = start === 0 ? /^\s*/.exec(code.slice(next))![0].length : 0;
    return spliced(source, [{ start, end: next + gap, text: "" }]);
  }
  if (node.type !== "ImportSpecifier") {
    const next = declaration.specifiers[index + 1]!;
    const brace =
      next.type === "ImportSpecifier" ? findMark(source, "{", node.end, next.start) : -1;
    const end = brace === -1 ? next.start : brace;
    return spliced(source, [{ start: node.start, end, text: "" }]);
  }
  const list = bracketsOf(source, declaration);
  const member = list.members.indexOf(node);
  if (list.members.length > 1) return spliced(source, removeMember(source, list, member));
  const other = declaration.specifiers[index - 1]!;
  return spliced(source, [{ start: other.end, end: list.close + 1, text: "" }]);
}
