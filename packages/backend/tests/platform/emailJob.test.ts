// A job from start to end: an e-mail that a service sends which has no component. `docs/patterns/external-calls.md`
// explains it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zid } from "@repo/validators/convex";
import { type FunctionReference, anyApi } from "convex/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { internalAction, internalMutation } from "../../convex/builders/functions.ts";
import { GENERIC_FAILURE, reportOf } from "../../convex/model/platform/failures.ts";
import {
  type Attempt,
  type FailureHandler,
  type Runner,
  attemptArgs,
  claimJob,
  finishJob,
  jobDefaults,
  startJob,
} from "../../convex/model/platform/jobs.ts";
import { postJson } from "../../convex/model/platform/services.ts";
import { type TestApp, initTest } from "../../testing/setup.ts";

const mail = {
  to: "ann@example.com",
  kind: "digest",
  subject: "News",
  text: "Moved to done: the fence",
} as const;

/** What a call of the service takes. The job's id keeps a call that is repeated from sending a second e-mail. */
const outgoing = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  key: z.string(),
});

const letters = anyApi.letters as unknown as {
  send: FunctionReference<"mutation", "internal", Record<string, never>, Id<"emails">>;
  run: Runner;
  claim: FunctionReference<"mutation", "internal", Attempt, z.infer<typeof outgoing> | null>;
  finish: FunctionReference<"mutation", "internal", Attempt, null>;
  giveUp: FailureHandler;
};

export const send = internalMutation({
  args: {},
  returns: zid("emails"),
  handler: async (ctx) => {
    const emailId = await ctx.db.insert("emails", { ...mail, status: "queued" });
    await startJob(ctx, { run: letters.run, whenFailed: letters.giveUp, subject: emailId });
    return emailId;
  },
});

export const run = internalAction({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    const email = await ctx.runMutation(letters.claim, attempt);
    if (email === null) return;
    try {
      await callService(email);
      await ctx.runMutation(letters.finish, attempt);
    } catch (error) {
      await ctx.runMutation(internal.jobs.fail, { ...attempt, ...reportOf(error) });
    }
  },
});

export const claim = internalMutation({
  args: attemptArgs,
  returns: outgoing.nullable(),
  handler: async (ctx, attempt) => {
    const job = await claimJob(ctx, attempt);
    if (job === null) return null;
    const email = await ctx.db.get("emails", job.subject as Id<"emails">);
    if (email?.text !== undefined) {
      return { to: email.to, subject: email.subject, text: email.text, key: job._id };
    }
    // The row was removed meanwhile: no work is left.
    await finishJob(ctx, attempt);
    return null;
  },
});

export const finish = internalMutation({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    if (!(await finishJob(ctx, attempt))) return;
    const job = await ctx.db.get("jobs", attempt.jobId);
    const sent = { status: "sent", sentAt: Date.now(), text: undefined } as const;
    await ctx.db.patch("emails", job!.subject as Id<"emails">, sent);
  },
});

export const giveUp = internalMutation({
  args: { jobId: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { jobId }) => {
    const job = await ctx.db.get("jobs", jobId);
    const error = job!.told ?? GENERIC_FAILURE;
    await ctx.db.patch("emails", job!.subject as Id<"emails">, { status: "failed", error });
  },
});

async function callService({ key, ...email }: z.infer<typeof outgoing>): Promise<void> {
  await postJson({ variable: "MAIL_URL", url: "https://mail.example/send" }, email, key);
}

let app: TestApp;
let asked: Request[];
let answers: number[];

beforeEach(() => {
  vi.useFakeTimers();
  [asked, answers] = [[], [200]];
  app = initTest({ "./letters.ts": async () => ({ send, run, claim, finish, giveUp }) });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push(new Request(url, init));
    return new Response(null, { status: answers.length > 1 ? answers.shift()! : answers[0]! });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Sends one e-mail and waits for the job to finish. */
async function sent() {
  const id = await app.mutation(letters.send, {});
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const [email, jobs] = await app.run(async (ctx) => [
    await ctx.db.get("emails", id),
    await ctx.db.query("jobs").take(2),
  ]);
  return { email, job: jobs[0], keys: asked.map(({ headers }) => headers.get("Idempotency-Key")) };
}

test("is sent, and its text is forgotten", async () => {
  const { email, job, keys } = await sent();
  expect(email).toMatchObject({ status: "sent", sentAt: expect.any(Number) });
  expect(email).not.toHaveProperty("text");
  expect(job).toMatchObject({ status: "done", attempts: 1 });
  expect(keys).toEqual([job!._id]);
  expect(await asked[0]!.json()).toEqual({ to: mail.to, subject: mail.subject, text: mail.text });
});

test("is tried again under the same key while the service is busy", async () => {
  answers = [503, 429, 200];
  const { email, job, keys } = await sent();
  expect(email).toMatchObject({ status: "sent" });
  expect(job).toMatchObject({ status: "done", attempts: 3 });
  expect(keys).toEqual([job!._id, job!._id, job!._id]);
});

test("is given up at once when the service refuses it, with a reason that people may read", async () => {
  answers = [403];
  const { email, job, keys } = await sent();
  expect(email).toMatchObject({ status: "failed", error: GENERIC_FAILURE });
  expect(job).toMatchObject({ status: "failed", error: "The service of MAIL_URL answered 403." });
  expect(keys).toHaveLength(1);
});

test("is given up after the last attempt", async () => {
  answers = [500];
  const { email, job } = await sent();
  expect(email).toMatchObject({ status: "failed" });
  expect(job).toMatchObject({ status: "failed", attempts: jobDefaults.maxAttempts });
});

test("is not sent once its row was removed", async () => {
  const id = await app.mutation(letters.send, {});
  await app.run((ctx) => ctx.db.delete("emails", id));
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  expect(asked).toEqual([]);
  expect(await app.run((ctx) => ctx.db.query("jobs").first())).toMatchObject({ status: "done" });
});

test("reads as its page shows it", () => {
  const page = join(import.meta.dirname, "../../../../docs/patterns/external-calls.md");
  const shown = [...readFileSync(page, "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code]) => code!,
  );
  expect(shown).not.toEqual([]);
  const own = readFileSync(import.meta.filename, "utf8");
  for (const code of shown) expect(own).toContain(code);
});
