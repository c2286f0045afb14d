// What tests of the backend start from: an empty app in memory, and people signed in to it.
import rateLimiter from "@convex-dev/rate-limiter/test";
import type { Role } from "@repo/validators/access";
import { convexTest } from "convex-test";
import schema from "./schema";

/** Every module of `convex/` that a deployment would get, by path. */
export const modules = import.meta.glob([
  "./**/*.{ts,js}",
  "!./**/*.{test,setup,config}.ts",
  "!./**/*.d.ts",
]);

export type TestApp = ReturnType<typeof initTest>;

/**
 * Starts an empty app with its components, under the limits that Convex puts on a transaction.
 * @returns the app, called as nobody
 */
export function initTest() {
  const app = convexTest({ schema, modules, transactionLimits: true });
  rateLimiter.register(app);
  return app;
}

let people = 0;

/**
 * Adds a person and signs them in.
 * @param app the app they belong to
 * @param role their role
 * @returns the app as they call it, with their id as `userId`
 */
export async function signedInAs(app: TestApp, role: Role) {
  const name = `${role} ${++people}`;
  const userId = await app.run((ctx) =>
    ctx.db.insert("users", { name, email: `${role}${people}@example.com`, role }),
  );
  return { userId, ...app.withIdentity({ subject: `${userId}|session` }) };
}
