// The access matrix, held against every public function: each is called as nobody and as every role.
import { type AccessMatrix, type Operation, type Role } from "@repo/validators/access";
import { accessMatrix, can, grantFor, roles } from "@repo/validators/access";
import type { Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { type Access, checkAccess, isAccess, publicAccess } from "./access";
import { addMember } from "./model/teams";
import { type AppFunction, appFunctions, call, exampleOf, exampleRow } from "./testing.manifest";
import type { Field } from "../reference/app-functions.ts";
import { type Person, type TestApp, initTest, signedInAs } from "./testing.setup";

const all = await appFunctions();
const functions = all.filter((fn) => fn.isPublic && fn.policy);

/** Where made up arguments would not get as far as the question whether the caller may. */
const known: Record<string, Value> = { "auth:signIn": { refreshToken: "x|x" } };
const argsFor = async (app: TestApp, person: Person, fn: AppFunction) =>
  known[fn.name] ?? (await exampleOf(app, person, fn.args));

test("every public function that a deployment gets is among them", () => {
  const open = all.filter((fn) => fn.isPublic).map(({ name }) => name);
  expect(functions.map(({ name }) => name)).toEqual(open);
  expect(open).toEqual(expect.arrayContaining(["auth:signIn", "auth:signOut"]));
});

/** What says nothing of access: the caller was let in, and what was made up for the test did not fit. */
const letIn = ["INVALID", "CONFLICT"];

/** The code of a refusal, or null when the caller is let in, whatever comes of it then. */
async function refusal(answer: Promise<unknown>): Promise<string | null> {
  const code = await answer.then(
    () => null,
    (error) => error.data?.code ?? String(error),
  );
  return letIn.includes(code ?? "") ? null : code;
}

const accessOf = (fn: AppFunction) => fn.policy!.access;

describe.each(functions.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  const access = accessOf(fn);

  test.each(roles)(`called by a %s, with rows of their own`, async (role) => {
    const app = initTest();
    const person = await signedInAs(app, role);
    const args = await argsFor(app, person, fn);

    const allowed = typeof access === "object" || access === "signedIn" || can(role, access);
    expect(await refusal(call(person, fn, args))).toBe(allowed ? null : "FORBIDDEN");
  });

  test("called by nobody", async () => {
    const app = initTest();
    const args = await argsFor(app, await signedInAs(app, "member"), fn);

    const allowed = typeof access === "object";
    expect(await refusal(call(app, fn, args))).toBe(allowed ? null : "UNAUTHENTICATED");
  });
});

/** What somebody is to a row that another person made. */
type Tie = "none" | "member of its team" | "owner of its team";

/**
 * What a call on another person's row comes to: null when the scope covers it, FORBIDDEN when the caller
 * may see the row but not do that to it, else NOT_FOUND.
 */
function refusalOnAnothers(fn: AppFunction, role: Role, tie: Tie = "none"): string | null {
  const [table = "", operation = ""] = String(accessOf(fn)).split(".");
  const covers = (operation: string) => {
    const scope = grantFor(role, table, operation as Operation)?.scope;
    if (scope === "team") return tie !== "none";
    return scope === "all" || (scope === "led" && tie === "owner of its team");
  };
  if (grantFor(role, table, operation as Operation) === null) return "FORBIDDEN";
  if (covers(operation)) return null;
  return covers("read") ? "FORBIDDEN" : "NOT_FOUND";
}

/** Whether a function takes the id of a row of the table that its permission is about. */
function takesRow(fn: AppFunction): boolean {
  const [table] = String(accessOf(fn)).split(".");
  if (fn.args.type !== "object") return false;
  const isIts = ({ fieldType: type }: Field) => type.type === "id" && type.tableName === table;
  return Object.values(fn.args.value).some(isIts);
}

const withId = functions.filter(takesRow);

describe.each(withId.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  test.each(roles)("called by a %s, with the id of another person's row", async (role) => {
    const app = initTest();
    const person = await signedInAs(app, role);
    const args = await exampleOf(app, await signedInAs(app, "member"), fn.args);

    expect(await refusal(call(person, fn, args))).toBe(refusalOnAnothers(fn, role));
  });
});

/** Those on a row that a team decides about. */
const onTeams = withId.filter((fn) => {
  const [table = ""] = String(accessOf(fn)).split(".");
  return (accessMatrix as AccessMatrix)[table]?.columns?.team !== undefined;
});

describe.each(onTeams.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  describe.each(["member of its team", "owner of its team"] as const)("called by a %s", (tie) => {
    test.each(roles)("who is a %s of the app", async (role) => {
      const app = initTest();
      const [person, founder] = [await signedInAs(app, role), await signedInAs(app, "member")];
      const args = await exampleOf(app, founder, fn.args);
      const teamId = await exampleRow(app, founder, "teams");
      const teamRole = tie === "owner of its team" ? "owner" : "member";
      await app.run((ctx) => addMember(ctx.db, { teamId, userId: person.userId, role: teamRole }));

      expect(await refusal(call(person, fn, args))).toBe(refusalOnAnothers(fn, role, tie));
    });
  });
});

/** Those that take a team, but for what members of the app may do to the rows of every team. */
const withTeam = functions.filter((fn) => {
  const [table = "", operation = ""] = String(accessOf(fn)).split(".");
  const isForAll = grantFor("member", table, operation as Operation)?.scope === "all";
  return fn.args.type === "object" && fn.args.value.teamId && !isForAll;
});

test.each(withTeam.map((fn) => [fn.name, fn] as const))(
  "%s does nothing for a member of the app with the team of others",
  async (_name, fn) => {
    const app = initTest();
    const person = await signedInAs(app, "member");
    const isWhole = true;
    const args = await exampleOf(app, await signedInAs(app, "member"), fn.args, isWhole);

    const answer = call(person, fn, args).then(() => "an answer");
    const code = await answer.catch((error) => error.data?.code ?? String(error));
    expect(["NOT_FOUND", "FORBIDDEN", "INVALID"]).toContain(code);
  },
);

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
