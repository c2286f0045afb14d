// The state of one form whose values are checked by a zod shape: the shape the server checks too.
import { useRef, useState, useSyncExternalStore, type FormEvent, type RefObject } from "react";
import type { z } from "zod";

import { FormState, type Arrival, type Errors } from "./form-state.ts";
import { validationSentence } from "./validation-sentences.ts";

/** What the controls of some fields need of a form. */
export interface Controls<Name extends string> {
  /** One sentence for each field that is not right; empty until the first try to submit. */
  errors: Errors<Name>;
  /** Fields that wait for a text, such as that of a file which is being sent. */
  pending: readonly string[];
  /** Spread on an input: its name, value and change handler. */
  register: (name: Name) => {
    name: string;
    value: string;
    onChange: (event: { target: { value: string } }) => void;
  };
  /** Waits for a text; the form cannot be submitted before it is there. */
  fill: (name: Name, arrival: Promise<Arrival>) => void;
}

export interface Form<Values extends Record<string, string>> extends Controls<
  keyof Values & string
> {
  isSubmitting: boolean;
  /** While it is submitted, or waits for a field. */
  isBusy: boolean;
  /** Goes on the form element. */
  ref: RefObject<HTMLFormElement | null>;
  /** Starts over: the values from the start, and the focus on the first control. */
  clear: () => void;
  /** Puts values back. */
  restore: (values: Values) => void;
  /** Whether something was entered since the start. */
  isTouched: () => boolean;
  /** Puts what the server found wrong beside the fields, and the focus on the first. */
  refuse: (error: unknown) => void;
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
  type Name = keyof Values & string;
  const { shape, initial, onSubmit } = options;
  const [state] = useState(() => new FormState(initial));
  const { values, pending, failed, refused } = useSyncExternalStore(
    state.subscribe,
    state.snapshot,
  );
  const [wasTried, setWasTried] = useState(false);
  const [isSubmitting, setIsSubmitting] = useState(false);
  const ref = useRef<HTMLFormElement>(null);

  const parsed = shape.safeParse(values, { error: validationSentence });
  const wrong = parsed.success ? {} : firstErrors<Name>(parsed.error);
  const errors = told<Name>(wasTried ? wrong : {}, refused, failed);
  const isBusy = isSubmitting || pending.length > 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setWasTried(true);
    const inTheWay = told<Name>(wrong, failed);
    if (!parsed.success || Object.keys(inTheWay).length > 0) {
      focusFirst(ref.current, inTheWay);
      return;
    }
    setIsSubmitting(true);
    try {
      await onSubmit(parsed.data, values);
    } finally {
      setIsSubmitting(false);
    }
  };

  return {
    errors,
    pending,
    isSubmitting,
    isBusy,
    ref,
    clear: () => {
      state.clear();
      setWasTried(false);
      focusFirst(ref.current, initial);
    },
    restore: (typed) => {
      state.replace(typed);
      setWasTried(false);
    },
    isTouched: () => state.isTouched,
    refuse: (error) => focusFirst(ref.current, state.refuse(error)),
    submit: (event) => void submit(event),
    register: (name) => ({
      name,
      value: values[name] ?? "",
      onChange: ({ target }) => state.change(name, target.value),
    }),
    fill: (name, arrival) => void state.fill(name, arrival),
  };
}

function firstErrors<Name extends string>(error: z.ZodError): Errors<Name> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors as Errors<Name>;
}

/** All that there is to say, the later ones first. */
function told<Name extends string>(...sources: Errors<Name>[]): Errors<Name> {
  const entries = sources.flatMap((errors) => Object.entries(errors));
  return Object.fromEntries(entries.filter(([, error]) => error !== undefined)) as Errors<Name>;
}

/** Moves the focus to the first control that has one of the names. */
function focusFirst(form: HTMLFormElement | null, names: Record<string, unknown>): void {
  const found = [...(form?.elements ?? [])].find(
    (element) => (element.getAttribute("name") ?? "") in names,
  );
  if (found instanceof HTMLElement) found.focus();
}
