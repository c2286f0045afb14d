// Times as a person reads them, in the format of their locale.

import { dateText } from "./language";

const exact = dateText({
  dateStyle: "medium",
  timeStyle: "medium",
});

/** A timestamp (milliseconds since 1970), to the second. */
export function exactMomentText(time: number): string {
  return exact(time);
}
