// What an import says, name by name.
import type { ImportDeclaration, ImportDeclarationSpecifier } from "oxc-parser";
import type { Fragment } from "../plan.ts";
import { type Source, parseModule } from "./source.ts";
import { nameOf } from "./syntax.ts";

/** What one name of an import says. */
export interface Name {
  specifier: string;
  /** What the other module calls it; "*" for all of it, null for an import without names. */
  imported: string | null;
  /** What this module calls it. */
  local: string | null;
  isType: boolean;
}

/**
 * Splits an import into fragments, one for each name.
 * @param text one import declaration, such as `import { a, type B } from "./c";`
 */
export function importFragments(text: string): Fragment[] {
  const source = parseModule("fragment.ts", text);
  return declarationsOf(source)
    .flatMap(namesOf)
    .map((name) => ({ kind: "import", key: keyOf(name), text: written(name) }));
}

/** The imports of a module, in order. */
export function declarationsOf({ program }: Source): ImportDeclaration[] {
  return program.body.filter((node) => node.type === "ImportDeclaration");
}

/** The names that an import brings; one without any for `import "x"`. */
export function namesOf(declaration: ImportDeclaration): Name[] {
  const specifier = declaration.source.value;
  if (declaration.specifiers.length === 0) {
    return [{ specifier, imported: null, local: null, isType: false }];
  }
  return declaration.specifiers.map((node) => ({
    specifier,
    imported: importedBy(node),
    local: node.local.name,
    isType:
      declaration.importKind === "type" ||
      (node.type === "ImportSpecifier" && node.importKind === "type"),
  }));
}

function importedBy(node: ImportDeclarationSpecifier): string {
  if (node.type === "ImportNamespaceSpecifier") return "*";
  if (node.type === "ImportDefaultSpecifier") return "default";
  return nameOf(node.imported)!;
}

/**
 * Reads the fragment of one name.
 * @throws TypeError when it is anything else, which is a bug of the generator
 */
export function nameIn(fragment: Fragment): Name {
  const names = declarationsOf(parseModule("fragment.ts", fragment.text)).flatMap(namesOf);
  if (names.length === 1) return names[0]!;
  throw new TypeError(`The fragment "${fragment.text}" is not an import of one name.`);
}

/** The key that a name is found by: `./c#a`, `./c#a as b`, `./c#* as c`, or `./c` alone. */
export function keyOf({ specifier, imported, local }: Name): string {
  if (imported === null) return specifier;
  return `${specifier}#${imported}${imported === local ? "" : ` as ${local}`}`;
}

/** The import as a declaration of its own, as the repository writes it. */
export function written(name: Name, quote = '"', semicolon = ";"): string {
  const from = `${quote}${name.specifier}${quote}${semicolon}`;
  if (name.imported === null) return `import ${from}`;
  const type = name.isType ? "type " : "";
  if (name.imported === "*") return `import ${type}* as ${name.local} from ${from}`;
  if (name.imported === "default") return `import ${type}${name.local} from ${from}`;
  return `import ${type}{ ${specifierText(name)} } from ${from}`;
}

/** The name as it stands in braces. */
export function specifierText({ imported, local }: Name): string {
  return imported === local ? local! : `${imported} as ${local}`;
}
