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
  .check(z.email("Not an e-mail address"));

/** The address of a page. A link to anything but the web could run code where it is shown. */
export const webAddress = z
  .string()
  .trim()
  .max(fieldLimits.webAddress.max)
  .check(z.url({ protocol: /^https?$/, error: "Not a web address" }));

/** A moment, in milliseconds since 1970. */
export const timestamp = z
  .number()
  .int()
  .min(fieldLimits.timestamp.min)
  .max(fieldLimits.timestamp.max);

/** Anything that JSON can say, and no more of it than a row can hold. Its type is that of `v.any()`. */
export const json = z.any().refine(isJson, "Not JSON, or too long");

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
