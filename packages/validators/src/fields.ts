// Shapes of single values that many tables have. A field takes one as it is, or narrows it.
import { z } from "zod";

export const fieldLimits = {
  emailAddress: { max: 254 },
  webAddress: { max: 2048 },
  /** 1970 to the end of 2199, in milliseconds. */
  timestamp: { min: 0, max: Date.UTC(2200, 0) - 1 },
  calendarDay: { max: "2030-01-31".length },
  timeOfDay: { max: "10:20".length },
  /** What Convex stores as `v.int64()`. */
  int64: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
  json: { max: 50_000 },
  searchTerm: { min: 1, max: 200 },
  file: {
    maxBytes: 10_000_000,
    /** What a type starts with. Types that a browser runs are not among them. */
    types: ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "text/plain"],
  },
} as const;

/** An e-mail address: the host in lower case, the name before it as it is, as only its host can tell. */
export const emailAddress = z
  .string()
  .trim()
  .overwrite((text) => text.replace(/@[^@]*$/, (host) => host.toLowerCase()))
  .max(fieldLimits.emailAddress.max)
  .check(z.email("Enter a valid e-mail address"));

/** The address of a page. A link to anything but the web could run code where it is shown. */
export const webAddress = z
  .string()
  .trim()
  .max(fieldLimits.webAddress.max)
  .check(
    z.url({
      protocol: /^https?$/,
      error: "Enter a web address that starts with http:// or https://",
    }),
  );

/** What a single line has none of: line breaks, tabs, and other signs that only steer a screen. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * Makes the shape of a text on one line: a name, a title. With more lines it could pass for words of the
 * app's own where it is quoted, as in an e-mail.
 * @param limits how long it may be
 */
export function singleLine({ min, max }: { min: number; max: number }) {
  const message = "Use a single line without control characters";
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => !steering.test(text), message);
}

/**
 * Puts a text on one line, to quote it where others are.
 * @param text as somebody typed it
 */
export function toSingleLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** A timestamp, in milliseconds since 1970. */
export const timestamp = z
  .number()
  .int()
  .min(fieldLimits.timestamp.min)
  .max(fieldLimits.timestamp.max);

/** A day of the calendar, the same in every time zone: `2030-01-31`. Days sort as their texts do. */
export const calendarDay = z
  .string()
  .trim()
  .max(fieldLimits.calendarDay.max)
  .check(z.iso.date("Enter a date such as 2030-01-31"));

/** A time of day without a time zone, on a clock of 24 hours: `09:30`. Times sort as their texts do. */
export const timeOfDay = z
  .string()
  .trim()
  .max(fieldLimits.timeOfDay.max)
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 09:30"));

/** A whole number beyond what JavaScript's numbers hold exactly, as a `bigint`. */
export const int64 = z.bigint().min(fieldLimits.int64.min).max(fieldLimits.int64.max);

/** What a number counts, for those who show it and ask for it. */
export type Unit = { kind: "seconds" } | { kind: "money"; currency: string };

/** The units of shapes. A shape that narrows another one has its unit. */
export const units = z.registry<Unit>();

/** A length of time, in whole seconds; a shape that narrows it says from where to where. */
export const durationInSeconds = z.number().int().register(units, { kind: "seconds" });

/**
 * Makes the shape of an amount of money in whole minor units, such as cents: no fraction gets lost.
 * @param currency an ISO 4217 code such as `EUR`
 */
export function moneyIn(currency: string) {
  return z.number().int().register(units, { kind: "money", currency });
}

/**
 * Makes a list take each value only once: a list of references.
 * @param list the list, with its bounds
 */
export function distinct<List extends z.ZodArray>(list: List): List {
  return list.refine((items) => new Set(items).size === items.length, "Choose each only once");
}

/** Anything that JSON can say, and no more of it than a row can hold. Its type is that of `v.any()`. */
export const json = z.any().refine(isJson, "Enter JSON within the size limit");

/** Words to look for. */
export const searchTerm = z
  .string()
  .trim()
  .min(fieldLimits.searchTerm.min)
  .max(fieldLimits.searchTerm.max);

/** What a caller sees of a file: where its bytes are for now, and what they are. */
export const publicFile = z.object({
  /** Null when the file is gone. */
  url: z.string().nullable(),
  contentType: z.string().nullable(),
  /** In bytes. */
  size: z.number(),
});
export type PublicFile = z.infer<typeof publicFile>;

function isJson(value: unknown): boolean {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text !== undefined && text.length <= fieldLimits.json.max;
  } catch {
    return false;
  }
}
