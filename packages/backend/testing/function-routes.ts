// What a route of a function serves and refuses, made of the validators of the function.
import type { Role } from "@repo/validators/access";
import { vi } from "vitest";
import { argumentsOf } from "./arguments.ts";
import { appFunctions } from "./manifest.ts";
import { type TestApp, signedInAs } from "./setup.ts";

/** A request, and who sends it. */
interface Sent {
  by: Pick<TestApp, "fetch">;
  path: string;
  init: RequestInit;
}

interface FunctionRequests {
  served: () => Promise<Sent>;
  refused: [sends: string, status: number, request: () => Promise<Sent>][];
}

const KEY = "the key of the tests";

/** What the requests of a route depend on. */
interface Options {
  /** `POST /orders`, as the router names it. */
  route: string;
  /** The function, as Convex names it: `orders:create`. */
  calls: string;
  /** Who calls it; for a key and for everybody the owner of the rows that the arguments name. */
  role: Role;
  /** The variable with the key that is sent; default: the token of a session is sent. */
  variable?: string;
  isPublic?: boolean;
  maxBytes: number;
}

/**
 * Makes the requests of a route that calls a function. They set the variable of its key, which the test unsets.
 * @param appOf the app of the test
 * @param options the route and its function
 */
export function functionRequests(
  appOf: () => TestApp,
  { route, calls, role, variable, isPublic = false, maxBytes }: Options,
): FunctionRequests {
  const [method = "", path = ""] = route.split(" ");
  const send = async (change: { args?: string; isStranger?: boolean } = {}): Promise<Sent> => {
    const app = appOf();
    const person = await signedInAs(app, role);
    const fn = (await appFunctions()).find(({ name }) => name === calls)!;
    const args = change.args ?? JSON.stringify(await argumentsOf(app, person, fn));
    if (variable !== undefined) vi.stubEnv(variable, KEY);
    const isSession = variable === undefined && !isPublic && change.isStranger !== true;
    const headers: Record<string, string> =
      variable === undefined ? {} : { "X-API-Key": change.isStranger === true ? "another" : KEY };
    return {
      by: isSession ? person : app,
      path: method === "GET" ? `${path}?args=${encodeURIComponent(args)}` : path,
      init: { method, headers, ...(method !== "GET" && { body: args }) },
    };
  };
  const stranger = ["a stranger", 401, async () => await send({ isStranger: true })] as const;
  return {
    served: send,
    refused: [
      ...(isPublic ? [] : [[...stranger] as FunctionRequests["refused"][number]]),
      ["what is no JSON", 400, async () => await send({ args: "{" })],
      ["what is no object", 400, async () => await send({ args: "[]" })],
      ["an argument that it does not take", 400, async () => await send({ args: '{"other":1}' })],
      ["too many bytes", 413, async () => await send({ args: `"${"x".repeat(maxBytes)}"` })],
    ],
  };
}
