// A job: one piece of background work, tried until it is done or given up.
import { z } from "zod";
import { withSystemFields } from "../convex.ts";

/** Waiting for its turn in its group; queued once it is due, running while an attempt is made. */
export const jobStatuses = ["waiting", "queued", "running", "done", "failed"] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const jobLimits = {
  subject: { max: 120 },
  error: { max: 500 },
  group: { max: 120 },
  maxAttempts: { min: 1, max: 20 },
} as const;

export const job = z.object({
  /** The internal action that does the work, as Convex names it: `reports:send`. */
  kind: z.string().max(120),
  /** What it is about, for the person who reads the list: the id of a row. */
  subject: z.string().max(jobLimits.subject.max),
  status: z.enum(jobStatuses),
  /** Whose work it is, such as `team:…`: of one group a few jobs run at once. Absent for one that never waits. */
  group: z.string().max(jobLimits.group.max).optional(),
  /** Whether no other of its group runs beside it. Absent is no. */
  runsAlone: z.boolean().optional(),
  /** The attempts that were started. */
  attempts: z.number().int().min(0),
  /** How many of them were ended from outside, which does not count against `maxAttempts`. Absent is none. */
  interruptions: z.number().int().min(0).optional(),
  maxAttempts: z.number().int().min(jobLimits.maxAttempts.min).max(jobLimits.maxAttempts.max),
  /** How long one attempt may take before it counts as lost. */
  timeoutMs: z.number().positive(),
  /**
   * When this row needs looking at: a queued job should have been started by then, a running one should
   * have reported, and one that is over may be removed.
   */
  dueAt: z.number(),
  /** The internal mutation that is called when the job is given up. */
  whenFailed: z.string().max(120).optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  /** Why the last attempt failed, for admins; taken away when one succeeds. */
  error: z.string().max(jobLimits.error.max).optional(),
  /** The message for the person who waits. Absent when the cause is technical. */
  told: z.string().max(jobLimits.error.max).optional(),
});
export type Job = z.infer<typeof job>;

export const publicJob = z.object(
  withSystemFields(
    "jobs",
    job.pick({
      kind: true,
      subject: true,
      status: true,
      attempts: true,
      interruptions: true,
      maxAttempts: true,
      dueAt: true,
      startedAt: true,
      finishedAt: true,
      error: true,
    }).shape,
  ),
);
export type PublicJob = z.infer<typeof publicJob>;
