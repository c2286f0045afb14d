// A form of React Hook Form whose values are checked by a zod shape: the shape that the server checks too.
import { useState } from "react";
import type { Path } from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";

import { errorSentence } from "@/lib/error-sentences";

import { resolverOf } from "./resolver";
import { showRefusal, useTexts, type FormTexts, type ZodForm } from "./use-texts";
import { changeShape, formShape, type Changes, type Texts } from "./values";
import { words } from "./words";

export type { FieldsOf, ZodForm } from "./use-texts";

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
  return useTexts(resolverOf(shape), initial, async (output, _typed, form) => {
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
export function useCreateForm<Output, Input extends FormTexts>(options: {
  shape: z.ZodType<Output, Input>;
  initial: Input;
  create: (input: Output) => Promise<unknown>;
  added?: string;
  refused: string;
}): ZodForm<keyof Input & string> {
  const { shape, initial, create, added, refused } = options;
  return useTexts(resolverOf(shape), initial, (input, typed, form) => {
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
  return useTexts(resolverOf(shape), initial, async (changes, _typed, form) => {
    try {
      if (Object.keys(changes as object).length > 0) await update(changes);
      onDone();
    } catch (error) {
      showRefusal(form as never, error);
      toast.error(refused, { description: errorSentence(error) });
    }
  });
}
