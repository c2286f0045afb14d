import { accessMatrix, grantFor, operations, roles, type Role } from "@repo/validators/access";

import { labelOf } from "@/components/labels";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";

import { roleNames, words } from "./words";

const tables = Object.keys(accessMatrix).toSorted();

/** The access matrix, a table for each role. */
export function RoleMatrix() {
  return (
    <div className="grid grid-cols-1 gap-8">
      {roles.map((role) => (
        <section key={role} className="grid grid-cols-1 gap-3">
          <h2 className="text-lg font-semibold">{roleNames[role]}</h2>
          <RoleTable role={role} />
        </section>
      ))}
    </div>
  );
}

function RoleTable({ role }: { role: Role }) {
  return (
    <div className="rounded-xl border bg-card">
      <Table aria-label={words.roleOf(roleNames[role])}>
        <TableHeader>
          <TableRow>
            <TableHead>{words.table}</TableHead>
            {operations.map((operation) => (
              <TableHead key={operation}>{words[operation]}</TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {tables.map((table) => (
            <TableRow key={table}>
              <TableCell className="font-medium">{labelOf(table)}</TableCell>
              {operations.map((operation) => (
                <TableCell key={operation}>{grantText(role, table, operation)}</TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function grantText(role: Role, table: string, operation: (typeof operations)[number]): string {
  const grant = grantFor(role, table, operation);
  if (grant === null) return words.nobody;
  const { scope, only } = grant;
  return [words.scopes[scope], only && words.only(only.join(", "))].filter(Boolean).join(", ");
}
