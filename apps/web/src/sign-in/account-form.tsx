// The frame that signing in and signing up share: title, failure, fields, button, the way across.
import { APP_NAME } from "@repo/validators/app";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Button } from "../ui/button.tsx";
import type { Form } from "../ui/use-form.ts";

/** What the page for people who are not signed in shows instead of the form to sign in. */
export type SignInMode = "sign-up" | "reset";

export function AccountForm<Values extends Record<string, string>>({
  title,
  form,
  submitLabel,
  failure,
  other,
  children,
}: {
  title: string;
  form: Form<Values>;
  submitLabel: string;
  failure: string | null;
  other: {
    question: string;
    label: string;
    mode: SignInMode | undefined;
    next: string | undefined;
  };
  children: ReactNode;
}) {
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate className="grid gap-5">
      <title>{`${title} · ${APP_NAME}`}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {failure && (
        <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2.5 text-sm text-danger">
          {failure}
        </p>
      )}
      {children}
      <Button type="submit" isBusy={form.isSubmitting} className="mt-1">
        {submitLabel}
      </Button>
      <p className="text-center text-sm text-muted">
        {other.question}{" "}
        <Link
          to="/sign-in"
          search={{ mode: other.mode, next: other.next }}
          className="font-medium text-accent underline underline-offset-4"
        >
          {other.label}
        </Link>
      </p>
    </form>
  );
}
