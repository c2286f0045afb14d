// The types that functions share: what `@repo/validators` exports, found again in what a function returns.
import { zodOutputToConvex } from "@repo/validators/convex";
import { readdirSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Shape } from "./app-functions.ts";

/** Where a shape has a name. */
export interface NamedType {
  /** Such as `PublicTask`. */
  name: string;
  /** The module of `@repo/validators` that exports it, such as `tasks` or `teams/invitations`. */
  module: string;
}

/** Names by shape; made by `namedTypes`. */
export type NamedTypes = ReadonlyMap<string, NamedType>;

/** Loads every module of `@repo/validators` and names the objects that it exports. */
export async function validatorTypes(): Promise<NamedTypes> {
  const folder = fileURLToPath(new URL(".", import.meta.resolve("@repo/validators/tasks")));
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replaceAll(sep, "/").replace(/\.ts$/, ""))
    .sort();
  const modules = await Promise.all(
    names.map(async (name) => [name, await import(`@repo/validators/${name}`)] as const),
  );
  return namedTypes(Object.fromEntries(modules));
}

/**
 * Names the objects that modules export as zod shapes. Of two that are alike the first one counts.
 * @param modules exports by module
 */
export function namedTypes(modules: Record<string, Record<string, unknown>>): NamedTypes {
  const found = new Map<string, NamedType>();
  for (const [module, exported] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(exported)) {
      if (!(value instanceof z.ZodObject)) continue;
      const shape = (zodOutputToConvex(value) as unknown as { json: Shape }).json;
      const key = keyOf(shape);
      if (!found.has(key)) found.set(key, { name: name[0]!.toUpperCase() + name.slice(1), module });
    }
  }
  return found;
}

/** Looks up the name of a shape. */
export function nameOf(shape: Shape, types: NamedTypes): NamedType | undefined {
  return types.get(keyOf(shape));
}

/** The shape as a text that does not depend on the order of fields. */
function keyOf(shape: Shape): string {
  return JSON.stringify(shape, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
