import { api } from "@repo/backend/_generated/api";
import { invitationInput, type PublicInvitation } from "@repo/validators/teams/invitations";
import { teamRoles } from "@repo/validators/teams/memberships";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Send } from "lucide-react";
import { memo } from "react";
import { toast } from "sonner";

import { SelectField, TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PagedList } from "@/components/paged-list";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";
import { useTeam } from "@/session/teams";

import { roleNames, words } from "./words";

const inviteShape = invitationInput.omit({ teamId: true });

/** Inviting people, and the invitations that are open. For owners of the team. */
export function Invitations() {
  return (
    <div className="grid gap-6">
      <InviteForm />
      <OpenInvitations />
    </div>
  );
}

function InviteForm() {
  const { _id: teamId } = useTeam();
  const create = useMutation(api.invitations.create);
  const form = useZodForm({
    shape: inviteShape,
    initial: { email: "", role: "member" },
    onSubmit: async (input) => {
      await create({ ...input, teamId });
      toast.success(words.invited(input.email));
      form.reset();
    },
    refused: words.notInvited,
  });
  return (
    <form
      onSubmit={form.submit}
      noValidate
      aria-label={words.invite}
      className="grid items-start gap-4 rounded-xl border bg-card p-4 sm:grid-cols-[1fr_10rem_auto]"
    >
      <TextField form={form} name="email" label={words.email} type="email" />
      <SelectField
        form={form}
        name="role"
        label={words.inviteRole}
        options={teamRoles.map((value) => ({ value, label: roleNames[value] }))}
        isRequired
      />
      <PendingButton type="submit" isPending={form.isPending} className="sm:mt-5">
        <Send aria-hidden />
        {words.invite}
      </PendingButton>
    </form>
  );
}

function OpenInvitations() {
  const { _id: teamId } = useTeam();
  const invitations = usePaginatedQuery(
    api.invitations.list,
    { teamId },
    { initialNumItems: PAGE_SIZE },
  );
  return (
    <PagedList
      rows={invitations}
      label={words.invitations}
      loading={words.loading}
      empty={words.noInvitations}
    >
      {(invitation) => <Invitation key={invitation._id} invitation={invitation} />}
    </PagedList>
  );
}

const Invitation = memo(function Invitation({ invitation }: { invitation: PublicInvitation }) {
  const { _id: id, email, role, expiresAt } = invitation;
  const resend = useMutation(api.invitations.resend);
  const revoke = useMutation(api.invitations.revoke).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.invitations.list, id),
  );
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-2 p-3 sm:px-4">
      <div className="min-w-0 flex-1 max-sm:basis-44">
        <p className="text-sm font-medium wrap-anywhere">{email}</p>
        <p className="text-xs text-muted-foreground">{words.invitedUntil(role, expiresAt)}</p>
      </div>
      <div className="flex gap-2">
        <Button
          variant="outline"
          size="sm"
          aria-label={words.resendTo(email)}
          onClick={() => {
            resend({ id }).then(() => toast.success(words.resent(email)), failed(words.notResent));
          }}
        >
          {words.resend}
        </Button>
        <Button
          variant="outline"
          size="sm"
          aria-label={words.revokeOf(email)}
          onClick={() => void revoke({ id }).catch(failed(words.notRevoked))}
        >
          {words.revoke}
        </Button>
      </div>
    </li>
  );
});
