import { createHash } from "node:crypto";
import type { PushedModule } from "../functions/types.ts";

/** sha256 (hex) of the source, followed by the source map when there is one, as the CLI computes it. */
export function moduleHash(module: Pick<PushedModule, "source" | "sourceMap">): string {
  const hash = createHash("sha256").update(module.source);
  if (module.sourceMap !== undefined) hash.update(module.sourceMap);
  return hash.digest("hex");
}

/** sha256 (hex) of parts, each delimited, for cache keys. */
export function keyOf(...parts: (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
