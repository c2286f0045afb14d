// A source: a text that a team's questions are answered from. The row says what it is and how far it is;
// the text itself is in `sourceVersions`, so that a list of sources stays light.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { singleLine } from "../fields.ts";

export const sourceKinds = ["note", "text", "markdown", "html", "pdf"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Pending until a job takes it up; a failed one is tried again on request. */
export const sourceStatuses = ["pending", "processing", "ready", "failed"] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

export const sourceLimits = {
  title: { min: 1, max: 200 },
  description: { max: 500 },
  /** What one row of text may have: a document of Convex holds 1 MiB, and a character up to 4 bytes. */
  textBytes: 900_000,
  /** What it may be cut into: each piece has a vector. Prose of the largest size makes about 1200. */
  pieces: 2000,
  /** Of a PDF. */
  pdfPages: 1000,
  error: { max: 500 },
} as const;

export const source = z.object({
  teamId: zid("teams"),
  /** The import that it came with, unless it was added by itself or that is gone. */
  importId: zid("imports").optional(),
  /** Absent when the account is gone. */
  addedBy: zid("users").optional(),
  /** The row whose text it is. Such a source is changed and removed with its row alone. */
  rowId: z.string().max(64).optional(),
  /** The table of that row. */
  rowTable: z.string().max(64).optional(),
  kind: z.enum(sourceKinds),
  title: singleLine(sourceLimits.title),
  /** Whether the title is the name of a file: what the document calls itself takes its place. */
  isTitleOfFile: z.boolean().optional(),
  /** What the document says of itself, in its front matter or in the head of its page. */
  description: z.string().max(sourceLimits.description.max).optional(),
  /** Of the newest content. What was ready before stays in use until that is. */
  status: z.enum(sourceStatuses),
  error: z.string().max(sourceLimits.error.max).optional(),
  /** How often the newest content was tried. */
  attempts: z.number().int().min(0),
  /** Bytes of the newest text, once it is known; they count on quotas. */
  textBytes: z.number().int().min(0).optional(),
  /** The pieces that the content in use was cut into. */
  chunkCount: z.number().int().min(0),
  /** What the index knows the content in use by. Absent until the first one is ready. */
  entryId: z.string().optional(),
  /** The embedding model of that index, with the length of its vectors. */
  index: z.string().optional(),
  /** How often the content in use was replaced, by which citations know theirs. Absent is never. */
  version: z.number().int().min(1).optional(),
});
export type Source = z.infer<typeof source>;

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The text of a source, as a client sends it. */
export const sourceText = z
  .string()
  .max(sourceLimits.textBytes)
  .refine((text) => text.trim() !== "", "Enter some text")
  .refine(
    (text) => bytesOf(text) <= sourceLimits.textBytes,
    `A text may have ${sourceLimits.textBytes} bytes; split it`,
  );

/** What a client sends as text. A PDF comes as a file. */
export const textKinds = ["note", "text", "markdown", "html"] as const satisfies SourceKind[];

/** What adding a text takes. */
export const sourceTextInput = source
  .pick({ teamId: true, title: true })
  .extend({ kind: z.enum(textKinds), text: sourceText });
export type SourceTextInput = z.infer<typeof sourceTextInput>;

/** What adding a file takes. Default title: the name of the file. */
export const sourceFileInput = source
  .pick({ teamId: true })
  .extend({ fileId: zid("files"), title: source.shape.title.optional() });
export type SourceFileInput = z.infer<typeof sourceFileInput>;

export const publicSource = z.object(
  withSystemFields(
    "sources",
    source
      .omit({ entryId: true, isTitleOfFile: true })
      // Whether questions are answered from it, if only from what it held before.
      .extend({ isInUse: z.boolean() }).shape,
  ),
);
export type PublicSource = z.infer<typeof publicSource>;
