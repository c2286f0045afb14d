// The access matrix as a page: what each role may do with the rows of each table.
import {
  type Role,
  type RoleRules,
  columnOf,
  grantFor,
  operations,
  roleRules,
  roles,
} from "@repo/validators/access";
import type { AccessMatrix, TableAccess } from "@repo/validators/access";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "What each role may do with the rows of each table. The matrix is data in `packages/validators/src/access/`; the",
  "builders apply it to every call, and `ctx.db` to every row. What is not granted is refused.",
  "",
  "| Scope | Rows |",
  "| --- | --- |",
  "| **own** | the caller's |",
  "| **team** | those of teams that the caller is a member of |",
  "| **led** | those of teams that the caller owns |",
  "| **all** | every row |",
  "",
  "The column that decides is in brackets. A test calls every function as every role and signed out, on the caller's",
  "rows and on those of others.",
];

/**
 * Writes the access matrix.
 * @param matrix the access matrix
 * @param rules the roles that extend another one; default: the app's own
 */
export function accessPage(matrix: AccessMatrix, rules: RoleRules = roleRules): string {
  const tables = Object.entries<TableAccess>(matrix).sort(([a], [b]) => (a < b ? -1 : 1));
  const granted = tables.map(([name]) => [
    `\`${name}\``,
    ...roles.map((role) => grantsText(matrix, role, name)),
  ]);
  const isClosed = (row: string[]) => row.slice(1).every((cell) => cell === "–");
  const closed = granted.filter(isClosed).map(([name]) => name);
  return pageOf("Who may do what", intro, [
    {
      title: "Tables",
      lines: table(
        ["Table", ...roles],
        granted.filter((row) => !isClosed(row)),
      ),
    },
    ...teamRolesSection(rules.team),
    {
      title: "Closed tables",
      lines: [
        `No role reaches rows of ${closed.join(", ") || "no table"}; functions of the app alone do.`,
      ],
    },
  ]);
}

/** What people may do in a team besides: empty where they are members and owners alone. */
function teamRolesSection(rules: RoleRules["team"]) {
  const listed = (texts: readonly string[]) => texts.join(", ") || "–";
  const code = (permission: string) => `\`${permission}\``;
  const rows = Object.entries(rules).map(
    ([role, { extends: other, grants = {}, without = [] }]) => {
      const more = Object.entries(grants).map(
        ([permission, reach]) => `${code(permission)} (${reach})`,
      );
      return [role, other, listed(more), listed(without.map(code))];
    },
  );
  if (rows.length === 0) return [];
  const lines = [
    "What a role of a team holds, in that team alone, besides what its people may do by their role in the app.",
    "",
    ...table(["Role", "Extends", "May, too", "May not"], rows),
  ];
  return [{ title: "Roles of a team", lines }];
}

/** What a role may do with a table: operations by the rows that they reach. */
function grantsText(matrix: AccessMatrix, role: Role, name: string): string {
  const byRows = new Map<string, string[]>();
  for (const operation of operations) {
    const grant = grantFor(role, name, operation, matrix);
    if (grant === null) continue;
    const column = columnOf(grant.scope, matrix[name as keyof AccessMatrix]?.columns ?? {});
    const rows = `${grant.scope}${column === undefined ? "" : ` (\`${column}\`)`}`;
    const only = grant.only ? ` of ${grant.only.join(", ")} only` : "";
    byRows.set(rows, [...(byRows.get(rows) ?? []), `${operation}${only}`]);
  }
  const texts = [...byRows].map(([rows, done]) => `${rows}: ${done.join(", ")}`);
  return texts.join("; ") || "–";
}
