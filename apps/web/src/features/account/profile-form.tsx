import { api } from "@repo/backend/_generated/api";
import { ownProfile } from "@repo/validators/accounts/users";
import { useMutation } from "convex/react";
import { toast } from "sonner";

import { SelectField, TextField, TextareaField } from "@/components/form/fields";
import { useEditForm } from "@/components/form/use-zod-form";
import { textOf } from "@/components/form/values";
import { PendingButton } from "@/components/pending-button";
import { useMe } from "@/session/session";

import { words } from "./words";

const shape = ownProfile.pick({ name: true, bio: true, timeZone: true });
const timeZones = Intl.supportedValuesOf("timeZone");

export function ProfileForm() {
  const me = useMe();
  const update = useMutation(api.users.updateProfile);
  const form = useEditForm({
    shape,
    initial: { name: me.name, bio: textOf(me.bio), timeZone: textOf(me.timeZone) },
    update: (changes) => update(changes),
    onDone: () => toast.success(words.saved),
    refused: words.notSaved,
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <TextField form={form} name="name" label={words.name} autoComplete="name" />
      <TextareaField form={form} name="bio" label={words.bio} />
      <SelectField
        form={form}
        name="timeZone"
        label={words.timeZone}
        hint={words.timeZoneHint}
        options={timeZones}
      />
      <PendingButton type="submit" isPending={form.isPending} className="justify-self-start">
        {words.save}
      </PendingButton>
    </form>
  );
}
