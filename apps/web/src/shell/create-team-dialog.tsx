import { api } from "@repo/backend/_generated/api";
import { teamInput } from "@repo/validators/teams/teams";
import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "convex/react";

import { TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";

import { words } from "./words";

/** Creates a team and opens it. Default export, because it is loaded with `lazy`. */
export default function CreateTeamDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{words.newTeam}</DialogTitle>
          <DialogDescription>{words.newTeamText}</DialogDescription>
        </DialogHeader>
        <TeamForm onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function TeamForm({ onDone }: { onDone: () => void }) {
  const create = useMutation(api.teams.create);
  const navigate = useNavigate();
  const form = useZodForm({
    shape: teamInput,
    initial: { name: "" },
    refused: words.teamNotCreated,
    onSubmit: async (input) => {
      const team = await create(input);
      onDone();
      await navigate({ to: "/t/$team", params: { team } });
    },
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <TextField form={form} name="name" label={words.teamName} autoFocus />
      <DialogFooter>
        <PendingButton type="submit" isPending={form.isPending}>
          {words.createTeam}
        </PendingButton>
      </DialogFooter>
    </form>
  );
}
