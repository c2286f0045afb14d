import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicUser } from "@repo/validators/accounts/users";
import { usePaginatedQuery } from "convex/react";

import { useMe } from "../session/session.ts";
import { LoadMore } from "../ui/load-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { RoleBadge } from "./role-badge.tsx";

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** Everyone who has an account, live. Only admins may call this. */
export function PeopleList() {
  const people = usePaginatedQuery(api.users.list, {}, { initialNumItems: PAGE_SIZE });
  if (people.status === "LoadingFirstPage") {
    return (
      <div role="status">
        <span className="sr-only">Loading people</span>
        <Skeleton className="h-48 rounded-2xl" />
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <ul
        aria-label="People"
        className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
      >
        {people.results.map((person) => (
          <Person key={person._id} person={person} />
        ))}
      </ul>
      <LoadMore status={people.status} onLoadMore={() => people.loadMore(PAGE_SIZE)} />
    </div>
  );
}

function Person({ person }: { person: PublicUser }) {
  const me = useMe();
  return (
    <li className="flex items-center gap-3 p-4 sm:px-5">
      <div
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent"
      >
        {person.name.charAt(0).toUpperCase()}
      </div>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {person.name}
          {person._id === me._id && <span className="font-normal text-muted"> (you)</span>}
        </p>
        <p className="truncate text-sm text-muted">{person.email}</p>
      </div>
      <p className="text-sm text-muted max-sm:hidden">
        joined {dateFormat.format(person._creationTime)}
      </p>
      <RoleBadge role={person.role} />
    </li>
  );
}
