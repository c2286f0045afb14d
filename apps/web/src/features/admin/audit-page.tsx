import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { X } from "lucide-react";

import { AuditList, type Narrowing } from "@/components/audit-list";
import { Filter } from "@/components/filter";
import { ListBoundary } from "@/components/list-boundary";
import { Button } from "@/components/ui/button";
import { NAMELESS, useNames } from "@/lib/use-names";
import { PageTitle } from "@/shell/page-title";

import type { AuditSearch } from "./audit-search";
import { auditTableNames, auditTables, words } from "./words";

export function AuditPage() {
  const search = useSearch({ from: "/_app/admin/audit" });
  const navigate = useNavigate({ from: "/admin/audit" });
  const show = (next: AuditSearch) => void navigate({ search: next, replace: true });
  const { table, person, row } = search;
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      <PageTitle title={words.audit}>{words.auditText}</PageTitle>
      <div className="flex flex-wrap items-end gap-3">
        <Filter
          label={words.auditTable}
          all={words.allTables}
          values={auditTableNames}
          names={auditTables}
          value={table}
          // A row is of one table.
          onChange={(next) => show({ table: next, person })}
        />
        {person !== undefined && row === undefined && (
          <ByPerson id={person} onClear={() => show({ table })} />
        )}
        {table !== undefined && row !== undefined && (
          <OfRow table={table} id={row} onClear={() => show({ table })} />
        )}
      </div>
      <ListBoundary resetKey={JSON.stringify(search)}>
        {table !== undefined && row !== undefined ? (
          <EventsOfRow table={table} row={row} />
        ) : (
          <Events table={table} person={person} />
        )}
      </ListBoundary>
    </div>
  );
}

const first = { initialNumItems: PAGE_SIZE };

const narrowing: Narrowing = {
  byPerson: (person) => ({ person }),
  byRow: (table, row) => ({ table, row }),
};

function Events({ table, person }: Pick<AuditSearch, "table" | "person">) {
  const actorId = person as Id<"users"> | undefined;
  const args = { ...(table && { table }), ...(actorId && { actorId }) };
  const events = usePaginatedQuery(api.auditEvents.listAll, args, first);
  return <AuditList events={events} narrowing={narrowing} />;
}

type RowArgs = FunctionArgs<typeof api.auditEvents.listByRow>;

function EventsOfRow({ table, row }: { table: RowArgs["table"]; row: string }) {
  const args = { table, rowId: row as RowArgs["rowId"] };
  const events = usePaginatedQuery(api.auditEvents.listByRow, args, first);
  return <AuditList events={events} narrowing={narrowing} />;
}

function ByPerson({ id, onClear }: { id: string; onClear: () => void }) {
  const name = useNameOf("users", id);
  return <Narrowed text={words.byPerson(name ?? words.somebody)} onClear={onClear} />;
}

function OfRow({
  table,
  id,
  onClear,
}: {
  table: RowArgs["table"];
  id: string;
  onClear: () => void;
}) {
  const name = useNameOf(table, id);
  return <Narrowed text={words.ofRow(name ?? words.someRow)} onClear={onClear} />;
}

/** What a row of the log is called; undefined while that is not known, and for tables without names. */
function useNameOf(table: RowArgs["table"], id: string): string | undefined {
  const isNamed = table === "tasks" || table === "teams" || table === "users";
  const name = useNames(isNamed ? { [table]: [id] } : {})(id);
  return name === NAMELESS ? undefined : name;
}

/** What the log is narrowed to, with a way back. */
function Narrowed({ text, onClear }: { text: string; onClear: () => void }) {
  return (
    <Button variant="secondary" aria-label={words.showAll(text)} onClick={onClear}>
      {text}
      <X aria-hidden />
    </Button>
  );
}
