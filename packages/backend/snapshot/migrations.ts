// The migrations of the app, from the source of `convex/migrations.ts`.
import { type Node, type SourceModule, calledName, textOf, visitAll } from "../reference/syntax.ts";

/**
 * Lists the migrations.
 * @param modules those of `convex/`
 * @returns the table that each goes over, by its name: `migrations:fillNameKeys`
 */
export function migrationsIn(modules: readonly SourceModule[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, program } of modules) {
    if (name !== "migrations") continue;
    visitAll(program, (node) => {
      const isDefinition =
        node.type === "VariableDeclarator" &&
        node.init?.type === "CallExpression" &&
        calledName(node.init) === "define";
      const table = isDefinition ? tableOf(node.init) : null;
      if (table !== null) found.set(`migrations:${node.id.name}`, table);
    });
  }
  return found;
}

function tableOf({ arguments: [definition] }: Node): string | null {
  const properties: Node[] = definition?.properties ?? [];
  const table = properties.find(({ key }) => key?.name === "table");
  return textOf(table?.value);
}
