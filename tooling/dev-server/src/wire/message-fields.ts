// Typed access to the fields of a client's message. Every failure names the field and what it held.

import type { CommitTs, JsonText } from "../kernel/database-types.ts";
import type { IdentityAttributes } from "../kernel/function-types.ts";
import { decodeTs } from "./timestamp.ts";

/** Well above what a value may have; the engine says so in its own words then. */
const MAX_DEPTH = 128;

/** The client broke the protocol: answered with FatalError, then the socket is closed. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(`Received an invalid message: ${message}`);
    this.name = "ProtocolError";
  }
}

export type FieldReader = ReturnType<typeof reader>;

/**
 * Accessors for the fields of `json`; an optional field may be absent or null.
 * @throws ProtocolError when `json` is no object; each accessor throws it for a field of another type.
 */
export function reader(json: unknown, what: string) {
  if (!isObject(json)) throw new ProtocolError(`a ${what} must be an object`);
  const wrong = (name: string, expected: string): ProtocolError =>
    new ProtocolError(`"${name}" must be ${expected}, not ${shown(json[name])}`);
  return {
    string(name: string): string {
      const value = json[name];
      if (typeof value !== "string") throw wrong(name, "a string");
      return value;
    },
    optionalString(name: string): string | null {
      const value = json[name] ?? null;
      if (value !== null && typeof value !== "string") throw wrong(name, "a string or null");
      return value;
    },
    u32(name: string): number {
      const value = json[name];
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 0xffff_ffff) {
        throw wrong(name, "a whole number from 0 to 4294967295");
      }
      return value as number;
    },
    optionalNumber(name: string): number | null {
      const value = json[name] ?? null;
      if (value !== null && typeof value !== "number") throw wrong(name, "a number");
      return value;
    },
    optionalTs(name: string): CommitTs | null {
      const value = json[name] ?? null;
      if (value === null) return null;
      const ts = typeof value === "string" ? decodeTs(value) : null;
      if (ts === null) throw wrong(name, "the base64 of eight bytes");
      return ts;
    },
    array(name: string): unknown[] {
      const value = json[name];
      if (!Array.isArray(value)) throw wrong(name, "an array");
      return value;
    },
    optionalObject(name: string): IdentityAttributes | null {
      const value = json[name] ?? null;
      if (value === null) return null;
      if (!isObject(value)) throw wrong(name, "an object");
      return value as IdentityAttributes;
    },
    /** The one object of an array of arguments, as text. */
    argsObject(name: string): JsonText {
      const value = json[name];
      if (!Array.isArray(value) || value.length !== 1 || !isObject(value[0])) {
        throw wrong(name, "an array with one object");
      }
      if (isTooDeep(value[0])) throw new ProtocolError(`"${name}" is nested too deeply`);
      return JSON.stringify(value[0]);
    },
  };
}

/** Whether a JSON value is an object (neither null nor an array). */
export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Whether a JSON value nests so deeply that walking it could exhaust the stack. */
export function isTooDeep(json: unknown, allowed: number = MAX_DEPTH): boolean {
  if (typeof json !== "object" || json === null) return false;
  if (allowed === 0) return true;
  const inner: unknown[] = Array.isArray(json) ? json : Object.values(json);
  return inner.some((value) => isTooDeep(value, allowed - 1));
}

function shown(value: unknown): string {
  if (isTooDeep(value)) return "a deeply nested value";
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
