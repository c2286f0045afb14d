// Every function that names a limit, called by somebody who has used that limit up.
import { type Role, can, roles } from "@repo/validators/access";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type RateLimitName,
  countCall,
  rateLimits,
} from "../../convex/model/platform/rateLimits.ts";
import { argumentsOf } from "../../testing/arguments.ts";
import { type AppFunction, appFunctions, call } from "../../testing/manifest.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const limited = (await appFunctions()).flatMap((fn) => {
  const name = fn.policy?.rateLimit;
  return name === undefined ? [] : [[fn.name, name, fn] as const];
});

// While a large limit is being used up, the clock would give some of it back.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterAll(() => void vi.useRealTimers());

test("functions with limits are found", () => {
  expect(limited.map(([name]) => name)).toEqual(
    expect.arrayContaining(["notes:create", "teams:create"]),
  );
});

describe.each(limited)("%s", (_fn, limit, fn) => {
  test(`is refused once "${limit}" is used up, to nobody else`, async () => {
    const app = initTest();
    const role = callerOf(fn);
    const [ann, bob] = [await signedInAs(app, role), await signedInAs(app, role)];
    await useUp(app, ann, limit);
    const refused = { data: { code: "RATE_LIMITED", retryAfter: expect.any(Number) } };
    const args = await argumentsOf(app, ann, fn);
    await expect(call(ann, fn, args)).rejects.toMatchObject(refused);
    const other = call(bob, fn, await argumentsOf(app, bob, fn));
    expect(await other.catch((error) => error.data?.code)).not.toBe("RATE_LIMITED");
  });
});

/** The role that may do most, of those that may call it. */
function callerOf({ policy }: AppFunction): Role {
  const access = policy?.access;
  const may = (role: Role) =>
    typeof access === "object" || access === "signedIn" || can(role, access!);
  return roles.findLast(may)!;
}

async function useUp(app: TestApp, { userId }: Person, name: RateLimitName): Promise<void> {
  const { capacity } = rateLimits[name];
  await app.run(async (ctx) => {
    const user = await ctx.db.get("users", userId);
    for (let n = 0; n < capacity; n++) await countCall(ctx as never, name, user);
  });
}
