// Fixtures of the backend's tests: an empty app in memory, and people signed in to it.
import aggregate from "@convex-dev/aggregate/test";
import migrations from "@convex-dev/migrations/test";
import resend from "@convex-dev/resend/test";
import rateLimiter from "@convex-dev/rate-limiter/test";
import workpool from "@convex-dev/workpool/test";
import type { Role } from "@repo/validators/access";
import { isAppError } from "@repo/validators/errors";
import { convexTest } from "convex-test";
import type {
  AnyDataModel,
  GenericDatabaseReader,
  GenericDatabaseWriter,
  GenericSchema,
  SchemaDefinition,
} from "convex/server";
import type { Value } from "convex/values";
import type { Id } from "../convex/_generated/dataModel";
import type { DatabaseWriter } from "../convex/_generated/server";
import { SESSION_MS } from "../convex/model/accounts/sessions.ts";
import { type RateLimitName, rateLimits } from "../convex/model/platform/rateLimits.ts";
import schema from "../convex/schema.ts";
import { assistantComponents } from "./assistant-components.ts";
import { knowledgeComponents } from "./knowledge-components.ts";

/** Every module that a deployment gets, by path: Convex leaves out names with two dots, too. */
export const modules = import.meta.glob<Record<string, unknown>>(
  ["./**/*.{ts,js}", "!./**/*.*.ts"],
  { base: "../convex" },
);

export type TestApp = ReturnType<typeof initTest>;
export type Person = Awaited<ReturnType<typeof signedInAs>>;

/**
 * Starts an empty app with its components, under the limits that Convex puts on a transaction.
 * @param probes modules for this test only, by path, such as `"./probe.ts"`
 * @returns the app, called as nobody
 */
export function initTest(probes: typeof modules = {}) {
  const app = convexTest({ schema, modules: { ...modules, ...probes }, transactionLimits: true });
  for (const [path, { register }] of Object.entries(components)) register(app, path);
  return app;
}

/** The components of the app, by path. */
const components = {
  aggregate,
  migrations,
  rateLimiter,
  resend,
  "resend/rateLimiter": rateLimiter,
  "resend/emailWorkpool": workpool,
  "resend/callbackWorkpool": workpool,
  ...assistantComponents,
  ...knowledgeComponents,
};

for (const { tables } of [schema, ...Object.values(components).map((one) => one.schema)]) {
  for (const table of Object.values(tables)) exportOnce(table as unknown as Exporting);
}

/** What a table has, and its type does not tell. */
interface Exporting {
  export: () => unknown;
}

/** convex-test exports all tables for each app that a test starts, which was half of the time of many tests. */
function exportOnce(table: Exporting): void {
  const exported = table.export();
  table.export = () => exported;
}

/**
 * Reads every row of every table, of the app and of its components.
 * @param app which app
 * @returns the rows, by component and table; those of the app itself as `"/users"`
 */
export async function allRows(app: TestApp): Promise<Record<string, Row[]>> {
  const rows: Record<string, Row[]> = {};
  const readAll = async (path: string, of: SchemaDefinition<GenericSchema, boolean>) => {
    for (const table of Object.keys(of.tables)) {
      const read = ({ db }: { db: GenericDatabaseReader<AnyDataModel> }) =>
        db.query(table).collect() as Promise<Row[]>;
      rows[`${path}/${table}`] = await (app as unknown as Reaching).runInComponent(path, read);
    }
  };
  await readAll("", schema);
  for (const [path, component] of Object.entries(components)) await readAll(path, component.schema);
  return rows;
}
type Row = Record<string, Value>;
/** What the app of convex-test has, beyond its type. */
interface Reaching {
  runInComponent<Result>(
    path: string,
    run: (ctx: { db: GenericDatabaseWriter<AnyDataModel> }) => Promise<Result>,
  ): Promise<Result>;
}

/** How long a used up limit stays so on a slow machine: some get a call back every 20 ms. */
const USED_UP_MS = 10_000;

/**
 * Exhausts every limit that something was counted against.
 * @param app which app
 * @returns how many counts there are
 */
export async function useUpLimits(app: TestApp): Promise<number> {
  const useUp = async ({ db }: { db: GenericDatabaseWriter<AnyDataModel> }) => {
    const counts = await db.query("rateLimits").collect();
    for (const { _id, name } of counts) {
      const { rate, period } = rateLimits[name as RateLimitName];
      const value = -Math.floor((rate * USED_UP_MS) / period);
      await db.patch("rateLimits", _id as never, { value, ts: Date.now() });
    }
    return counts.length;
  };
  return await (app as unknown as Reaching).runInComponent("rateLimiter", useUp);
}

/**
 * Starts an empty app with tables of a test's own, under the same limits.
 * @param ownSchema its tables
 */
export function initTestOf<Schema extends SchemaDefinition<GenericSchema, boolean>>(
  ownSchema: Schema,
) {
  return convexTest({ schema: ownSchema, modules, transactionLimits: true });
}

let people = 0;

/**
 * Adds a person and signs them in.
 * @param app the app they belong to
 * @param role their role
 * @returns the app as they call it, with their id as `userId`
 */
export async function signedInAs(app: TestApp, role: Role) {
  const email = `${role}${++people}@example.com`;
  const userId = await app.run((ctx) =>
    ctx.db.insert("users", { name: `${role} ${people}`, email, role, emailVerificationTime: 1 }),
  );
  return { userId, ...(await withSession(app, userId)) };
}

/**
 * Signs a person in again, as from another device.
 * @param app the app they belong to
 * @param userId who
 * @returns the app as they call it there, with the id of the session as `sessionId`
 */
export async function withSession(app: TestApp, userId: Id<"users">) {
  const expirationTime = Date.now() + SESSION_MS;
  const sessionId = await app.run((ctx) =>
    ctx.db.insert("authSessions", { userId, expirationTime }),
  );
  return { sessionId, ...app.withIdentity({ subject: `${userId}|${sessionId}` }) };
}

/**
 * Creates a team.
 * @param app where it goes
 * @param people its members, by role
 * @returns its id
 */
export async function inTeam(
  app: TestApp,
  { owner, members = [] }: { owner: Person; members?: readonly Person[] },
): Promise<Id<"teams">> {
  const ids = members.map(({ userId }) => userId);
  return await app.run((ctx) => makeTeam(ctx.db, owner.userId, ids));
}

/** The same within a transaction. */
export async function makeTeam(
  db: DatabaseWriter,
  ownerId: Id<"users">,
  memberIds: readonly Id<"users">[] = [],
): Promise<Id<"teams">> {
  // By hand: writes through `app.run` are not counted.
  const memberCount = 1 + memberIds.length;
  const teamId = await db.insert("teams", { name: "Example team", memberCount });
  await db.insert("memberships", { teamId, userId: ownerId, role: "owner" });
  for (const userId of memberIds) {
    await db.insert("memberships", { teamId, userId, role: "member" });
  }
  return teamId;
}

/** The arguments of a list for its first page. */
export const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

/** The ids of the rows of a page, in their order. */
export const idsOf = <Id>({ page }: { page: readonly { _id: Id }[] }): Id[] =>
  page.map(({ _id }) => _id);

/** The error of a refusal, for `toMatchObject`. */
export const failsWith = (code: string) => ({ data: { code } });

/**
 * Waits for a call.
 * @param answer its result
 * @returns the code of its refusal; null when it works
 */
export async function codeOf(answer: Promise<unknown>): Promise<string | null> {
  return await answer.then(
    () => null,
    (error) => error.data?.code ?? String(error),
  );
}

/**
 * Says whether a call reached a handler that is not written yet.
 * @param error what the call threw
 */
export function isUnfinished(error: unknown): boolean {
  return isAppError(error) && error.data.code === "NOT_IMPLEMENTED";
}

/**
 * Stores a small file.
 * @param app where it goes
 * @param contentType its declared type; default: one that fields accept
 * @param bytes its content
 * @returns its id
 */
export async function exampleFile(
  app: TestApp,
  contentType = "text/plain",
  bytes: string | Uint8Array<ArrayBuffer> = "x",
) {
  const id = await app.run((ctx) => ctx.storage.store(new Blob([bytes])));
  // The storage of convex-test does not keep the content type.
  await app.run((ctx) => ctx.db.patch("_storage" as never, id as never, { contentType } as never));
  return id;
}
