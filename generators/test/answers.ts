// What a case of bad input is told.
import type { Printed } from "./command.ts";

/** Nothing wrong, or the exit and the codes in their order. */
export type Expected = "fine" | `${number} ${string}`;

/** What a run was told. */
export function told({ exit, json }: Printed): Expected {
  if (exit === 0) return "fine";
  return `${exit} ${json.errors!.map(({ code }) => code).join(" ")}`;
}
