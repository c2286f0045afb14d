// What a form holds while somebody fills it in: its texts, what is on its way into a field, and what was
// refused. It knows no page, so that what happens while a file is being sent can be tested.
import { isAppError } from "@repo/validators/errors";

export type Errors<Name extends string> = Partial<Record<Name, string>>;

/** The result of a pending read: the text of its field, or a sentence that says why it failed. */
export type Arrival = { text: string } | { failure: string };

export interface FormSnapshot<Values extends Record<string, string>> {
  values: Values;
  /** Fields whose text is on its way. */
  pending: readonly (keyof Values & string)[];
  /** What did not arrive. It has to be tried again, or taken away, before the form can be submitted. */
  failed: Errors<keyof Values & string>;
  /** What the server found wrong, until the field is changed. */
  refused: Errors<keyof Values & string>;
}

export class FormState<Values extends Record<string, string>> {
  readonly #start: Values;
  readonly #runs = new Map<string, symbol>();
  readonly #listeners = new Set<() => void>();
  #snapshot: FormSnapshot<Values>;

  /** @param start what the form starts from */
  constructor(start: Values) {
    this.#start = start;
    this.#snapshot = { values: start, pending: [], failed: {}, refused: {} };
  }

  /** Another object after each change. */
  readonly snapshot = (): FormSnapshot<Values> => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sets a text. What was on its way into the field comes too late. */
  change(name: keyof Values & string, text: string): void {
    this.#runs.delete(name);
    this.#settle(name, { text });
  }

  /** Waits for a text. Of several for one field the one that was asked for last counts. */
  async fill(name: keyof Values & string, arrival: Promise<Arrival>): Promise<void> {
    const run = Symbol(name);
    this.#runs.set(name, run);
    this.#settle(name, { text: this.#start[name]! });
    const arrived = await arrival;
    if (this.#runs.get(name) !== run) return;
    this.#runs.delete(name);
    this.#settle(name, arrived);
  }

  /**
   * Puts what the server found wrong beside the fields.
   * @param error what a call threw
   * @returns the fields; none when the failure is not about them
   */
  refuse(error: unknown): Errors<keyof Values & string> {
    const issues = isAppError(error) ? (error.data.issues ?? []) : [];
    const refused: Record<string, string> = {};
    for (const { path, message } of issues) {
      const [name = ""] = path.split(".");
      if (name in this.#start) refused[name] ??= message;
    }
    this.#set({ refused: refused as Errors<keyof Values & string> });
    return this.#snapshot.refused;
  }

  /** Starts over; what is on its way is not waited for any more. */
  clear(): void {
    this.replace(this.#start);
  }

  replace(values: Values): void {
    this.#runs.clear();
    this.#set({ values, pending: [], failed: {}, refused: {} });
  }

  /** Whether something was typed, chosen or sent since the start. */
  get isTouched(): boolean {
    const { values, pending } = this.#snapshot;
    return pending.length > 0 || changedNames(values, this.#start).length > 0;
  }

  #settle(name: keyof Values & string, arrived: Arrival): void {
    const { values, failed, refused } = this.#snapshot;
    this.#set({
      values: { ...values, [name]: "text" in arrived ? arrived.text : this.#start[name] },
      pending: [...this.#runs.keys()],
      failed: { ...failed, [name]: "failure" in arrived ? arrived.failure : undefined },
      refused: { ...refused, [name]: undefined },
    });
  }

  #set(changes: Partial<FormSnapshot<Values>>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

/** The fields whose text is another than it was. */
export function changedNames<Values extends Record<string, string>>(
  values: Values,
  start: Values,
): (keyof Values & string)[] {
  return Object.keys(start).filter((name) => values[name] !== start[name]);
}
