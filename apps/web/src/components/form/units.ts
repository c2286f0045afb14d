// Numbers that a control holds otherwise than they are kept: amounts of money, lengths of time.
import { units, type Unit } from "@repo/validators/fields";
import { z } from "zod";

import { amountOf, minorDigits } from "@/lib/language";

/** What the number of a shape counts, or each number of its list; undefined for plain numbers. */
export function unitOf(shape: z.ZodType): Unit | undefined {
  if (shape instanceof z.ZodOptional || shape instanceof z.ZodNullable) {
    return unitOf(shape.unwrap() as z.ZodType);
  }
  if (shape instanceof z.ZodDefault) return unitOf(shape.def.innerType as z.ZodType);
  if (shape instanceof z.ZodArray) return unitOf(shape.element as z.ZodType);
  return units.get(shape);
}

/** The number that a text stands for; NaN for none. */
export function numberOf(text: string, unit: Unit | undefined): number {
  if (unit === undefined) return Number(text);
  if (unit.kind === "money") return Number(`${text.trim()}e${minorDigits(unit.currency)}`);
  const [, hours = "", minutes = "", seconds = "0"] =
    /^(\d+):([0-5]?\d)(?::([0-5]?\d))?$/.exec(text.trim()) ?? [];
  return hours === "" ? NaN : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** An amount as its control holds it: 999 cents are `9.99`. */
export function amountText(minor: number | undefined, currency: string): string {
  return minor === undefined ? "" : amountOf(minor, currency).toFixed(minorDigits(currency));
}

/** A length of time as its control holds it: hours and minutes, `1:30`, with seconds where there are any. */
export function clockText(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  const two = (count: number) => String(count).padStart(2, "0");
  const rest = seconds % 60;
  const minutes = two(Math.floor(seconds / 60) % 60);
  return `${Math.floor(seconds / 3600)}:${minutes}${rest === 0 ? "" : `:${two(rest)}`}`;
}
