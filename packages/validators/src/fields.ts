// Shapes of single values that many tables have. A field takes one as it is, or narrows it.
import { z } from "zod";

export const fieldLimits = {
  emailAddress: { max: 254 },
  webAddress: { max: 2048 },
  /** 1970 to the end of 2199, in milliseconds. */
  timestamp: { min: 0, max: Date.UTC(2200, 0) - 1 },
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
