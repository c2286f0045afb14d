// Values of a form that take time to arrive: of several for one field, the one that was asked for last counts.
import { useRef, useState } from "react";

/** What arrived: the text of the field, or a sentence that says why there is none. */
export type Arrival = { text: string } | { failure: string };

export interface Arrivals<Name extends string> {
  isPending: boolean;
  /** Whether something did not arrive. It has to be tried again or removed before the form can be submitted. */
  hasFailed: boolean;
  of: (name: Name) => { isPending: boolean; failure: string | undefined };
  /** Waits for the text of a field. */
  wait: (name: Name, arrival: Promise<Arrival>) => Promise<void>;
  /** Stops waiting for a field. What arrives later is ignored. */
  drop: (name: Name) => void;
  /** Stops waiting for all fields. */
  clear: () => void;
}

type State = ReadonlyMap<string, "pending" | { failure: string }>;

/** `onText` sets the value of the field. */
export function useArrivals<Name extends string>(
  onText: (name: Name, text: string) => void,
): Arrivals<Name> {
  const [state, setState] = useState<State>(new Map());
  const runs = useRef(new Map<string, Promise<Arrival>>());
  const set = (name: string, value: "pending" | { failure: string } | null) =>
    setState((before) => {
      const after = new Map(before);
      if (value === null) after.delete(name);
      else after.set(name, value);
      return after;
    });
  const values = [...state.values()];
  return {
    isPending: values.includes("pending"),
    hasFailed: values.some((value) => value !== "pending"),
    of: (name) => {
      const value = state.get(name);
      return {
        isPending: value === "pending",
        failure: typeof value === "object" ? value.failure : undefined,
      };
    },
    wait: async (name, arrival) => {
      runs.current.set(name, arrival);
      set(name, "pending");
      const arrived = await arrival;
      if (runs.current.get(name) !== arrival) return;
      runs.current.delete(name);
      set(name, "failure" in arrived ? arrived : null);
      if ("text" in arrived) onText(name, arrived.text);
    },
    drop: (name) => {
      runs.current.delete(name);
      set(name, null);
    },
    clear: () => {
      runs.current.clear();
      setState(new Map());
    },
  };
}
