// The people of a team: choosing one in a form, and showing by name who it is.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicMembership } from "@repo/validators/teams/memberships";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";

import { Filter } from "@/components/filter";
import { Field } from "@/components/form/field";
import { SelectField, type FieldProps } from "@/components/form/fields";
import { SeveralField } from "@/components/form/several-field";
import { Avatar, AvatarFallback } from "@/components/ui/avatar";
import { NativeSelect } from "@/components/ui/native-select";
import { memberNames } from "@/session/member-names";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";

import { words } from "./words";

interface Members {
  /** Names by the ids of the people. */
  names: ReadonlyMap<string, string>;
  /** Whether that is all of them. */
  isAll: boolean;
  /** Asks for all of them. */
  ask: () => void;
}

const MembersContext = createContext<Members | null>(null);

/**
 * Gives the people of the team to everything below. Once something needs all of them they are asked for, together: a
 * team has no more than a few hundred.
 */
export function TeamMembers({ children }: { children: ReactNode }) {
  const { _id: teamId } = useTeam();
  const [isAsked, setIsAsked] = useState(false);
  const { results, status, loadMore } = usePaginatedQuery(
    api.memberships.list,
    isAsked ? { teamId } : "skip",
    { initialNumItems: PAGE_SIZE_MAX },
  );
  useEffect(() => {
    if (status === "CanLoadMore") loadMore(PAGE_SIZE_MAX);
  }, [status, loadMore]);
  // The same object while nothing changes, so that what names a member is not drawn again.
  const members = useMemo(
    () => ({
      names: memberNames(results satisfies PublicMembership[]),
      isAll: status === "Exhausted",
      ask: () => setIsAsked(true),
    }),
    [results, status],
  );
  return <MembersContext value={members}>{children}</MembersContext>;
}

/** Names the people that a page knows already, so that nobody has to be asked for. `people` is the same until it changes. */
export function KnownMembers({
  people,
  children,
}: {
  people: readonly { userId: string; name: string }[];
  children: ReactNode;
}) {
  const members = useMembers();
  const known = useMemo(
    () => ({
      ...members,
      names: new Map([
        ...people.map(({ userId, name }) => [userId, name] as const),
        ...members.names,
      ]),
    }),
    [people, members],
  );
  return <MembersContext value={known}>{children}</MembersContext>;
}

function useMembers(): Members {
  const members = use(MembersContext);
  if (!members) throw new Error("The people of a team are for what stands in <TeamMembers>.");
  return members;
}

/** The same, and asks for all of them. */
function useAllMembers(): Members {
  const members = useMembers();
  useEffect(() => members.ask());
  return members;
}

/** The name of somebody in the team: a dash until it is known. */
function useMemberName(id: string): string {
  const { names, isAll, ask } = useMembers();
  const name = names.get(id);
  useEffect(() => {
    if (name === undefined) ask();
  });
  return name ?? (isAll ? words.formerMember : "–");
}

/** Offers the people of the team. */
export function MemberField<Name extends string>({ hint, ...field }: FieldProps<Name>) {
  const { names, isAll } = useAllMembers();
  const options = [...names].map(([value, label]) => ({ value, label }));
  const value = field.form.valueOf(field.name);
  // A value that names a former member is kept.
  if (value !== "" && !names.has(value)) {
    options.push({ value, label: isAll ? words.formerMember : words.current });
  }
  return <SelectField {...field} options={options} hint={isAll ? hint : words.loadingMembers} />;
}

/** Offers the people of the team for a list of them. */
export function MembersField<Name extends string>({ hint, ...field }: FieldProps<Name>) {
  const { names, isAll } = useAllMembers();
  return (
    <SeveralField
      {...field}
      options={[...names].map(([value, label]) => ({ value, label }))}
      nameOf={(id) => names.get(id) ?? (isAll ? words.formerMember : words.current)}
      hint={isAll ? hint : words.loadingMembers}
    />
  );
}

/** The name of somebody in the team. */
export function MemberName({ id }: { id: string }) {
  return <>{useMemberName(id)}</>;
}

/** The first letter of somebody in the team, with the name for screen readers and on hover. */
export function MemberAvatar({ id }: { id: string }) {
  const name = useMemberName(id);
  return (
    <Avatar className="size-6" title={name}>
      <AvatarFallback>
        <span aria-hidden>{name.charAt(0).toUpperCase()}</span>
        <span className="sr-only">{name}</span>
      </AvatarFallback>
    </Avatar>
  );
}

/** Narrows a list to what is of one person of the team, who are asked for once somebody is to be chosen; undefined where `all` is chosen. */
export function MemberFilter({
  label,
  all,
  value,
  onChange,
}: {
  label: string;
  /** What everybody is called. */
  all: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const { names, isAll, ask } = useMembers();
  const me = useMe()._id;
  const others = [...names].filter(([id]) => id !== me);
  const isOther = value !== undefined && value !== me && !names.has(value);
  useEffect(() => {
    if (isOther) ask();
  });
  const named = [
    [me, words.me] as const,
    ...others,
    ...(isOther ? [[value, isAll ? words.formerMember : "–"] as const] : []),
  ];
  return (
    <Filter
      label={label}
      all={all}
      values={named.map(([id]) => id)}
      names={Object.fromEntries(named)}
      value={value}
      onChange={onChange}
      onApproach={ask}
    />
  );
}

/** Chooses somebody of the team, or nobody, outside a form. */
export function MemberSelect({
  label,
  value,
  none,
  isDisabled,
  onChange,
}: {
  label: string;
  value: Id<"users"> | null;
  /** What nobody is called. */
  none: string;
  isDisabled: boolean;
  onChange: (id: Id<"users"> | null) => void;
}) {
  const { names, isAll } = useAllMembers();
  const isFormer = value !== null && !names.has(value);
  return (
    <Field label={label}>
      {(control) => (
        <NativeSelect
          {...control}
          value={value ?? ""}
          disabled={isDisabled}
          onChange={({ target }) =>
            onChange(target.value === "" ? null : (target.value as Id<"users">))
          }
        >
          <option value="">{none}</option>
          {isFormer && <option value={value}>{isAll ? words.formerMember : "–"}</option>}
          {[...names].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
