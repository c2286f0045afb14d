// Files that functions take.
import type { FilePurpose } from "@repo/validators/files/files";
import type { Value } from "convex/values";
import type { Id } from "../convex/_generated/dataModel";
import { exampleRow } from "./manifest.ts";
import { type Person, type TestApp, exampleFile } from "./setup.ts";

/** A file of the person's that is ready to be claimed. */
export async function fileFor(app: TestApp, person: Person, purpose: FilePurpose): Promise<Value> {
  const id = await exampleRow(app, person, "files");
  const contentType = purpose === "avatar" ? "image/png" : "text/plain";
  const storageId = await exampleFile(app, contentType);
  const ready = { status: "ready", storageId, size: 1, contentType } as const;
  await app.run((ctx) => ctx.db.patch("files", id, { purpose, ...ready }));
  return id;
}

/** A file that a person has uploaded. */
export async function uploaded(
  app: TestApp,
  { userId }: Person,
  {
    contentType,
    bytes,
    name = "handbook",
  }: { contentType: string; bytes: string | Uint8Array<ArrayBuffer>; name?: string },
  purpose: FilePurpose,
): Promise<Id<"files">> {
  const storageId = await exampleFile(app, contentType, bytes);
  const size = bytes.length;
  const row = { name, purpose, ownerId: userId, status: "ready", storageId, size, contentType };
  return await app.run((ctx) => ctx.db.insert("files", row as never));
}
