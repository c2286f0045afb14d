import { type TestApp, withSession } from "../../testing/setup.ts";

/** The member of the demo, signed in. */
export async function demoMember(app: TestApp) {
  const users = await app.run((ctx) => ctx.db.query("users").take(10));
  const { _id } = users.find(({ email }) => email === "member@example.com")!;
  return await withSession(app, _id);
}
