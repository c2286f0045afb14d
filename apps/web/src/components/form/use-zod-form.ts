// A form of React Hook Form whose values are checked by a zod shape: the shape that the server checks too.
import { zodResolver } from "@hookform/resolvers/zod";
import { isAppError } from "@repo/validators/errors";
import { useState, type FormEvent } from "react";
import {
  useForm,
  type DefaultValues,
  type Path,
  type UseFormRegisterReturn,
  type UseFormReturn,
} from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";

import { errorSentence } from "@/lib/error-sentences";

import { useArrivals, type Arrivals } from "./use-arrivals";
import { changeShape, formShape, type Changes, type Texts } from "./values";
import { validationSentence } from "./validation-sentences";
import { words } from "./words";

type Values = Record<string, string>;

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

function useTexts<Output, Input extends Values>(
  shape: z.ZodType<Output, Input>,
  initial: Input,
  onSubmit: (output: Output, typed: Input, form: UseFormReturn<Input, unknown, Output>) => unknown,
): ZodForm<keyof Input & string> {
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(shape as never, { error: validationSentence } as never) as never,
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
function showRefusal<Input extends Values>(
  form: UseFormReturn<Input, unknown, never>,
  error: unknown,
): void {
  const issues = isAppError(error) ? (error.data.issues ?? []) : [];
  for (const [index, { path, message }] of issues.entries()) {
    const name = path.split(".")[0] as Path<Input>;
    form.setError(name, { type: "server", message }, { shouldFocus: index === 0 });
  }
}

/**
 * A form that is submitted once: it stays as it is when the server refuses.
 * @param options.shape what the call takes of the form; controls hold texts of it
 * @param options.initial the texts to start from
 * @param options.onSubmit gets the checked values; what it throws is shown
 * @param options.refused what to say when the server refuses, or what to do then
 */
export function useZodForm<Shape extends z.ZodObject>(options: {
  shape: Shape;
  initial: Texts<Shape>;
  onSubmit: (output: z.output<Shape>) => Promise<unknown>;
  refused: string | ((error: unknown) => void);
}): ZodForm<keyof Texts<Shape> & string> {
  const { initial, onSubmit, refused } = options;
  const [shape] = useState(() => formShape(options.shape));
  return useTexts(shape, initial, async (output, _typed, form) => {
    try {
      await onSubmit(output);
    } catch (error) {
      showRefusal(form as never, error);
      if (typeof refused === "string") toast.error(refused, { description: errorSentence(error) });
      else refused(error);
    }
  });
}

/**
 * A form that creates rows. It clears itself at once, so that the next row can be typed. What the server refuses is
 * put back; where something else was typed by then, a click puts it back.
 * @param options.create makes the row
 * @param options.added what to say when it exists; nothing where the list shows it
 * @param options.refused what to say when the server refuses
 */
export function useCreateForm<Output, Input extends Values>(options: {
  shape: z.ZodType<Output, Input>;
  initial: Input;
  create: (input: Output) => Promise<unknown>;
  added?: string;
  refused: string;
}): ZodForm<keyof Input & string> {
  const { shape, initial, create, added, refused } = options;
  return useTexts(shape, initial, (input, typed, form) => {
    const putBack = (error: unknown) => {
      form.reset(typed, { keepDefaultValues: true });
      showRefusal(form as never, error);
    };
    form.reset(initial);
    form.setFocus(Object.keys(initial)[0] as Path<Input>);
    create(input).then(
      () => added !== undefined && toast.success(added),
      (error: unknown) => {
        const description = errorSentence(error);
        const isTouched = Object.entries(form.getValues()).some(
          ([name, text]) => text !== initial[name],
        );
        if (!isTouched) putBack(error);
        const action = isTouched && { label: words.restore, onClick: () => putBack(error) };
        toast.error(refused, { description, ...(action && { action, duration: Infinity }) });
      },
    );
  });
}

/**
 * A form that changes a row. It sends only the fields that were changed in it, so that it reverts no change that
 * somebody else has made since it was opened. It stays as it is when the server refuses.
 * @param options.shape what a row may be, without defaults: a field that is emptied is not filled again
 * @param options.update changes the row
 * @param options.onDone what follows when it is changed, or there was nothing to change
 * @param options.refused what to say when the server refuses
 */
export function useEditForm<Shape extends z.ZodObject>(options: {
  shape: Shape;
  initial: Texts<Shape>;
  update: (changes: Changes<Shape>) => Promise<unknown>;
  onDone: () => void;
  refused: string;
}): ZodForm<keyof Texts<Shape> & string> {
  const { update, onDone, refused } = options;
  const [initial] = useState(options.initial);
  const [shape] = useState(() => changeShape(options.shape, initial));
  return useTexts(shape, initial, async (changes, _typed, form) => {
    try {
      if (Object.keys(changes as object).length > 0) await update(changes);
      onDone();
    } catch (error) {
      showRefusal(form as never, error);
      toast.error(refused, { description: errorSentence(error) });
    }
  });
}
