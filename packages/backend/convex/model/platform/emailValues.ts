// Values as an e-mail writes them: in English, and times in UTC, as it is read wherever it arrives.

const locale = "en";

/** A timestamp (milliseconds since 1970): Jan 31, 2030, 9:30 AM UTC. */
export function momentText(time: number): string {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat(locale, options).format(time)} UTC`;
}

/** A day of the calendar (`2030-01-31`): Jan 31, 2030. */
export function dayText(day: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return format.format(Date.parse(`${day}T00:00Z`));
}

/** A number with its separators: 1,200. */
export function numberText(value: number | bigint): string {
  return new Intl.NumberFormat(locale).format(value);
}

/**
 * An amount of money: €9.99.
 * @param minor in minor units, such as cents
 * @param currency an ISO 4217 code
 */
export function moneyText(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(Number(`${minor}e-${digits}`));
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A length of time in whole seconds: 1 hour 30 minutes. */
export function durationText(seconds: number): string {
  let rest = seconds;
  const texts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    const isZero = seconds === 0 && unit === "minute";
    const options = { style: "unit", unit, unitDisplay: "long" } as const;
    return count > 0 || isZero ? new Intl.NumberFormat(locale, options).format(count) : [];
  });
  return texts.join(" ");
}

/** Yes or no. */
export function yesOrNo(value: boolean): string {
  return value ? "Yes" : "No";
}
