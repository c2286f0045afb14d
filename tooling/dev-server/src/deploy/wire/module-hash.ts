import { createHash } from "node:crypto";
import type { PushedModule } from "../../kernel/function-types.ts";

type Hashed = Pick<PushedModule, "source" | "sourceMap">;

/** Modules are never changed once made, and a push asks for their hash many times. */
const known = new WeakMap<Hashed, string>();

/** sha256 (hex) of the source, followed by the source map when there is one, as the CLI computes it. */
export function moduleHash(module: Hashed): string {
  const before = known.get(module);
  if (before !== undefined) return before;
  const hash = createHash("sha256").update(module.source);
  if (module.sourceMap !== undefined) hash.update(module.sourceMap);
  const hex = hash.digest("hex");
  known.set(module, hex);
  return hex;
}

/** sha256 (hex) of parts, each delimited, for cache keys. */
export function keyOf(...parts: (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
