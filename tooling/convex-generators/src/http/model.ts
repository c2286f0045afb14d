// An HTTP route as its templates need it: everything is known, nothing is wrong.
import type { Rate } from "../repository/rate.ts";

export interface HttpModel {
  method: string;
  path: string;
  rate: Rate;
  /** The size of what is sent at most; null for the usual one. */
  maxBytes: number | null;
  serves: Webhook | FunctionCall;
}

export interface Webhook {
  kind: "webhook";
  /** The sender: `clerk`. */
  source: string;
  variable: string;
  events: string[];
}

export interface FunctionCall {
  kind: "function";
  module: string;
  name: string;
  auth: { kind: "session" } | { kind: "key"; variable: string } | { kind: "public"; why: string };
  /** `app`, `any`, or origins; null for none. */
  origins: "app" | "any" | string[] | null;
  /** A role that may call the function. */
  role: string;
}
