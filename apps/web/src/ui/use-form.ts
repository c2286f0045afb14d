// The state of one form whose values are checked by a zod shape: the shape the server checks too.
import {
  useRef,
  useState,
  type Dispatch,
  type FormEvent,
  type RefObject,
  type SetStateAction,
} from "react";
import type { z } from "zod";

import { validationSentence } from "./validation-sentences.ts";

type Errors<Values> = Partial<Record<keyof Values & string, string>>;

export interface Form<Values extends Record<string, string>> {
  values: Values;
  /** One sentence for each field that is not right; empty until the first try to submit. */
  errors: Errors<Values>;
  isSubmitting: boolean;
  /** Goes on the form element. */
  ref: RefObject<HTMLFormElement | null>;
  /** Spread on an input: its name, value and change handler. */
  register: (name: keyof Values & string) => {
    name: string;
    value: string;
    onChange: (event: { target: { value: string } }) => void;
  };
  /** Also forgets that a submit was tried, so that no error shows. */
  setValues: Dispatch<SetStateAction<Values>>;
  /** Goes on the form element. */
  submit: (event: FormEvent) => void;
}

/**
 * `onSubmit` gets the parsed output of `shape`; what it throws must be handled by itself.
 * On an invalid value nothing is submitted and the first wrong field gets the focus.
 */
export function useForm<Values extends Record<string, string>, Output>(options: {
  shape: z.ZodType<Output, Values>;
  initial: Values;
  onSubmit: (output: Output) => Promise<void> | void;
}): Form<Values> {
  const { shape, initial, onSubmit } = options;
  const [values, setValues] = useState(initial);
  const [wasTried, setWasTried] = useState(false);
  const [isSubmitting, setIsSubmitting] = useState(false);
  const ref = useRef<HTMLFormElement>(null);

  const parsed = shape.safeParse(values, { error: validationSentence });
  const errors: Errors<Values> = wasTried && !parsed.success ? firstErrors(parsed.error) : {};

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSubmitting) return;
    setWasTried(true);
    if (!parsed.success) {
      focusFirst(ref.current, firstErrors(parsed.error));
      return;
    }
    setIsSubmitting(true);
    try {
      await onSubmit(parsed.data);
    } finally {
      setIsSubmitting(false);
    }
  };

  return {
    values,
    errors,
    isSubmitting,
    ref,
    setValues: (next) => {
      setValues(next);
      setWasTried(false);
    },
    submit: (event) => void submit(event),
    register: (name) => ({
      name,
      value: values[name] ?? "",
      onChange: (event) => setValues((current) => ({ ...current, [name]: event.target.value })),
    }),
  };
}

function firstErrors<Values>(error: z.ZodError): Errors<Values> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors as Errors<Values>;
}

function focusFirst(form: HTMLFormElement | null, errors: Record<string, unknown>): void {
  const wrong = [...(form?.elements ?? [])].find(
    (element) => (element.getAttribute("name") ?? "") in errors,
  );
  if (wrong instanceof HTMLElement) wrong.focus();
}
