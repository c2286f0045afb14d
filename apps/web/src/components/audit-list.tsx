// What happened: who changed which row, when. Of a team for its owners, of everything for administrators.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicAuditEvent } from "@repo/validators/platform/auditEvents";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import type { FunctionArgs } from "convex/server";

import { auditWords as words, detailText, rowsIn, personIn } from "@/components/audit-words";
import { momentText } from "@/components/facts";
import { labelOf } from "@/components/labels";
import { PagedList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { NAMELESS, useNames, type NameOf } from "@/lib/use-names";

const first = { initialNumItems: PAGE_SIZE };

/** Without a team in `of`, the events of the whole app, or of one `table`. */
export function AuditList({
  of,
  table,
}: {
  of?: { teamId: Id<"teams"> };
  table?: FunctionArgs<typeof api.auditEvents.listAll>["table"];
}) {
  const narrowed = table === undefined ? {} : { table };
  const ofTeam = usePaginatedQuery(api.auditEvents.list, of ?? "skip", first);
  const all = usePaginatedQuery(api.auditEvents.listAll, of ? "skip" : narrowed, first);
  const events = of ? ofTeam : all;
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
    const name = id === of?.teamId ? undefined : known(id);
    return name === NAMELESS ? undefined : name;
  };
  return (
    <PagedList rows={events} label={words.list} loading={words.loading} empty={words.empty}>
      {(event) => <AuditRow key={event._id} event={event} nameOf={nameOf} />}
    </PagedList>
  );
}

function AuditRow({ event, nameOf }: { event: PublicAuditEvent; nameOf: NameOf }) {
  const { actorId, action, table, rowId } = event;
  const verb = action.split(".")[1] ?? action;
  const details = event.details.flatMap((detail) => detailText(verb, detail, nameOf) ?? []);
  // Who signs in is named once.
  const name = rowId === actorId ? undefined : nameOf(rowId);
  return (
    <li className="grid gap-1 p-3 text-sm sm:px-4">
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <span className="font-medium">
          {actorId ? (nameOf(actorId) ?? words.someone) : words.system}
        </span>{" "}
        {words.did(verb)} {name !== undefined && <span className="wrap-anywhere">“{name}”</span>}{" "}
        <Badge variant="outline">{labelOf(table)}</Badge>
      </p>
      {details.length > 0 && (
        <p className="text-xs wrap-anywhere text-muted-foreground">{details.join(" · ")}</p>
      )}
      <p className="text-xs text-muted-foreground">{momentText(event._creationTime)}</p>
    </li>
  );
}
