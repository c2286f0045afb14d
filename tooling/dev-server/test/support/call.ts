// Function calls over HTTP, as raw as the wire has them and as ConvexHttpClient makes them.
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { convexToJson, type Value } from "convex/values";
import type { Backend } from "./backend.ts";

type Args = Record<string, Value>;

export interface FunctionAnswer {
  status: "success" | "error";
  value?: unknown;
  errorMessage?: string;
  errorData?: unknown;
  logLines?: string[];
}

/** POSTs JSON; `admin` adds the admin key. */
export function post(
  backend: Backend,
  path: string,
  body: unknown,
  options: { admin?: boolean; headers?: Record<string, string>; raw?: boolean } = {},
): Promise<Response> {
  return fetch(backend.url + path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(options.admin ? { Authorization: `Convex ${backend.adminKey}` } : {}),
      ...options.headers,
    },
    body: options.raw ? String(body) : JSON.stringify(body),
  });
}

/** Any function as admin, over `POST /api/function`, whatever becomes of it. */
export async function tryCall(
  backend: Backend,
  path: string,
  args: Args = {},
  componentPath?: string,
): Promise<FunctionAnswer> {
  const body = {
    path,
    args: convexToJson(args),
    format: "convex_encoded_json",
    ...(componentPath === undefined ? {} : { componentPath }),
  };
  const response = await post(backend, "/api/function", body, { admin: true });
  const text = await response.text();
  if (response.status !== 200 && response.status !== 560)
    throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as FunctionAnswer;
}

/** The value of a call that must succeed, still in Convex's JSON encoding. */
export async function call<T = unknown>(
  backend: Backend,
  path: string,
  args: Args = {},
  componentPath?: string,
): Promise<T> {
  const answer = await tryCall(backend, path, args, componentPath);
  if (answer.status !== "success") throw new Error(`${path}: ${answer.errorMessage}`);
  return answer.value as T;
}

/** The official HTTP client, quiet. */
export function httpClient(backend: Backend): ConvexHttpClient {
  return new ConvexHttpClient(backend.url, { logger: false, skipConvexDeploymentUrlCheck: true });
}

export const queryRef = (path: string) => makeFunctionReference<"query">(path);
export const mutationRef = (path: string) => makeFunctionReference<"mutation">(path);
