// Failures of the host in the form a realm makes its errors from.

import { DataError } from "../../engine/values/errors.ts";
import type { FunctionError } from "../../kernel/function-types.ts";
import type { Failure } from "../realm/host.ts";

/** @param error a thrown error, or the outcome of a nested call */
export function failureOf(error: unknown): Failure {
  if (error instanceof DataError) return { message: error.message, data: error.data };
  if (error instanceof Error) return { message: error.message };
  const { message, data } = error as FunctionError;
  return data === undefined ? { message } : { message, data: JSON.parse(data) };
}
