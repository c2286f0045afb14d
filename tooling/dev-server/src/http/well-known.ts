// The backend as an issuer of tokens: discovery and key set of what `auth.signJwt` signs
// (OpenID Connect Discovery 1.0; RFC 7517).

import { Hono } from "hono";
import { jwtIssuer, publicJwkOf } from "../functions/syscalls/jwt-signing.ts";
import type { App } from "../kernel/app.ts";

/** `GET /.well-known/jwks.json`, and the discovery document of the app and of each component. */
export function wellKnownApi(app: Pick<App, "config" | "runner">): Hono {
  const { cloudOrigin, instanceSecret } = app.config;
  const discovery = (componentPath: string) => ({
    issuer: jwtIssuer(cloudOrigin, componentPath),
    jwks_uri: `${cloudOrigin}/.well-known/jwks.json`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  });
  const hono = new Hono();
  hono.get("/.well-known/jwks.json", (c) => c.json({ keys: [publicJwkOf(instanceSecret)] }));
  hono.get("/.well-known/openid-configuration", (c) => c.json(discovery("")));
  hono.get("/components/:path{.+}/.well-known/openid-configuration", (c) => {
    const path = c.req.param("path");
    const { components } = app.runner.deployment;
    const isMounted = Object.values(components).some((component) => component.path === path);
    return isMounted ? c.json(discovery(path)) : c.notFound();
  });
  return hono;
}
