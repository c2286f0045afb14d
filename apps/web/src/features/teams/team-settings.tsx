import { api } from "@repo/backend/_generated/api";
import { teamInput } from "@repo/validators/teams/teams";
import { useMutation } from "convex/react";
import { LogOut, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { ConfirmDialog } from "@/components/dialogs";
import { TextField } from "@/components/form/fields";
import { useEditForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { usePartFromTeam, useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { words } from "./words";

/** Renaming, leaving and removing the team, as far as one may. */
export function TeamSettings() {
  const { myRole } = useTeam();
  const mayRename = useMay("teams.update");
  const mayRemove = useMay("teams.remove");
  return (
    <div className="grid gap-4 border-t pt-6">
      {mayRename && <RenameForm />}
      <div className="flex flex-wrap gap-2">
        {myRole !== null && <LeaveButton />}
        {mayRemove && <RemoveButton />}
      </div>
    </div>
  );
}

function RenameForm() {
  const { _id: id, name } = useTeam();
  const update = useMutation(api.teams.update);
  const form = useEditForm({
    shape: teamInput,
    initial: { name },
    update: (changes) => update({ id, ...changes }),
    onDone: () => toast.success(words.renamed),
    refused: words.notRenamed,
  });
  return (
    <form onSubmit={form.submit} noValidate className="flex max-w-md items-start gap-2">
      <div className="flex-1">
        <TextField form={form} name="name" label={words.rename} />
      </div>
      <PendingButton type="submit" variant="outline" isPending={form.isPending} className="mt-5">
        {words.renameSave}
      </PendingButton>
    </form>
  );
}

function LeaveButton() {
  const { _id: teamId, memberCount } = useTeam();
  const leave = useMutation(api.memberships.leave);
  const part = usePartFromTeam();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button variant="outline" onClick={() => setIsAsking(true)}>
        <LogOut aria-hidden />
        {words.leave}
      </Button>
      <ConfirmDialog
        title={words.leaveTitle}
        description={memberCount === 1 ? words.leaveLast : words.leaveText}
        confirmLabel={words.leave}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          part(teamId, () => leave({ teamId })).catch(failed(words.notLeft));
        }}
      />
    </>
  );
}

function RemoveButton() {
  const { _id: id, name } = useTeam();
  const remove = useMutation(api.teams.remove);
  const part = usePartFromTeam();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button variant="outline" className="text-destructive" onClick={() => setIsAsking(true)}>
        <Trash2 aria-hidden />
        {words.removeTeam}
      </Button>
      <ConfirmDialog
        title={words.removeTeamTitle(name)}
        description={words.removeTeamText}
        confirmLabel={words.removeTeam}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          part(id, () => remove({ id })).catch(failed(words.notRemovedTeam));
        }}
      />
    </>
  );
}
