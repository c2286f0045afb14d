// Shown instead of the rows of a team to a user who is in none.
import { api } from "@repo/backend/_generated/api";
import { can } from "@repo/validators/access";
import { teamInput } from "@repo/validators/teams/teams";
import { useMutation } from "convex/react";
import { Users } from "lucide-react";

import { useMe } from "../session/session.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/form-fields.tsx";
import { formShape } from "../ui/form-values.ts";
import { MessagePanel } from "../ui/message-panel.tsx";
import { useCreateForm } from "../ui/use-row-form.ts";

const teamForm = formShape(teamInput);

/** Offers to create a team. `isForOwners`: only owners of a team may see the rows. */
export function NoTeam({ isForOwners }: { isForOwners: boolean }) {
  const mayCreate = can(useMe().role, "teams.create");
  return (
    <MessagePanel
      icon={<Users aria-hidden />}
      title={isForOwners ? "You do not own a team yet" : "You are not in a team yet"}
      actions={mayCreate && <CreateTeamForm />}
    >
      {isForOwners
        ? "Only team owners can see this page. "
        : "This page shows the data of a team, which its members share. "}
      {mayCreate ? "Create one to become its owner." : "Ask a team owner for an invitation."}
    </MessagePanel>
  );
}

function CreateTeamForm() {
  const create = useMutation(api.teams.create);
  const form = useCreateForm({
    shape: teamForm,
    initial: { name: "" },
    create,
    refused: "The team was not created.",
  });
  return (
    <form
      ref={form.ref}
      onSubmit={form.submit}
      noValidate
      aria-label="New team"
      className="grid w-72 gap-4 text-left"
    >
      <TextField form={form} name="name" label="Team name" />
      <Button type="submit" isBusy={form.isBusy} className="justify-self-center">
        Create a team
      </Button>
    </form>
  );
}
