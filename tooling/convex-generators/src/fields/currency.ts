// Amounts of money: written in the currency's own unit, kept in its minor unit, such as cents.
import type { Range } from "./field.ts";

/** Codes of ISO 4217, as this Node.js knows them. */
export const currencies: readonly string[] = Intl.supportedValuesOf("currency");

/** How many digits of an amount are minor units: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits!;
}

/**
 * Reads an amount.
 * @param amount such as 9.99
 * @returns whole minor units, such as 999; null for one with more digits than the currency has
 */
export function toMinor(amount: number, currency: string): number | null {
  const minor = Number(`${amount}e${minorDigits(currency)}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Writes bounds as amounts, such as `0..9.99`; empty without bounds. */
export function amountRange({ min, max }: Range, currency: string): string {
  const sides = [min, max].map((side) => (side === undefined ? "" : toMajor(side, currency)));
  return min === undefined && max === undefined ? "" : sides.join("..");
}

/** Writes minor units as the amount that they are: 999 as 9.99. */
export function toMajor(minor: number, currency: string): number {
  return Number(`${minor}e-${minorDigits(currency)}`);
}
