// What all forms share: React Hook Form with a text for each control, and a resolver that makes values of them.
import { isAppError } from "@repo/validators/errors";
import type { FormEvent } from "react";
import {
  useForm,
  type DefaultValues,
  type Path,
  type Resolver,
  type UseFormRegisterReturn,
  type UseFormReturn,
} from "react-hook-form";

import { useArrivals, type Arrivals } from "./use-arrivals";

export type FormTexts = Record<string, string>;

/** What the fields of a form need of it. Each control holds a text; the shape makes a value of it. */
export interface FieldsOf<Name extends string> {
  /** Spread on a control. */
  register: (name: Name) => UseFormRegisterReturn;
  valueOf: (name: Name) => string;
  setValue: (name: Name, text: string) => void;
  /** The sentence that says what is wrong with a field; undefined while it is fine. */
  errorOf: (name: Name) => string | undefined;
  /** Values that are on their way into fields, such as the ids of files that are being sent. */
  arrivals: Arrivals<Name>;
}

export interface ZodForm<Name extends string> extends FieldsOf<Name> {
  /** For the form element. */
  submit: (event?: FormEvent) => void;
  /** While it is being submitted, or waits for a field. */
  isPending: boolean;
  /** Starts over. */
  reset: () => void;
}

/**
 * The form below all others. It does not know zod, so that a page can be drawn before zod is loaded.
 * @param resolver checks the texts and makes the values that are sent
 * @param initial the texts to start from
 * @param onSubmit gets the values, the texts and the form
 */
export function useTexts<Output, Input extends FormTexts>(
  resolver: Resolver<Input, unknown, Output>,
  initial: Input,
  onSubmit: (output: Output, typed: Input, form: UseFormReturn<Input, unknown, Output>) => unknown,
): ZodForm<keyof Input & string> {
  const form = useForm<Input, unknown, Output>({
    resolver,
    defaultValues: initial as DefaultValues<Input>,
  });
  type Name = keyof Input & string;
  const { errors, isSubmitting } = form.formState;
  const setValue = (name: Name, text: string) => {
    form.setValue(name as Path<Input>, text as never, { shouldDirty: true });
    form.clearErrors(name as Path<Input>);
  };
  const arrivals = useArrivals<Name>(setValue);
  const isPending = isSubmitting || arrivals.isPending;
  const submit = form.handleSubmit(
    async (output) => void (await onSubmit(output, form.getValues(), form)),
  );
  return {
    register: (name) => form.register(name as Path<Input>),
    valueOf: (name) => form.watch(name as Path<Input>),
    setValue,
    errorOf: (name) => (errors as Partial<Record<string, { message?: string }>>)[name]?.message,
    arrivals,
    isPending,
    submit: (event) => {
      event?.preventDefault();
      if (!isPending && !arrivals.hasFailed) void submit();
    },
    reset: () => {
      arrivals.clear();
      form.reset();
    },
  };
}

/** Puts what the server found wrong beside its fields, and the focus on the first. */
export function showRefusal<Input extends FormTexts>(
  form: UseFormReturn<Input, unknown, never>,
  error: unknown,
): void {
  const issues = isAppError(error) ? (error.data.issues ?? []) : [];
  for (const [index, { path, message }] of issues.entries()) {
    const name = path.split(".")[0] as Path<Input>;
    form.setError(name, { type: "server", message }, { shouldFocus: index === 0 });
  }
}
