import type { Embedded } from "@repo/backend/embedded/backend";
import { api } from "@repo/backend/_generated/api";
import { ConvexHttpClient } from "convex/browser";

import { demoAccount } from "./browser.ts";

/** The official client, signed in as a person: for what happens behind the page that is tested. */
export async function clientOf(
  backend: Embedded,
  who: "admin" | "member",
): Promise<ConvexHttpClient> {
  const client = new ConvexHttpClient(backend.url, { logger: false });
  const { email, password } = demoAccount(who);
  const params = { flow: "signIn", email, password };
  const { tokens } = await client.action(api.auth.signIn, { provider: "password", params });
  if (!tokens) throw new Error(`${email} could not sign in.`);
  client.setAuth(tokens.token);
  return client;
}
