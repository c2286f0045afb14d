// Whether a deployment is for trying out: it has accounts with public passwords then, and its admins read
// the e-mails, codes included.
import { type QueryCtx, env } from "../_generated/server";

/** What Convex tells of the deployment that runs this. */
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
  return env.GROUNDWORK_DEMO === demoValueOf(await ctx.meta.getDeploymentMetadata());
}

/**
 * Tells what makes a deployment a demo: "1", or on Convex's cloud, where the same setting may have been
 * copied along to production, the deployment's own name.
 * @param deployment what runs this
 * @returns the value that the variable GROUNDWORK_DEMO has to have
 */
export function demoValueOf({ name, region }: Deployment): string {
  return region === null ? "1" : name;
}
