// Arguments for any function: generated from its validators, fitted to its zod shapes, and listed by hand where
// neither is enough, so that a call gets past parsing.
import { createAccount } from "@convex-dev/auth/server";
import type { Value } from "convex/values";
import { z } from "zod";
import { newSending } from "../convex/model/teams/invitations.ts";
import { knowledgeArguments } from "./knowledge-lists.ts";
import { fileFor } from "./files.ts";
import {
  type AppFunction,
  type Shape,
  exampleDocument,
  exampleOf,
  exampleRow,
} from "./manifest.ts";
import { type Person, type TestApp, inTeam, signedInAs } from "./setup.ts";

export type Arguments = Record<string, Value>;

/** How many entries a list may need: a vector has the most. */
const LIST_MAX = 4096;

type Known = (app: TestApp, person: Person) => Promise<Arguments>;

/** Arguments that follow from neither validator nor shape, by function. */
const known: Record<string, Known> = {
  "auditEvents:listByRow": eventOf,
  "auth:changePassword": withPassword,
  "auth:signIn": async () => ({
    provider: "password",
    params: { flow: "signUp", name: "New", email: "new@example.com", password: "correct horse" },
  }),
  "files:served": async (app, person) => ({ id: await fileFor(app, person, "attachment") }),
  "invitations:accept": async (app, person) => ({ token: (await invite(app, person)).token }),
  "invitations:acceptMine": async (app, person) => ({
    invitationId: (await invite(app, person)).id,
  }),
  "invitations:preview": async (app, person) => ({ token: (await invite(app, person)).token }),
  "jobs:retry": async (app, person) => ({ id: await failedJob(app, person) }),
  // Members who do not own the team can leave it.
  "memberships:leave": async (app, person) => ({
    teamId: await inTeam(app, { owner: await signedInAs(app, "member"), members: [person] }),
  }),
  // A table that every role may read.
  "names:list": async (app, person) => ({
    table: "teams",
    ids: [await exampleRow(app, person, "teams")],
  }),
  // A table, from its start.
  "oldRows:countPage": async () => ({ table: "notes", field: "title", is: "absent", cursor: null }),
  "quotas:changeForPerson": async () => ({ table: "notes" }),
  "quotas:changeForTeam": async () => ({ table: "tasks" }),
  "users:assertSees": async (app, person) => ({
    table: "teams",
    ids: [await exampleRow(app, person, "teams")],
  }),
  // Not the caller, who may be the last admin.
  "users:ban": async (app) => ({ id: (await signedInAs(app, "member")).userId }),
  "users:changeRole": async (app) => ({ id: (await signedInAs(app, "member")).userId }),
  // A list of rows, from its start.
  "users:exportPage": async () => ({ list: 1, cursor: null }),
  "users:removeAccount": async (app, person) => {
    await signedInAs(app, "admin");
    return { email: await addressOf(app, person) };
  },
  "users:setAvatar": async (app, person) => ({ fileId: await fileFor(app, person, "avatar") }),
  ...knowledgeArguments,
};

/**
 * Makes valid arguments for a function.
 * @param app where to create the rows that they name
 * @param person the owner of those rows
 * @param fn the function
 * @param isWhole whether to include optional arguments
 * @returns the arguments, as a client would send them
 * @throws TypeError when the function would refuse them
 */
export async function argumentsOf(
  app: TestApp,
  person: Person,
  fn: AppFunction,
  isWhole = false,
): Promise<Arguments> {
  const shape = fn.shapes?.args ?? z.object({});
  const example = await exampleOf(app, person, fn.args, isWhole);
  const element = (of: Shape) => exampleOf(app, person, of);
  const fitted = (await fittingDeeply(shape, fn.args, example, element)) as Arguments;
  const args = { ...fitted, ...(await known[fn.name]?.(app, person)) };
  const refused = shape.safeParse(args).error;
  if (refused === undefined) return args;
  throw new TypeError(
    `ARGUMENTS_UNKNOWN: no generated arguments for "${fn.name}" are valid: ${z.prettifyError(refused)}. ` +
      "List them in `known` of testing.arguments.ts.",
  );
}

/** The same for what is inside of objects, and for lists that must not be empty. */
async function fittingDeeply(
  given: unknown,
  shape: Shape,
  value: Value,
  element: (shape: Shape) => Promise<Value>,
): Promise<Value> {
  const zod = bare(given);
  if (zod instanceof z.ZodObject && shape.type === "object") {
    const fields = Object.entries(value as Arguments).map(async ([name, one]) => {
      const { fieldType } = shape.value[name]!;
      return [name, await fittingDeeply(zod.shape[name], fieldType, one, element)] as const;
    });
    return Object.fromEntries(await Promise.all(fields));
  }
  if (zod instanceof z.ZodArray && shape.type === "array") {
    const list = [...(value as Value[])];
    while (!zod.safeParse(list).success && list.length < LIST_MAX) {
      list.push(await fittingDeeply(zod.element, shape.value, await element(shape.value), element));
    }
    return list;
  }
  return fitting(zod, value);
}

/** Texts in the forms that shapes ask for: an address, a day, a time. */
const writtenTexts = ["x@example.com", "https://example.com/x", "2030-01-31", "10:20"];

/**
 * Fits a value to a shape.
 * @param shape undefined where it is unknown
 * @param value what a validator takes
 * @returns the value, or a similar one that the shape accepts
 */
export function fitting(shape: unknown, value: Value): Value {
  const inner = bare(shape);
  const texts = (least: number) => ["x".repeat(least), ...writtenTexts];
  const others =
    inner instanceof z.ZodString
      ? texts(inner.minLength ?? 1)
      : inner instanceof z.ZodNumber || inner instanceof z.ZodBigInt
        ? [inner.minValue, inner.maxValue]
        : [];
  const taken = [value, ...others].find((one) => (inner as z.ZodType)?.safeParse(one).success);
  return taken ?? value;
}

/** A shape without `optional`, `nullable` and the like. */
function bare(shape: unknown): unknown {
  if (shape instanceof z.ZodOptional || shape instanceof z.ZodNullable) return bare(shape.unwrap());
  return shape instanceof z.ZodDefault ? bare(shape.def.innerType) : shape;
}

/** Gives the person a password, and says which. */
async function withPassword(app: TestApp, person: Person): Promise<Arguments> {
  const email = await addressOf(app, person);
  const account = { id: email, secret: "correct horse" };
  const profile = { name: "x", email, role: "member" as const };
  await app.run((ctx) => createAccount(ctx as never, { provider: "password", account, profile }));
  return { current: account.secret, password: "battery staple" };
}

/** An invitation for the person, into a team of somebody else's. */
async function invite(app: TestApp, person: Person) {
  const { token, sending } = await newSending();
  const row = await exampleDocument(app, await signedInAs(app, "member"), "invitations");
  const email = await addressOf(app, person);
  const mine = { ...row, ...sending, email } as never;
  return { token, id: await app.run((ctx) => ctx.db.insert("invitations", mine)) };
}

/** A job that was given up. */
async function failedJob(app: TestApp, person: Person) {
  const row = await exampleDocument(app, person, "jobs");
  const failed = { ...row, kind: "seed:run", status: "failed" } as never;
  return await app.run((ctx) => ctx.db.insert("jobs", failed));
}

/** A row with an event in the log of the person's team. */
async function eventOf(app: TestApp, person: Person): Promise<Arguments> {
  const isWhole = true;
  const row = await exampleDocument(app, person, "auditEvents", isWhole);
  await app.run((ctx) => ctx.db.insert("auditEvents", row as never));
  return { table: row.table!, rowId: row.rowId! };
}

async function addressOf(app: TestApp, { userId }: Person): Promise<string> {
  return (await app.run((ctx) => ctx.db.get("users", userId)))!.email;
}
