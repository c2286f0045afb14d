import { api } from "@repo/backend/_generated/api";
import { useMutation } from "convex/react";
import { useState } from "react";
import { z } from "zod";

import { FormDialog } from "@/components/dialogs";
import { TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { useSignOut } from "@/session/use-sign-out";

import { words } from "./words";

export function RemoveAccount() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <p className="text-sm text-pretty text-muted-foreground">{words.dangerText}</p>
      <Button
        variant="outline"
        className="justify-self-start text-destructive"
        onClick={() => setIsOpen(true)}
      >
        {words.removeOpen}
      </Button>
      <FormDialog title={words.removeTitle} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <ConfirmForm onCancel={() => setIsOpen(false)} />
      </FormDialog>
    </>
  );
}

const shape = z.object({ email: z.string().trim().min(1) });

function ConfirmForm({ onCancel }: { onCancel: () => void }) {
  const remove = useMutation(api.users.removeAccount);
  const signOut = useSignOut();
  const form = useZodForm({
    shape,
    initial: { email: "" },
    onSubmit: async (input) => {
      await remove(input);
      await signOut();
    },
    refused: words.notRemoved,
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <p className="text-sm text-muted-foreground">{words.dangerText}</p>
      <TextField form={form} name="email" label={words.confirmEmail} type="email" autoFocus />
      <DialogFooter>
        <Button variant="outline" onClick={onCancel}>
          {words.cancel}
        </Button>
        <PendingButton type="submit" variant="destructive" isPending={form.isPending}>
          {words.remove}
        </PendingButton>
      </DialogFooter>
    </form>
  );
}
