// The access matrix, held against every public function: each is called as nobody and as every role.
import { type Operation, type Role, can, grantFor, roles } from "@repo/validators/access";
import { describe, expect, test } from "vitest";
import { type Access, checkAccess, isAccess, publicAccess } from "./access";
import { type AppFunction, appFunctions, call, exampleOf } from "./testing.manifest";
import { initTest, signedInAs } from "./testing.setup";

const functions = (await appFunctions()).filter((fn) => fn.isPublic && fn.policy);

/** The code of a refusal, or null when the caller is let in, whatever comes of it then. */
async function refusal(answer: Promise<unknown>): Promise<string | null> {
  const code = await answer.then(
    () => null,
    (error) => error.data?.code ?? String(error),
  );
  return code === "INVALID" ? null : code;
}

const accessOf = (fn: AppFunction) => fn.policy!.access;

describe.each(functions.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  const access = accessOf(fn);

  test.each(roles)(`called by a %s, with rows of their own`, async (role) => {
    const app = initTest();
    const person = await signedInAs(app, role);
    const args = await exampleOf(app, person, fn.args);

    const allowed = typeof access === "object" || access === "signedIn" || can(role, access);
    expect(await refusal(call(person, fn, args))).toBe(allowed ? null : "FORBIDDEN");
  });

  test("called by nobody", async () => {
    const app = initTest();
    const args = await exampleOf(app, await signedInAs(app, "member"), fn.args);

    const allowed = typeof access === "object";
    expect(await refusal(call(app, fn, args))).toBe(allowed ? null : "UNAUTHENTICATED");
  });
});

/**
 * What a call on another person's row comes to: null when the role's scope is every row, FORBIDDEN when
 * they may see the row but not do that to it, else NOT_FOUND.
 */
function refusalOnAnothers(fn: AppFunction, role: Role): string | null {
  const [table = "", operation = ""] = String(accessOf(fn)).split(".");
  const scopeOf = (operation: string) => grantFor(role, table, operation as Operation)?.scope;
  if (scopeOf(operation) === undefined) return "FORBIDDEN";
  if (scopeOf(operation) === "all") return null;
  return scopeOf("read") === "all" ? "FORBIDDEN" : "NOT_FOUND";
}

const withId = functions.filter(({ args }) => args.type === "object" && args.value.id);

describe.each(withId.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  test.each(roles)("called by a %s, with the id of another person's row", async (role) => {
    const app = initTest();
    const person = await signedInAs(app, role);
    const args = await exampleOf(app, await signedInAs(app, "member"), fn.args);

    expect(await refusal(call(person, fn, args))).toBe(refusalOnAnothers(fn, role));
  });
});

test("the account behind a session that is gone counts as nobody", async () => {
  const app = initTest();
  const person = await signedInAs(app, "admin");
  await app.run((ctx) => ctx.db.delete("users", person.userId));

  const me = functions.find((fn) => fn.name === "users:me")!;
  expect(await refusal(call(person, me, {}))).toBe("UNAUTHENTICATED");
});

describe("an access", () => {
  test("is a permission of the matrix, signedIn, or public with a reason", () => {
    expect([isAccess("notes.read"), isAccess("signedIn"), isAccess(publicAccess("why"))]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test.each([[undefined], [null], [""], ["notes.fly"], ["public"], [{}], [{ public: "" }], [true]])(
    "%j is none, and lets nobody in",
    (value) => {
      expect(isAccess(value)).toBe(false);
      const refused = expect.objectContaining({
        data: expect.objectContaining({ code: "FORBIDDEN" }),
      });
      expect(() => checkAccess(null, value as Access)).toThrow(refused);
    },
  );
});
