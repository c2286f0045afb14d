// The frame that signing in and signing up share: title, failure, fields, button, the way across.
import { APP_NAME } from "@repo/validators/app";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { PendingButton } from "@/components/pending-button";

import type { AccountForm } from "./use-account-form";

/** What the page for people who are not signed in shows instead of the form to sign in. */
export type SignInMode = "sign-up" | "reset";

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
  other: {
    question: string;
    label: string;
    mode: SignInMode | undefined;
    next: string | undefined;
  };
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
        <Link
          to="/sign-in"
          search={{ mode: other.mode, next: other.next }}
          className="font-medium text-primary underline underline-offset-4"
        >
          {other.label}
        </Link>
      </p>
    </form>
  );
}
