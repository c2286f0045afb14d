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

type Errors<Name extends string> = Partial<Record<Name, string>>;

/** What the controls of some fields need of a form. */
export interface Controls<Name extends string> {
  /** One sentence for each field that is not right; empty until the first try to submit. */
  errors: Errors<Name>;
  /** Spread on an input: its name, value and change handler. */
  register: (name: Name) => {
    name: string;
    value: string;
    onChange: (event: { target: { value: string } }) => void;
  };
}

export interface Form<Values extends Record<string, string>> extends Controls<
  keyof Values & string
> {
  values: Values;
  isSubmitting: boolean;
  /** Goes on the form element. */
  ref: RefObject<HTMLFormElement | null>;
  /** Also forgets that a submit was tried, so that no error shows. */
  setValues: Dispatch<SetStateAction<Values>>;
  /** Starts over: the values from the start, and the focus on the first control. */
  clear: () => void;
  /** Puts values back, unless something else has been typed since it was cleared. */
  restore: (values: Values) => void;
  /** Goes on the form element. */
  submit: (event: FormEvent) => void;
}

/**
 * `onSubmit` gets the parsed output of `shape`, and what was typed; what it throws must be handled by
 * itself. On an invalid value nothing is submitted and the first wrong field gets the focus.
 */
export function useForm<Values extends Record<string, string>, Output>(options: {
  shape: z.ZodType<Output, Values>;
  initial: Values;
  onSubmit: (output: Output, values: Values) => Promise<void> | void;
}): Form<Values> {
  const { shape, initial, onSubmit } = options;
  const [values, setValues] = useState(initial);
  const [wasTried, setWasTried] = useState(false);
  const [isSubmitting, setIsSubmitting] = useState(false);
  const ref = useRef<HTMLFormElement>(null);

  const parsed = shape.safeParse(values, { error: validationSentence });
  const errors =
    wasTried && !parsed.success ? firstErrors<keyof Values & string>(parsed.error) : {};

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
      await onSubmit(parsed.data, values);
    } finally {
      setIsSubmitting(false);
    }
  };
  const startFrom: typeof setValues = (next) => {
    setValues(next);
    setWasTried(false);
  };

  return {
    values,
    errors,
    isSubmitting,
    ref,
    setValues: startFrom,
    clear: () => {
      startFrom(initial);
      focusFirst(ref.current, initial);
    },
    restore: (typed) => setValues((current) => (isSame(current, initial) ? typed : current)),
    submit: (event) => void submit(event),
    register: (name) => ({
      name,
      value: values[name] ?? "",
      onChange: (event) => setValues((current) => ({ ...current, [name]: event.target.value })),
    }),
  };
}

function firstErrors<Name extends string>(error: z.ZodError): Errors<Name> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors as Errors<Name>;
}

/** Moves the focus to the first control that has one of the names. */
function focusFirst(form: HTMLFormElement | null, names: Record<string, unknown>): void {
  const found = [...(form?.elements ?? [])].find(
    (element) => (element.getAttribute("name") ?? "") in names,
  );
  if (found instanceof HTMLElement) found.focus();
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
}
