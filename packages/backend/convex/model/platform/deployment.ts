// Whether a deployment is a demo: then it has accounts with public passwords, and its admins may read e-mails
// with their codes.
import { demoAccounts } from "@repo/validators/demo";
import { type QueryCtx, env } from "../../_generated/server";
import { appError } from "../../lib/errors";

/** What Convex reports about the deployment that runs this. */
export interface Deployment {
  name: string;
  /** Null for local and self-hosted ones. */
  region: string | null;
}

/** The context of any function. */
type Ctx = { meta: Pick<QueryCtx["meta"], "getDeploymentMetadata"> };

/**
 * Says whether this is a demo. Everything that only a demo may do asks this function.
 * @param ctx the context of any function
 */
export async function isDemo(ctx: Ctx): Promise<boolean> {
  return env.DEMO_DEPLOYMENT === demoValueOf(await ctx.meta.getDeploymentMetadata());
}

/**
 * Refuses what only a demo may do.
 * @param ctx the context of any function
 * @throws FORBIDDEN on any other deployment, with the setting that would make it one
 */
export async function assertDemo(ctx: Ctx): Promise<void> {
  if (await isDemo(ctx)) return;
  const value = demoValueOf(await ctx.meta.getDeploymentMetadata());
  throw appError(
    "FORBIDDEN",
    `Demo accounts have public passwords, so none are created on a production deployment. To allow them: convex env set DEMO_DEPLOYMENT ${value}`,
  );
}

/**
 * Says whether a password is a public one of the demo that must not work here: demo accounts may have been
 * imported, or be left from when the deployment was a demo.
 * @param ctx the context of any function
 * @param password the password from the client
 */
export async function isPublicPassword(ctx: Ctx, password: string): Promise<boolean> {
  return demoAccounts.some((account) => account.password === password) && !(await isDemo(ctx));
}

/**
 * Returns the setting that makes a deployment a demo: "1", or on Convex's cloud, where settings may be copied
 * to production, the deployment's own name.
 * @param deployment the deployment
 * @returns the value that the variable DEMO_DEPLOYMENT has to have
 */
export function demoValueOf({ name, region }: Deployment): string {
  return region === null ? "1" : name;
}
