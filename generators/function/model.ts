// A function as the templates need it: everything is known, nothing is wrong.
import type { Field } from "../lib/fields/field.ts";
import type { FunctionKind } from "./input.ts";

export interface FunctionModel {
  module: string;
  name: string;
  kind: FunctionKind;
  /** What calls it in a test, and how its builder names it without "internal". */
  call: "query" | "mutation" | "action";
  isInternal: boolean;
  about: string;
  args: Field[];
  returns: Returns;
  access: FunctionAccess;
  rateLimit: RateLimit | null;
  /** Required references of which the handler reads the row, so that the caller's scope holds. */
  reads: { arg: string; table: string; isOfCaller: boolean }[];
  /** A role that may call it. */
  role: string;
  /** Roles that may not. */
  refusedRoles: string[];
}

export type Returns =
  | { kind: "null" }
  | { kind: "row"; table: string; arg: string; shape: string }
  | { kind: "page"; table: string; shape: string; ownColumn: string | null }
  | { kind: "value"; field: Field; value: string };

export type FunctionAccess =
  | { kind: "permission"; permission: string }
  | { kind: "signedIn" }
  | { kind: "public"; why: string }
  | { kind: "internal" };

export interface RateLimit {
  name: string;
  /** What has to be added; null when the limit is there. */
  added: { times: number; unit: RateUnit } | null;
}

export const rateUnits = ["second", "minute", "hour", "day"] as const;
export type RateUnit = (typeof rateUnits)[number];
