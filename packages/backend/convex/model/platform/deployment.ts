// Whether a deployment is for trying out: it has accounts with public passwords then, and its admins read
// the e-mails, codes included.
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
 * Says whether this is a demo: the one question behind all that only a demo may do.
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
    `Demo accounts have public passwords, so none are made on a production deployment. To allow them: convex env set DEMO_DEPLOYMENT ${value}`,
  );
}

/**
 * Says whether a password is one that everybody can read, on a deployment where it opens nothing: the demo
 * accounts may have come along with imported rows, or be left from when the deployment was a demo.
 * @param ctx the context of any function
 * @param password what somebody typed
 */
export async function isPublicPassword(ctx: Ctx, password: string): Promise<boolean> {
  return demoAccounts.some((account) => account.password === password) && !(await isDemo(ctx));
}

/**
 * Tells what makes a deployment a demo: "1", or on Convex's cloud, where the same setting may have been
 * copied along to production, the deployment's own name.
 * @param deployment what runs this
 * @returns the value that the variable DEMO_DEPLOYMENT has to have
 */
export function demoValueOf({ name, region }: Deployment): string {
  return region === null ? "1" : name;
}
