// What happened: who changed which row, when. Of a team for its owners, of everything for administrators.
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicAuditEvent } from "@repo/validators/platform/auditEvents";
import { Link } from "@tanstack/react-router";
import type { UsePaginatedQueryResult } from "convex/react";
import type { ReactNode } from "react";

import { detailText, rowsIn, personIn } from "@/components/audit-details";
import { momentText } from "@/components/facts";
import { labelOf } from "@/components/labels";
import { PagedList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { NAMELESS, useNames, type NameOf } from "@/lib/use-names";

import { words } from "./words";

/** How rows of the log lead to a log of one person, or of one row. */
export interface Narrowing {
  /** The search of the address that narrows the log to a person. */
  byPerson: (id: string) => object;
  /** The same for a row. */
  byRow: (table: PublicAuditEvent["table"], id: string) => object;
}

/** `teamId` is the team that all these events are of, if there is one. */
export function AuditList({
  events,
  teamId,
  narrowing,
}: {
  events: UsePaginatedQueryResult<PublicAuditEvent>;
  teamId?: string;
  narrowing?: Narrowing;
}) {
  const known = useNames({
    tasks: rowsIn(events.results, "tasks"),
    teams: rowsIn(events.results, "teams"),
    users: events.results.flatMap(({ actorId, table, rowId, details }) => [
      actorId,
      table === "users" ? (rowId as Id<"users">) : undefined,
      ...(details.flatMap(personIn) as Id<"users">[]),
    ]),
  });
  // The page of a team need not name the team in each line.
  const nameOf: NameOf = (id) => {
    const name = id === teamId ? undefined : known(id);
    return name === NAMELESS ? undefined : name;
  };
  return (
    <PagedList
      rows={events}
      label={words.whatHappened}
      loading={words.loadingWhatHappened}
      empty={words.nothingHappened}
    >
      {(event) => <AuditRow key={event._id} event={event} nameOf={nameOf} narrowing={narrowing} />}
    </PagedList>
  );
}

function AuditRow({
  event,
  nameOf,
  narrowing,
}: {
  event: PublicAuditEvent;
  nameOf: NameOf;
  narrowing: Narrowing | undefined;
}) {
  const { actorId, action, table, rowId } = event;
  const verb = action.split(".")[1] ?? action;
  const details = event.details.flatMap((detail) => detailText(verb, detail, nameOf) ?? []);
  // Who signs in is named once.
  const name = rowId === actorId ? undefined : nameOf(rowId);
  return (
    <li className="grid gap-1 p-3 text-sm sm:px-4">
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <span className="font-medium">
          {actorId ? (
            <Narrowed search={narrowing?.byPerson(actorId)} hint={words.onlyByPerson}>
              {nameOf(actorId) ?? words.someone}
            </Narrowed>
          ) : (
            words.system
          )}
        </span>{" "}
        {didText(verb)}{" "}
        {name !== undefined && (
          <Narrowed search={narrowing?.byRow(table, rowId)} hint={words.onlyOfRow}>
            <span className="wrap-anywhere">“{name}”</span>
          </Narrowed>
        )}{" "}
        <Badge variant="outline">{labelOf(table)}</Badge>
      </p>
      {details.length > 0 && (
        <p className="text-xs wrap-anywhere text-muted-foreground">{details.join(" · ")}</p>
      )}
      <p className="text-xs text-muted-foreground">{momentText(event._creationTime)}</p>
    </li>
  );
}

/** What somebody did: a name of the code as words, where no better ones are known. */
function didText(verb: string): string {
  const known: Readonly<Record<string, string>> = words.did;
  return known[verb] ?? labelOf(verb).toLowerCase();
}

/** A name that narrows the log to what it names, where it can. */
function Narrowed({
  search,
  hint,
  children,
}: {
  search: object | undefined;
  hint: string;
  children: ReactNode;
}) {
  if (search === undefined) return children;
  return (
    <Link to="." search={search} title={hint} className="hover:underline">
      {children}
    </Link>
  );
}
