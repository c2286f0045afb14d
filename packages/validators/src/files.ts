// A file of somebody's: what it is called, what it is for, and what each purpose takes.
import { withSystemFields, zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { appErrorData } from "./errors.ts";
import { fieldLimits, singleLine } from "./fields.ts";

/** What a file may be for. Each has limits of its own. */
export const filePurposes = ["attachment", "avatar", "knowledge"] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** Images that a page may show. SVG is not among them: it can hold scripts. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

export const fileLimits = {
  name: { min: 1, max: 200 },
  /** What one purpose takes; `types` are content types without their parameters. */
  purposes: {
    attachment: fieldLimits.file,
    avatar: { maxBytes: 2_000_000, types: imageTypes },
    knowledge: {
      maxBytes: 10_000_000,
      types: ["application/pdf", "text/plain", "text/markdown", "text/html"],
    },
  },
} as const satisfies {
  name: { min: number; max: number };
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
export const uploadRefusal = appErrorData.pick({ code: true, message: true });
export type UploadRefusal = z.infer<typeof uploadRefusal>;

/**
 * Says why a purpose does not take a file, for the form before an upload and the server after it.
 * @param purpose what the file is for
 * @param file its size in bytes, and its content type as its sender names it
 * @returns a sentence for the sender, or null when the file is fine
 */
export function refusalOfFile(
  purpose: FilePurpose,
  file: { size: number; contentType?: string | undefined },
): string | null {
  const { maxBytes, types } = fileLimits.purposes[purpose];
  if (file.size > maxBytes) return `A file may have ${maxBytes} bytes, not ${file.size}.`;
  const type = bareType(file.contentType);
  if ((types as readonly string[]).includes(type)) return null;
  return `A file may be ${types.join(", ")}, not "${type}".`;
}

/**
 * Reads a content type without its parameters.
 * @param contentType such as `text/plain; charset=utf-8`
 * @returns such as `text/plain`; empty for none
 */
export function bareType(contentType: string | null | undefined): string {
  const [type = ""] = (contentType ?? "").split(";");
  return type.trim().toLowerCase();
}
