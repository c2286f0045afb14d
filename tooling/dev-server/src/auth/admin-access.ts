// Who may use the routes of the CLI: holders of the admin key.

import type { Authenticator } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";

/** Every admin key starts with this name; the CLI shows it as the deployment's name. */
export const INSTANCE_NAME = "groundwork";

/**
 * Lets holders of the admin key pass. A push says the key twice: either place will do.
 * @param header `Authorization: Convex <key>[:<identity>]`
 * @param bodyKey `adminKey` of the body
 * @throws BackendError 401 BadAdminKey, 403 BadDeployKey (the key of another deployment)
 */
export function requireAdmin(
  auth: Pick<Authenticator, "isAdminKey">,
  header: string | null | undefined,
  bodyKey?: unknown,
): void {
  const keys = [keyOfHeader(header), typeof bodyKey === "string" ? bodyKey : null];
  if (keys.some((key) => key !== null && auth.isAdminKey(key))) return;
  const given = keys.find((key) => key !== null);
  if (given !== undefined && given !== null && isKeyOfAnother(given)) {
    throw new BackendError(
      "BadDeployKey",
      `The admin key is one of "${given.split("|")[0]}", not of this deployment. ` +
        "Set CONVEX_SELF_HOSTED_ADMIN_KEY to the key this server prints with --print-env.",
      403,
    );
  }
  throw new BackendError(
    "BadAdminKey",
    given === undefined
      ? "This route needs the admin key: Authorization: Convex <key>."
      : `The admin key was invalid for this instance "${INSTANCE_NAME}".`,
    401,
  );
}

function keyOfHeader(header: string | null | undefined): string | null {
  const match = /^Convex\s+([^\s:]+)/.exec(header ?? "");
  return match?.[1] ?? null;
}

function isKeyOfAnother(key: string): boolean {
  return key.includes("|") && !key.startsWith(`${INSTANCE_NAME}|`);
}
