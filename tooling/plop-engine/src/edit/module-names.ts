// The names that a module declares, imports and exports.
import type { Node } from "oxc-parser";
import type { Source } from "./source.ts";
import { nameOf } from "./syntax.ts";

/**
 * Lists what a module declares at its top and what it imports: names that are taken in it.
 * @param source a parsed module
 */
export function namesIn({ program }: Source): { exported: Set<string>; taken: Set<string> } {
  const exported = new Set<string>();
  const taken = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      for (const { local } of statement.specifiers) taken.add(local.name);
      continue;
    }
    const isExport = statement.type === "ExportNamedDeclaration";
    const declaration = isExport ? statement.declaration : statement;
    for (const name of declaration ? declaredBy(declaration) : []) {
      taken.add(name);
      if (isExport) exported.add(name);
    }
    if (!isExport) continue;
    for (const specifier of statement.specifiers) {
      const name = nameOf(specifier.exported);
      if (name !== null) exported.add(name);
    }
  }
  return { exported, taken };
}

function declaredBy(declaration: Node): string[] {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
  }
  const hasName = "id" in declaration && declaration.id?.type === "Identifier";
  return hasName ? [(declaration.id as { name: string }).name] : [];
}
