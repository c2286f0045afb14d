// What stands where the rows of a team would be, for a person who is in none.
import { api } from "@repo/backend/_generated/api";
import { can } from "@repo/validators/access";
import { teamInput } from "@repo/validators/teams";
import { useMutation } from "convex/react";
import { Users } from "lucide-react";

import { useMe } from "../session/session.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/form-fields.tsx";
import { formShape } from "../ui/form-values.ts";
import { MessagePanel } from "../ui/message-panel.tsx";
import { useCreateForm } from "../ui/use-row-form.ts";

const teamForm = formShape(teamInput);

/** Says so, and lets them make one. `isForOwners` where members of a team who do not own it see nothing. */
export function NoTeam({ isForOwners }: { isForOwners: boolean }) {
  const mayCreate = can(useMe().role, "teams.create");
  return (
    <MessagePanel
      icon={<Users aria-hidden />}
      title={isForOwners ? "You own no team yet" : "You are in no team yet"}
      actions={mayCreate && <CreateTeamForm />}
    >
      {isForOwners
        ? "Only owners of a team see what is here. "
        : "What is here belongs to a team, and its members share it. "}
      {mayCreate ? "Make one, and you are its owner." : "An owner of one can let you in."}
    </MessagePanel>
  );
}

function CreateTeamForm() {
  const create = useMutation(api.teams.create);
  const form = useCreateForm({
    shape: teamForm,
    initial: { name: "" },
    create,
    refused: "The team was not made.",
  });
  return (
    <form
      ref={form.ref}
      onSubmit={form.submit}
      noValidate
      aria-label="New team"
      className="grid w-72 gap-4 text-left"
    >
      <TextField form={form} name="name" label="Name of the team" />
      <Button type="submit" isBusy={form.isBusy} className="justify-self-center">
        Make a team
      </Button>
    </form>
  );
}
