// What tells a demo from a deployment that people rely on, and that everything goes by it.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { initTest, signedInAs } from "../../testing/setup.ts";
import { type Deployment, isDemo } from "../../convex/model/platform/deployment.ts";
import { sendEmail } from "../../convex/model/platform/email.ts";

const local = { name: "anonymous-1", region: null };
const cloud = { name: "tall-tiger-123", region: "aws-us-east-1" };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  [local, "1", true],
  [local, undefined, false],
  [local, "", false],
  [local, "0", false],
  // As when the settings of a development deployment are copied to production.
  [cloud, "1", false],
  [cloud, undefined, false],
  [cloud, "anonymous-1", false],
  [cloud, cloud.name, true],
])("on %o the switch %j makes a demo: %s", async (deployment, value, expected) => {
  vi.stubEnv("DEMO_DEPLOYMENT", value);
  const meta = { getDeploymentMetadata: async () => ({ ...deployment, class: "s16" }) as const };
  expect(await isDemo({ meta })).toBe(expected);
});

describe("on the cloud, with a switch that was copied there", () => {
  const mail = {
    to: "ann@example.com",
    kind: "verification",
    subject: "Your code",
    text: "It is 12345678.",
  } as const;
  const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

  let app: ReturnType<typeof initTest>;

  beforeEach(() => {
    app = initTest();
    runOn(cloud);
    vi.stubEnv("DEMO_DEPLOYMENT", "1");
  });

  test("no demo account is made, and the refusal says what would allow it", async () => {
    const refused = app.action(internal.seed.run);
    await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
    await expect(refused).rejects.toThrow(`DEMO_DEPLOYMENT ${cloud.name}`);
  });

  test("no admin reads a code, and no log shows one", async () => {
    const log = vi.spyOn(console, "info").mockReturnValue();
    const id = await app.mutation((ctx) => sendEmail(ctx, mail));
    expect(log).not.toHaveBeenCalled();
    const admin = await signedInAs(app, "admin");
    const [listed] = (await admin.query(api.emails.list, firstPage)).page;
    expect(listed).not.toHaveProperty("text");
    expect(await admin.query(api.emails.get, { id })).not.toHaveProperty("text");
    vi.stubEnv("DEMO_DEPLOYMENT", cloud.name);
    expect(await admin.query(api.emails.get, { id })).toMatchObject(mail);
  });
});

/** Has the functions of the app believe that they run on a deployment. */
function runOn(deployment: Deployment) {
  const { Convex } = globalThis as unknown as { Convex: { asyncSyscall: Syscall } };
  const asyncSyscall: Syscall = async (name, args) =>
    name === "1.0/getDeploymentMetadata"
      ? JSON.stringify({ ...deployment, class: "s16" })
      : await Convex.asyncSyscall(name, args);
  const get = (target: object, key: string) =>
    key === "asyncSyscall" ? asyncSyscall : Reflect.get(target, key);
  vi.stubGlobal("Convex", new Proxy(Convex, { get }));
}
type Syscall = (name: string, args: string) => Promise<string>;
