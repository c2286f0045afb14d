// The two forms that every entity has: the one that makes a row, and the one that changes it.
import { useState } from "react";
import { toast } from "sonner";
import type { z } from "zod";

import { errorSentence } from "./error-sentences.ts";
import { changeShape, type Changes, type Texts } from "./form-values.ts";
import { useForm, type Form } from "./use-form.ts";

/**
 * A form that clears itself at once, so that the next row can be typed. What the server refuses is put
 * back; where something else was typed by then, a click puts it back.
 * @param options.create makes the row
 * @param options.added what to say when it is there; nothing where the list shows it
 * @param options.refused what to say when the server refuses
 */
export function useCreateForm<Values extends Record<string, string>, Output>(options: {
  shape: z.ZodType<Output, Values>;
  initial: Values;
  create: (input: Output) => Promise<unknown>;
  added?: string;
  refused: string;
}): Form<Values> {
  const { shape, initial, create, added, refused } = options;
  const form: Form<Values> = useForm({
    shape,
    initial,
    onSubmit: (input, typed) => {
      form.clear();
      void save(input, typed);
    },
  });
  const putBack = (typed: Values, error: unknown) => {
    form.restore(typed);
    form.refuse(error);
  };
  const save = async (input: Output, typed: Values) => {
    try {
      await create(input);
      if (added !== undefined) toast.success(added);
    } catch (error) {
      const description = errorSentence(error);
      if (form.isTouched()) {
        const action = { label: "Restore", onClick: () => putBack(typed, error) };
        toast.error(refused, { description, action, duration: Infinity });
      } else {
        putBack(typed, error);
        toast.error(refused, { description });
      }
    }
  };
  return form;
}

/**
 * A form that sends only the fields that were changed in it, so that it reverts no change that somebody else has
 * made since it was opened. It stays as it is when the server refuses.
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
}): Form<Texts<Shape>> {
  const { shape, initial, update, onDone, refused } = options;
  const [start] = useState(initial);
  const [changed] = useState(() => changeShape(shape, start));
  const form: Form<Texts<Shape>> = useForm({
    shape: changed,
    initial: start,
    onSubmit: async (changes) => {
      try {
        if (Object.keys(changes).length > 0) await update(changes);
        onDone();
      } catch (error) {
        form.refuse(error);
        toast.error(refused, { description: errorSentence(error) });
      }
    },
  });
  return form;
}
