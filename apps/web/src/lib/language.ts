// The language of the app's words, and how numbers, plurals and dates are written in it.

/** A BCP 47 tag. `index.html` names the same one. */
export const language = "en";

/** The variety of the language that the browser prefers, such as en-GB, which decides the order of a date. */
export const locale =
  navigator.languages.find((tag) => new Intl.Locale(tag).language === language) ?? language;

const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(locale);

/**
 * Writes a number with its separators: 1,200.
 * @param options a unit, a precision and so on, as `Intl.NumberFormat` takes them
 */
export function numberText(value: number, options?: Intl.NumberFormatOptions): string {
  return (options ? new Intl.NumberFormat(locale, options) : numbers).format(value);
}

/**
 * Counts the digits of an amount that are minor units: 2 for EUR, 0 for JPY.
 * @param currency an ISO 4217 code
 */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}

/** Minor units as the amount that they are: 999 cents are 9.99. */
export function amountOf(minor: number, currency: string): number {
  return Number(`${minor}e-${minorDigits(currency)}`);
}

/**
 * An amount of money: €9.99.
 * @param minor in minor units, such as cents; undefined and null for none
 * @param currency an ISO 4217 code
 */
export function moneyText(minor: number | null | undefined, currency: string): string | null {
  if (minor === undefined || minor === null) return null;
  return numberText(amountOf(minor, currency), { style: "currency", currency });
}

/**
 * Writes how many there are: "1 task", "1,200 tasks".
 * @param count a whole number
 * @param forms the words behind it, by the plural forms of the language; `other` serves those that are absent
 */
export function countText(
  count: number,
  forms: { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>,
): string {
  return `${numberText(count)} ${forms[plurals.select(count)] ?? forms.other}`;
}

const lists = new Intl.ListFormat(language);

/** Writes several names as a list: "Tasks, Notes, and Files". */
export function listText(items: readonly string[]): string {
  return lists.format(items);
}

/**
 * Makes a writer of dates.
 * @param options parts and length, as `Intl.DateTimeFormat` takes them
 * @returns a function from a timestamp (milliseconds since 1970) to its text in the time zone of the browser
 */
export function dateText(options: Intl.DateTimeFormatOptions): (time: number) => string {
  const format = new Intl.DateTimeFormat(locale, options);
  return (time) => format.format(time).replaceAll(/\s/g, "\u00a0");
}
