import { api } from "@repo/backend/_generated/api";
import { password, signInInput, userLimits } from "@repo/validators/accounts/users";
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- an action, so that a wrong password counts as an attempt
import { useAction } from "convex/react";
import { toast } from "sonner";
import { z } from "zod";

import { TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";

import { words } from "./words";

const shape = z.object({ current: signInInput.shape.password, password });

export function ChangePassword() {
  const change = useAction(api.auth.changePassword);
  const form = useZodForm({
    shape,
    initial: { current: "", password: "" },
    onSubmit: async (input) => {
      await change(input);
      form.reset();
      toast.success(words.passwordChanged);
    },
    refused: words.passwordNotChanged,
  });
  return (
    <form
      onSubmit={form.submit}
      noValidate
      aria-label={words.changePassword}
      className="grid max-w-sm gap-4"
    >
      <p className="text-sm text-muted-foreground">{words.passwordText}</p>
      <TextField
        form={form}
        name="current"
        label={words.currentPassword}
        type="password"
        autoComplete="current-password"
      />
      <TextField
        form={form}
        name="password"
        label={words.newPassword}
        hint={words.passwordHint(userLimits.password.min)}
        type="password"
        autoComplete="new-password"
      />
      <PendingButton type="submit" isPending={form.isPending} className="justify-self-start">
        {words.changePassword}
      </PendingButton>
    </form>
  );
}
