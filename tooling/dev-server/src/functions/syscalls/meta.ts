// Who is calling, what is running, and how much of its limits it has used.

import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { FunctionCall, Identity } from "../../kernel/function-types.ts";
import { resolveAddress, type FunctionAddress } from "../references/references.ts";
import { jwtIssuer, signJwt } from "./jwt-signing.ts";
import { requireMutation, type Syscalls } from "./syscalls.ts";

/** Asynchronous: identity, metadata, metrics, function handles. */
export const metaSyscalls: Syscalls = {
  "1.0/getUserIdentity": ({ identity, execution }) => {
    const { caller } = execution.call;
    // Functions that an HTTP action calls run without identity; only the action itself learns why.
    if (caller === "HttpEndpoint" && identity.kind === "none" && identity.refusal !== undefined) {
      throw new BackendError("Unauthenticated", identity.refusal, 401);
    }
    return JSON.stringify(visibleIdentity(identity));
  },
  "1.0/getFunctionMetadata": (frame) => {
    const componentPath = frame.execution.deployment.components[frame.component]?.path ?? "";
    return JSON.stringify({ name: frame.path, componentPath });
  },
  "1.0/getTransactionMetrics": (frame) => JSON.stringify(frame.tx.metrics()),
  "1.0/getDeploymentMetadata": () => JSON.stringify(DEPLOYMENT_METADATA),
  "1.0/getRequestMetadata": (frame) =>
    JSON.stringify(requestMetadata(frame.execution.call, frame.identity)),
  "1.0/createFunctionHandle": (frame, args) => {
    const { deployment, handles } = frame.execution;
    const address = args as FunctionAddress;
    return JSON.stringify(
      handles.create(resolveAddress(deployment, handles, frame.component, address)),
    );
  },
  "1.0/auditLog": () => "null",
  "1.0/signJwt": (frame, args) => {
    requireMutation(frame, "auth.signJwt");
    const { deployment, instanceSecret: secret, now } = frame.execution;
    const path = deployment.components[frame.component]?.path ?? "";
    const issuer = jwtIssuer(deployment.cloudOrigin, path);
    const { claims, expiresInSeconds } = args;
    return JSON.stringify(signJwt({ secret, issuer, now, claims, expiresInSeconds }));
  },
  "1.0/createServiceToken": () => cloudOnly("getServiceToken"),
  "1.0/getServiceUrl": () => cloudOnly("getServiceUrl"),
};

/** Synchronous: `1.0/getSnapshotTs`. */
export const metaSyncSyscalls: Syscalls = {
  "1.0/getSnapshotTs": (frame) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(frame.tx.snapshotTs);
    return JSON.stringify({ $integer: bytes.toString("base64") });
  },
};

export const DEPLOYMENT_METADATA = { name: "local", region: null, class: "s16" } as const;

/** What `auth.getUserIdentity()` returns. */
export function visibleIdentity(identity: Identity): JsonValue {
  if (identity.kind === "user") return identity.attributes;
  return identity.kind === "admin" ? identity.impersonating : null;
}

/** What `meta.getRequestMetadata()` returns. */
export function requestMetadata(call: FunctionCall, identity: Identity): JsonValue {
  return {
    ip: call.request?.ip ?? null,
    userAgent: call.request?.userAgent ?? null,
    requestId: call.requestId,
    scheduledFunctionId: call.scheduledFunctionId ?? null,
    ...(identity.kind === "user" ? { authToken: identity.token } : {}),
  };
}

/** @throws BackendError always. */
export function cloudOnly(what: string): never {
  throw new BackendError("NotSupported", `${what} is not supported by the development backend.`);
}
