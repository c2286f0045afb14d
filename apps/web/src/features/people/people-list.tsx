import { api } from "@repo/backend/_generated/api";
import { roles, type Role } from "@repo/validators/access";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { ListedUser } from "@repo/validators/accounts/users";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Ban } from "lucide-react";
import { memo, useState } from "react";
import { toast } from "sonner";

import { ConfirmDialog } from "@/components/dialogs";
import { Filter } from "@/components/filter";
import { PagedList } from "@/components/paged-list";
import { SearchInput } from "@/components/search-input";
import { Avatar, AvatarFallback, AvatarImage } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { errorSentence } from "@/lib/error-sentences";
import { failed } from "@/lib/failed";
import { changeInPages } from "@/lib/optimistic";
import { useLastResults, useSearch } from "@/lib/use-search";
import { useMe } from "@/session/session";

import { words } from "./words";

type Order = "newest" | "name";

/** Everyone who has an account, live. Only admins may call this. */
export function PeopleList() {
  const { text, setText, term } = useSearch();
  const [order, setOrder] = useState<Order>("newest");
  return (
    <div className="grid max-w-4xl gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <SearchInput label={words.search} value={text} onChange={setText} />
        {term === "" && (
          <Filter
            label={words.order}
            values={["newest", "name"]}
            names={words.orders}
            value={order}
            onChange={setOrder}
          />
        )}
      </div>
      <People term={term} order={order} />
    </div>
  );
}

function People({ term, order }: { term: string; order: Order }) {
  const args = term === "" ? (order === "name" ? { order } : {}) : { search: term };
  const people = useLastResults(
    usePaginatedQuery(api.users.list, args, { initialNumItems: PAGE_SIZE }),
  );
  return (
    <PagedList rows={people} label={words.list} loading={words.loading} empty={words.nobody}>
      {(person) => <Person key={person._id} person={person} />}
    </PagedList>
  );
}

const Person = memo(function Person({ person }: { person: ListedUser }) {
  const me = useMe();
  const isMe = person._id === me._id;
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-3 sm:px-4">
      <Avatar className="size-10">
        {person.avatarUrl && <AvatarImage src={person.avatarUrl} alt="" />}
        <AvatarFallback>{person.name.charAt(0).toUpperCase()}</AvatarFallback>
      </Avatar>
      <div className="min-w-0 flex-1 max-sm:basis-44">
        <p className="text-sm font-medium wrap-anywhere">
          {person.name}
          {isMe && <span className="font-normal text-muted-foreground"> ({words.you})</span>}
        </p>
        <p className="text-xs wrap-anywhere text-muted-foreground">
          {person.email} · {words.joined(person._creationTime)}
        </p>
      </div>
      {person.bannedAt !== undefined && <Badge variant="destructive">{words.banned}</Badge>}
      {person.leavingSince !== undefined && <Badge variant="outline">{words.leaving}</Badge>}
      <RoleOf person={person} />
      {!isMe && <BanButton person={person} />}
    </li>
  );
});

function RoleOf({ person }: { person: ListedUser }) {
  const isMe = person._id === useMe()._id;
  // Only another admin can undo it.
  const [asked, setAsked] = useState<Role | null>(null);
  const change = useMutation(api.users.changeRole).withOptimisticUpdate((store, { id, role }) =>
    changeInPages(store, api.users.list, id, { role }),
  );
  const save = (role: Role) => {
    change({ id: person._id, role }).catch(failed(words.notChanged));
  };
  return (
    <>
      <NativeSelect
        aria-label={words.role(person.name)}
        className="h-9 w-auto text-sm capitalize"
        value={person.role}
        onChange={({ target }) => {
          const role = target.value as Role;
          if (isMe) setAsked(role);
          else save(role);
        }}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </NativeSelect>
      <ConfirmDialog
        title={words.ownRoleTitle}
        description={words.ownRoleText}
        confirmLabel={words.ownRoleConfirm}
        isOpen={asked !== null}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked !== null && save(asked)}
      />
    </>
  );
}

function BanButton({ person }: { person: ListedUser }) {
  const { _id: id, name, bannedAt } = person;
  const [isAsking, setIsAsking] = useState(false);
  const ban = useMutation(api.users.ban).withOptimisticUpdate((store) =>
    changeInPages(store, api.users.list, id, { bannedAt: Date.now() }),
  );
  const unban = useMutation(api.users.unban).withOptimisticUpdate((store) =>
    changeInPages(store, api.users.list, id, { bannedAt: undefined }),
  );
  const failed = (sentence: string) => (error: unknown) => {
    toast.error(sentence, { description: errorSentence(error) });
  };
  if (bannedAt !== undefined) {
    return (
      <Button
        variant="outline"
        size="sm"
        aria-label={words.unbanOf(name)}
        onClick={() => void unban({ id }).catch(failed(words.notUnbanned))}
      >
        {words.unban}
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.ban(name)}
        onClick={() => setIsAsking(true)}
      >
        <Ban aria-hidden />
      </Button>
      <ConfirmDialog
        title={words.banTitle(name)}
        description={words.banText}
        confirmLabel={words.banConfirm}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => void ban({ id }).catch(failed(words.notBanned))}
      />
    </>
  );
}
