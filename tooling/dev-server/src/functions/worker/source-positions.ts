// From positions in pushed modules to positions in the files a person wrote.

import { AnyMap, originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";
import type { PushedModule } from "../../kernel/function-types.ts";

/** Scheme of the names user modules are evaluated under. */
export const MODULE_SCHEME = "convex:/";

/** `../convex/tasks.ts:12:8`, or null when the file is not user code. Lines and columns from 1. */
export type PositionMapper = (file: string, line: number, column: number) => string | null;

/** A mapper over modules by path; source maps are read when first needed. */
export function createPositionMapper(
  modules: Record<string, Pick<PushedModule, "sourceMap">>,
  scheme: string = MODULE_SCHEME,
): PositionMapper {
  const maps = new Map<string, TraceMap | null>();
  return (file, line, column) => {
    if (!file.startsWith(scheme)) return null;
    const path = file.slice(scheme.length);
    if (!maps.has(path)) maps.set(path, readMap(modules[path]?.sourceMap));
    const map = maps.get(path);
    const original = map ? originalPositionFor(map, { line, column: column - 1 }) : null;
    if (original === null || original.source === null) return `${path}:${line}:${column}`;
    return `${original.source}:${original.line}:${original.column + 1}`;
  };
}

function readMap(text: string | undefined): TraceMap | null {
  if (text === undefined) return null;
  try {
    return AnyMap(text);
  } catch {
    return null;
  }
}

/** Lines such as `    at handler (../convex/tasks.ts:12:8)`, joined by newlines. */
export function formatFrames(sites: NodeJS.CallSite[], position: PositionMapper): string {
  const lines: string[] = [];
  for (const site of sites) {
    const file = site.getFileName() ?? "";
    const at = position(file, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
    if (at !== null) lines.push(frameLine(callee(site), at));
  }
  return lines.join("\n");
}

function frameLine(name: string, position: string): string {
  return `    at ${name || "<anonymous>"} (${position})`;
}

function callee(site: NodeJS.CallSite): string {
  const name = site.getFunctionName() ?? "";
  const isAsync = (site as { isAsync?: () => boolean }).isAsync?.() ?? false;
  if (site.isConstructor()) return `new ${name || "<anonymous>"}`;
  return `${isAsync ? "async " : ""}${name || "<anonymous>"}`;
}

/** The mapped frames of a stack that V8 wrote, for errors that were not made in a realm. */
export function mapStackText(stack: string, position: PositionMapper): string {
  const lines: string[] = [];
  for (const line of stack.split("\n")) {
    const match = /^\s+at (async )?(?:(.*) \()?(\S+?):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) continue;
    const [, async = "", name = "<anonymous>", file = "", row, column] = match;
    const at = position(file, Number(row), Number(column));
    if (at !== null) lines.push(frameLine(`${async}${name}`, at));
  }
  return lines.join("\n");
}
