// What user code threw, as clients receive it.

import type { FunctionError } from "../../kernel/function-types.ts";
import { mapStackText, type PositionMapper } from "./source-positions.ts";

const CONVEX_ERROR = Symbol.for("ConvexError");

/**
 * Describes a thrown value: `Uncaught Error: boom`, then its stack in original positions.
 * @param thrown of any realm; need not be an Error
 */
export function describeThrown(thrown: unknown, position: PositionMapper): FunctionError {
  try {
    return describe(thrown, position);
  } catch {
    // Getters of the thrown value may throw again.
    return { message: "Uncaught exception that cannot be shown as text" };
  }
}

function describe(thrown: unknown, position: PositionMapper): FunctionError {
  if (typeof thrown !== "object" || thrown === null) {
    return { message: `Uncaught ${String(thrown)}` };
  }
  const error = thrown as { name?: unknown; message?: unknown; stack?: unknown; data?: unknown };
  const isErrorLike = "message" in error && "stack" in error;
  const head = isErrorLike ? headOf(error.name, error.message) : JSON.stringify(thrown);
  const frames = withoutHarness(framesOf(error.stack, head, position));
  const message = `Uncaught ${head}${frames === "" ? "" : `\n${frames}\n`}`;
  const isConvexError = CONVEX_ERROR in thrown && typeof error.data === "string";
  return isConvexError ? { message, data: error.data as string } : { message };
}

function headOf(name: unknown, message: unknown): string {
  const left = name === undefined ? "Error" : String(name);
  const right = message === undefined ? "" : String(message);
  if (left === "") return right;
  return right === "" ? left : `${left}: ${right}`;
}

/** Stacks of realm errors are mapped when they are made; those of host errors are mapped here. */
function framesOf(stack: unknown, head: string, position: PositionMapper): string {
  if (typeof stack !== "string") return "";
  const rest = stack.startsWith(head) ? stack.slice(head.length) : stack;
  const mapped = mapStackText(rest, position);
  if (mapped !== "") return mapped;
  return rest
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !/node:|\bfile:/.test(line))
    .join("\n");
}

/** Frames of `convex/server` around the user's own say nothing to a person; those between are kept. */
function withoutHarness(frames: string): string {
  const lines = frames.split("\n");
  const isOwn = (line: string) => !line.includes("convex/src/server/impl");
  const first = lines.findIndex(isOwn);
  return first === -1 ? "" : lines.slice(first, lines.findLastIndex(isOwn) + 1).join("\n");
}
