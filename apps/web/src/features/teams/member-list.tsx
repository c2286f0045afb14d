import { api } from "@repo/backend/_generated/api";
import {
  teamRoles,
  type PublicMembership,
  type TeamRole,
} from "@repo/validators/teams/memberships";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery } from "convex/react";
import { UserMinus } from "lucide-react";
import { memo, useState } from "react";

import { ConfirmDialog } from "@/components/dialogs";
import { PagedList } from "@/components/paged-list";
import { Avatar, AvatarFallback } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { failed } from "@/lib/failed";
import { changeInPages, removeFromPages } from "@/lib/optimistic";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { roleNames, words } from "./words";

/** Who is in the team, in the order of joining, live. */
export function MemberList() {
  const { _id: teamId } = useTeam();
  const members = usePaginatedQuery(
    api.memberships.list,
    { teamId },
    { initialNumItems: PAGE_SIZE },
  );
  return (
    <PagedList rows={members} label={words.members} loading={words.loading} empty={words.empty}>
      {(member) => <Member key={member._id} member={member} />}
    </PagedList>
  );
}

const Member = memo(function Member({ member }: { member: PublicMembership }) {
  const me = useMe();
  const isMe = member.userId === me._id;
  const mayRemove = useMay("memberships.remove", member.userId) && !isMe;
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-3 sm:px-4">
      <Avatar>
        <AvatarFallback>{member.name.charAt(0).toUpperCase()}</AvatarFallback>
      </Avatar>
      <div className="min-w-0 flex-1 max-sm:basis-44">
        <p className="text-sm font-medium wrap-anywhere">
          {member.name}
          {isMe && <span className="font-normal text-muted-foreground"> ({words.you})</span>}
        </p>
        <p className="text-xs wrap-anywhere text-muted-foreground">
          {member.email} · {words.joined(member._creationTime)}
        </p>
      </div>
      <RoleOf member={member} />
      {mayRemove && <RemoveMember member={member} />}
    </li>
  );
});

function RoleOf({ member }: { member: PublicMembership }) {
  const mayChange = useMay("memberships.update", member.userId);
  const change = useMutation(api.memberships.changeRole).withOptimisticUpdate(
    (store, { id, role }) => changeInPages(store, api.memberships.list, id, { role }),
  );
  if (!mayChange) {
    return (
      <Badge variant={member.role === "owner" ? "default" : "secondary"}>
        {roleNames[member.role]}
      </Badge>
    );
  }
  return (
    <NativeSelect
      aria-label={words.role(member.name)}
      className="h-9 w-auto text-sm"
      value={member.role}
      onChange={({ target }) => {
        change({ id: member._id, role: target.value as TeamRole }).catch(failed(words.notChanged));
      }}
    >
      {teamRoles.map((role) => (
        <option key={role} value={role}>
          {roleNames[role]}
        </option>
      ))}
    </NativeSelect>
  );
}

function RemoveMember({ member }: { member: PublicMembership }) {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation(api.memberships.remove).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.memberships.list, id),
  );
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.remove(member.name)}
        onClick={() => setIsAsking(true)}
      >
        <UserMinus aria-hidden />
      </Button>
      <ConfirmDialog
        title={words.removeTitle(member.name)}
        description={words.removeText}
        confirmLabel={words.removeConfirm}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          remove({ id: member._id }).catch(failed(words.notRemoved));
        }}
      />
    </>
  );
}
