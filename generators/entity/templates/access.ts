// `packages/validators/src/access/<table>.ts`: who may do what with the rows of an entity.
import type { EntityNames } from "../../names/names.ts";
import { type EntityModel, operations } from "../model.ts";
import { indented, object, paragraphs, quoted } from "../print.ts";

/** The record that the module exports. */
export const accessName = ({ one }: EntityNames) => `${one}Access`;

/** The whole file. */
export function accessFile({ names, owner, team, grants }: EntityModel): string {
  const decided = [
    ...(owner === null ? [] : [`own: ${quoted(owner.name)}`]),
    ...(team === null ? [] : [`team: ${quoted(team.name)}`]),
  ];
  const lines = operations.flatMap((operation) => {
    const byRole = grants[operation];
    if (byRole === undefined) return [];
    const pairs = Object.entries(byRole).map(([role, scope]) => `${role}: ${quoted(scope)}`);
    return [object(`${operation}: `, pairs, ",", 4)];
  });
  return (
    paragraphs(
      [
        `// Who may do what with ${names.manyWords}.`,
        `import type { AccessMatrix } from "../access.ts";`,
      ].join("\n"),
      [
        `export const ${accessName(names)} = {`,
        `  ${names.table}: {`,
        ...(decided.length === 0 ? [] : [`    columns: { ${decided.join(", ")} },`]),
        ...lines.map((line) => indented(line, 4)),
        "  },",
        "} as const satisfies AccessMatrix;",
      ].join("\n"),
    ) + "\n"
  );
}

/** Who may do what as one reads it aloud: operations that a role has in the same scope stand together. */
export function accessText({ roles, grants }: EntityModel): string {
  const parts = roles.flatMap((role) => {
    const byScope = new Map<string, string[]>();
    for (const operation of operations) {
      const scope = grants[operation]?.[role];
      if (scope !== undefined) byScope.set(scope, [...(byScope.get(scope) ?? []), operation]);
    }
    return [...byScope].map(([scope, held]) => {
      const which = held.length === operations.length ? "" : `: ${held.join(", ")}`;
      return `${role} ${scope}${which}`;
    });
  });
  return parts.join("; ");
}
