// An upload that was asked for: what may be sent to its address, once, until a row holds the bytes.
import { z } from "zod";
import { zid } from "../convex.ts";

/** How long an address takes bytes, in milliseconds. */
export const UPLOAD_MS = 60 * 60 * 1000;

export const upload = z.object({
  ownerId: zid("users"),
  /** The most that may be sent, which counts on its owner's quota until it is known how much was. */
  maxBytes: z.number().int().min(0),
  /** What was sent. */
  storageId: zid("_storage").optional(),
});
export type Upload = z.infer<typeof upload>;
