// The frame that signing in and signing up share: title, failure, fields, button, the way across.
import { APP_NAME } from "@repo/validators/app";
import type { ReactNode } from "react";

import { PendingButton } from "@/components/pending-button";

import { ModeLink } from "./mode-link";
import type { SignInSearch } from "./search";
import type { AccountForm } from "./use-account-form";

export function AccountFormFrame<Name extends string>({
  title,
  form,
  submitLabel,
  other,
  children,
}: {
  title: string;
  form: AccountForm<Name>;
  submitLabel: string;
  other: SignInSearch & { question: string; label: string };
  children: ReactNode;
}) {
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-5">
      <title>{`${title} · ${APP_NAME}`}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {form.failure && (
        <p
          role="alert"
          className="rounded-lg bg-destructive/10 px-3 py-2.5 text-sm text-destructive"
        >
          {form.failure}
        </p>
      )}
      {children}
      <PendingButton type="submit" isPending={form.isPending} className="mt-1">
        {submitLabel}
      </PendingButton>
      <p className="text-center text-sm text-muted-foreground">
        {other.question}{" "}
        <ModeLink search={other} className="font-medium">
          {other.label}
        </ModeLink>
      </p>
    </form>
  );
}
