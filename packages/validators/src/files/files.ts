// A file of somebody's: what it is called, what it is for, and what each purpose takes.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { errorCodes } from "../errors.ts";
import { knowledgeFileLimits, knowledgePurposes } from "../features/knowledge.ts";
import { fieldLimits, singleLine, timestamp } from "../fields.ts";

/** What a file may be for. Each has limits of its own. */
export const filePurposes = ["attachment", "avatar", ...knowledgePurposes] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** Images that a page may show. SVG is not among them: it can hold scripts. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

export const fileLimits = {
  name: { min: 1, max: 200 },
  /** After so many days in the trash a file is purged. */
  trashDays: 30,
  /** What one purpose takes; `types` are content types without their parameters. */
  purposes: {
    attachment: fieldLimits.file,
    avatar: { maxBytes: 2_000_000, types: imageTypes },
    ...knowledgeFileLimits,
  },
} as const satisfies {
  name: { min: number; max: number };
  trashDays: number;
  purposes: Record<FilePurpose, { maxBytes: number; types: readonly string[] }>;
};

export const file = z.object({
  ownerId: zid("users"),
  name: singleLine(fileLimits.name),
  purpose: z.enum(filePurposes),
  /** Pending until its bytes are there and checked; the fields that follow are absent before. */
  status: z.enum(["pending", "ready"]),
  storageId: zid("_storage").optional(),
  /** In bytes. */
  size: z.number().optional(),
  contentType: z.string().optional(),
  /** The table whose row uses it. A file has one use. */
  claimedBy: z.string().optional(),
  /** The team that it was given to: its members may have the bytes, and it goes with the team. */
  teamId: zid("teams").optional(),
  /** When its owner put it into the trash; absent while it is not there. */
  deletedAt: timestamp.optional(),
});
export type File = z.infer<typeof file>;

/** What asking for an upload takes. */
export const fileInput = file.pick({ name: true, purpose: true });
export type FileInput = z.infer<typeof fileInput>;

export const publicFile = z.object(
  withSystemFields(
    "files",
    file.pick({ name: true, purpose: true, status: true, size: true, contentType: true }).shape,
  ),
);
export type PublicFile = z.infer<typeof publicFile>;

/** Why the bytes of an upload were refused. */
export const uploadRefusal = z.object({ code: z.enum(errorCodes), message: z.string() });
export type UploadRefusal = z.infer<typeof uploadRefusal>;

/** What a field or a purpose takes: at most so many bytes, of these media types. */
export interface FileLimits {
  readonly maxBytes: number;
  readonly types: readonly string[];
}

/**
 * Says why a file is refused, for the form before an upload and the server after it.
 * @param limits what the field or the purpose takes
 * @param file its size in bytes, and its content type as its sender names it
 * @returns a sentence for the sender, or null when the file is fine
 */
export function refusalOfFile(
  { maxBytes, types }: FileLimits,
  file: { size: number; contentType?: string | null | undefined },
): string | null {
  if (file.size > maxBytes) {
    return `The file has ${fileSizeText(file.size)}, and ${fileSizeText(maxBytes)} is the limit.`;
  }
  const type = mediaTypeOf(file.contentType);
  if (types.includes(type)) return null;
  const accepted = [...new Set(types.map(fileTypeName))].join(", ");
  return `A file of this type${type && ` (${fileTypeName(type)})`} is not accepted. Accepted: ${accepted}.`;
}

const typeNames: Record<string, string> = {
  "application/x-zip-compressed": "ZIP",
  "image/webp": "WebP",
  "text/markdown": "Markdown",
  "text/plain": "text",
};

/**
 * Names a media type as people do.
 * @param type such as `image/png`
 * @returns such as `PNG`
 */
export function fileTypeName(type: string): string {
  return typeNames[type] ?? type.replace(/^.*\/(x-)?|\+.*$/g, "").toUpperCase();
}

/**
 * Writes a size, rounded up to one decimal: what is over a limit never reads like the limit.
 * @param bytes a number of bytes
 * @returns such as `2 MB`
 */
export function fileSizeText(bytes: number): string {
  const [unit, divisor] =
    bytes < 1_000_000 ? (["kB", 1000] as const) : (["MB", 1_000_000] as const);
  return `${Math.ceil((bytes / divisor) * 10) / 10} ${unit}`;
}

/** A media type, and at most the charset of a text. */
const oneMediaType = /^([a-z]+\/[a-z0-9.+-]+)(?: *; *charset="?[a-z0-9._-]+"?)?$/i;

/**
 * Reads the media type of a content type. Browsers take the last of a list and guess where a value is
 * malformed, so a value that is not exactly one media type has none.
 * @param contentType such as `text/plain; charset=utf-8`
 * @returns such as `text/plain`, in lower case; empty for anything else
 */
export function mediaTypeOf(contentType: string | null | undefined): string {
  return oneMediaType.exec(contentType ?? "")?.[1]?.toLowerCase() ?? "";
}
