// The access matrix as a page: what each role may do with each table, and which functions that opens.
import { type Role, columnOf, grantFor, operations, roles } from "@repo/validators/access";
import type { AccessMatrix, Permission, TableAccess } from "@repo/validators/access";
import type { AppFunction } from "./app-functions.ts";
import { pagesOf, tableSections } from "./markdown.ts";

const intro = [
  "Who may do what. The matrix is `packages/validators/src/access.ts`; the builders apply it to every",
  "call and every row. **own** is the caller's rows, **team** those of the caller's teams, **led** those of teams",
  "that the caller owns, **all** every row. In brackets stands the column that decides it: whose row it is, or",
  "which team's; what somebody is in a team stands in `memberships`, apart from their role in the app.",
  "What is not granted is refused. Each function is called as nobody and as every role, with rows of one's own and",
  "of others, in `packages/backend/convex/access.test.ts`. Cells that no function asks for bind the handlers, too:",
  "their `ctx.db` goes by the matrix (`packages/backend/convex/rows.test.ts`).",
];

/**
 * Writes the role matrix.
 * @param matrix the access matrix
 * @param functions every function of the app
 * @returns pages by file name
 */
export function accessPage(
  matrix: AccessMatrix,
  functions: readonly AppFunction[],
): Map<string, string> {
  return pagesOf("access", "Who may do what", intro, [
    ...tableSections("Tables", ["Table", "Operation", ...roles], tableRows(matrix)),
    ...tableSections(
      "Functions",
      ["Function", "Asks for", "signed out", ...roles],
      functionRows(matrix, functions),
    ),
  ]);
}

function tableRows(matrix: AccessMatrix): string[][] {
  const tables = Object.entries<TableAccess>(matrix).sort(([a], [b]) => (a < b ? -1 : 1));
  return tables.flatMap(([name, { columns = {} }]) =>
    operations.map((operation) => [
      name,
      operation,
      ...roles.map((role) => {
        const grant = grantFor(role, name, operation, matrix);
        if (grant === null) return "–";
        const column = columnOf(grant.scope, columns);
        const by = column === undefined ? "" : ` (\`${column}\`)`;
        return `${grant.scope}${by}${grant.only ? `, only ${grant.only.join(", ")}` : ""}`;
      }),
    ]),
  );
}

function functionRows(matrix: AccessMatrix, functions: readonly AppFunction[]): string[][] {
  return functions.flatMap(({ name, policy }) => {
    if (policy === undefined) return [];
    const { access } = policy;
    const asked = typeof access === "object" ? access.public : `\`${access}\``;
    const isOpen = typeof access === "object";
    return [
      [
        `\`${name}\``,
        asked,
        isOpen ? "yes" : "–",
        ...roles.map((role) =>
          isOpen || access === "signedIn" ? "yes" : scopeOf(matrix, role, access),
        ),
      ],
    ];
  });
}

function scopeOf(matrix: AccessMatrix, role: Role, permission: Permission): string {
  const dot = permission.lastIndexOf(".");
  const operation = permission.slice(dot + 1) as (typeof operations)[number];
  return grantFor(role, permission.slice(0, dot), operation, matrix)?.scope ?? "–";
}
