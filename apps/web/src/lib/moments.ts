// Times as a person reads them, in the format of their locale.

const exactFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
});

/** A timestamp (milliseconds since 1970), to the second. */
export function exactMomentText(time: number): string {
  return exactFormat.format(time);
}
