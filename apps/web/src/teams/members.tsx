// The people of a team: choosing one in a form, and showing by name who it is.
import { api } from "@repo/backend/_generated/api";
import type { PublicMembership } from "@repo/validators/teams/memberships";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { createContext, use, useEffect, type ReactNode } from "react";

import { SelectField, type FieldProps } from "../ui/form-fields.tsx";
import { memberNames } from "./member-names.ts";
import { useTeam } from "./team.ts";

/** Names by the ids of the people, and whether that is all of them. */
const MembersContext = createContext<{ names: ReadonlyMap<string, string>; isAll: boolean } | null>(
  null,
);

/** Asks once for the people of the team, for all that names one below. A team has no more than a few hundred. */
export function TeamMembers({ children }: { children: ReactNode }) {
  const { _id: teamId } = useTeam();
  const { results, status, loadMore } = usePaginatedQuery(
    api.memberships.list,
    { teamId },
    { initialNumItems: PAGE_SIZE_MAX },
  );
  useEffect(() => {
    if (status === "CanLoadMore") loadMore(PAGE_SIZE_MAX);
  }, [status, loadMore]);
  const names = memberNames(results satisfies PublicMembership[]);
  return (
    <MembersContext value={{ names, isAll: status === "Exhausted" }}>{children}</MembersContext>
  );
}

function useMembers() {
  const members = use(MembersContext);
  if (!members) throw new Error("The people of a team are for what stands in <TeamMembers>.");
  return members;
}

/** Offers the people of the team. */
export function MemberField<Name extends string>({ hint, ...field }: FieldProps<Name>) {
  const { names, isAll } = useMembers();
  const options = [...names].map(([value, label]) => ({ value, label }));
  const { value } = field.form.register(field.name);
  // A value that names a former member is kept.
  if (value !== "" && !names.has(value)) {
    options.push({ value, label: isAll ? FORMER : "Current selection" });
  }
  return <SelectField {...field} options={options} hint={isAll ? hint : "Loading members…"} />;
}

const FORMER = "Former member";

/** The name of somebody in the team: a dash until it is known. */
export function MemberName({ id }: { id: string }) {
  const { names, isAll } = useMembers();
  return <>{names.get(id) ?? (isAll ? FORMER : "–")}</>;
}
