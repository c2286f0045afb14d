// What the library itself advises against.
import type { StorageReader } from "convex/server";

export async function sizeOf(storage: StorageReader, id: string): Promise<number | undefined> {
  // fires: @typescript-eslint/no-deprecated
  return (await storage.getMetadata(id))?.size;
}
