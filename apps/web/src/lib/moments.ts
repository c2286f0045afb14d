// Moments, days, times and lengths of time as a person reads them, in the format of their locale.
import { dateText, numberText } from "./language";

const exact = dateText({
  dateStyle: "medium",
  timeStyle: "medium",
});

/** A timestamp (milliseconds since 1970), to the second. */
export function exactMomentText(time: number): string {
  return exact(time);
}

const day = dateText({ dateStyle: "medium", timeZone: "UTC" });
const time = dateText({ timeStyle: "short", timeZone: "UTC" });

/** A day of the calendar: Jan 31, 2030. It is the same one in every time zone. */
export function dayText(value: string | null | undefined): string | null {
  return value === undefined || value === null ? null : day(Date.parse(`${value}T00:00Z`));
}

/** A time of day: 9:30 AM. */
export function timeText(value: string | null | undefined): string | null {
  return value === undefined || value === null ? null : time(Date.parse(`2030-01-01T${value}Z`));
}

const parts = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/**
 * A length of time: 1 hr 30 min.
 * @param seconds whole seconds; undefined and null for none
 */
export function durationText(seconds: number | null | undefined): string | null {
  if (seconds === undefined || seconds === null) return null;
  let rest = seconds;
  const texts = parts.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    const isZero = seconds === 0 && unit === "minute";
    return count > 0 || isZero ? numberText(count, { style: "unit", unit }) : [];
  });
  return texts.join(" ");
}
