// Runs scheduled functions: mutations exactly once, actions at most once.

import type { App } from "../app.ts";
import type { ComponentId, DocumentWrite, JsonText, Transaction } from "../engine/types.ts";
import { BackendError } from "../errors.ts";
import {
  finishJob,
  readJob,
  SCHEDULED_FUNCTIONS,
  systemTables,
  type Job,
  type JobState,
} from "./scheduled-job.ts";
import { createAlarm, type SetTimer } from "./scheduler-alarm.ts";
import { lookupProblem, requestId, TRANSIENT_ACTION_ERROR } from "./scheduler-calls.ts";
import type { FunctionCall } from "./types.ts";

const MAX_AT_ONCE = 8;
const CONFLICT_BACKOFF = { first: 100, last: 60_000 };
const FAULT_BACKOFF = { first: 500, last: 2 * 3600 * 1000 };

export type SchedulerParts = Pick<App, "database" | "runner" | "clock" | "random"> & {
  setTimer?: SetTimer | undefined;
};

/** The row is no longer what it was when the run began: somebody cancelled it. */
class JobGone extends Error {}

export interface JobExecutor {
  /** Begins to run what is due, also in components that are deployed later. */
  start(): void;
  /** Starts nothing more. What runs is left to finish; a cut off action is failed at the next start. */
  stop(): void;
}

/** Watches `_scheduled_functions` of every deployed component. */
export function createJobExecutor(parts: SchedulerParts): JobExecutor {
  const { database, runner, clock, setTimer } = parts;
  const running = new Set<string>();
  /** Earliest start (ms) of a waiting job, by component; components without one are absent. */
  const earliest = new Map<ComponentId, number>();
  const known = new Set<ComponentId>();
  let pumpQueued = false;
  let state: "idle" | "started" | "stopped" = "idle";
  const alarm = createAlarm(clock, queuePump, setTimer);
  const undo: (() => void)[] = [];

  function queuePump(): void {
    if (pumpQueued || state !== "started") return;
    pumpQueued = true;
    setImmediate(() => {
      pumpQueued = false;
      if (state === "started") pump();
    });
  }

  function notice(write: DocumentWrite): void {
    if (write.table !== SCHEDULED_FUNCTIONS || write.after === null) return;
    const job = JSON.parse(write.after) as Job;
    if (job.state.kind !== "pending" || job.nextTs === undefined) return;
    earliest.set(write.component, Math.min(job.nextTs, earliest.get(write.component) ?? Infinity));
    queuePump();
  }

  /** A component seen for the first time by this process may hold jobs of the one before. */
  function adoptComponents(): void {
    for (const component of Object.keys(runner.deployment.components)) {
      if (known.has(component)) continue;
      known.add(component);
      failCutOffActions(parts, component);
      earliest.set(component, 0);
    }
    queuePump();
  }

  function pump(): void {
    const free = MAX_AT_ONCE - running.size;
    if (free <= 0) return alarm.set(null);
    const now = clock.now();
    const waiting = [...earliest]
      .filter(([component, at]) => at <= now && component in runner.deployment.components)
      .flatMap(([component]) => {
        const jobs = waitingJobs(parts, component, { besides: running, count: free + 1 });
        earliest.delete(component);
        return jobs.map((job) => ({ component, job, at: job.nextTs ?? 0 }));
      })
      .sort((a, b) => a.at - b.at);
    const due = waiting.filter(({ at }) => at <= now).slice(0, free);
    for (const { component, at } of waiting.filter((entry) => !due.includes(entry))) {
      earliest.set(component, Math.min(at, earliest.get(component) ?? Infinity));
    }
    for (const { component, job } of due) launch(component, job);
    alarm.set(running.size < MAX_AT_ONCE ? nextAlarm() : null);
  }

  /** Components that are not deployed wait for the push that brings them back. */
  function nextAlarm(): number | null {
    const times = [...earliest]
      .filter(([component]) => component in runner.deployment.components)
      .map(([, at]) => at);
    return times.length === 0 ? null : Math.min(...times);
  }

  function launch(component: ComponentId, job: Job): void {
    running.add(job._id);
    runJob(parts, component, job, () => state === "stopped")
      .catch((error: unknown) =>
        console.error(`Scheduled function ${job.name} (${job._id}):`, error),
      )
      .finally(() => {
        running.delete(job._id);
        queuePump();
      });
  }

  return {
    start() {
      state = "started";
      undo.push(
        database.onCommit((commit) => commit.writes.forEach(notice)),
        runner.onActivate(adoptComponents),
      );
      adoptComponents();
    },
    stop() {
      state = "stopped";
      alarm.set(null);
      for (const remove of undo) remove();
    },
  };
}

/** An action that was running when the process ended may have had effects: it is not run again. */
function failCutOffActions({ database, clock }: SchedulerParts, component: ComponentId): void {
  const ns = systemTables(component);
  const cutOff = database.read((tx) => readByState(tx, component, "inProgress", Infinity)).value;
  for (const job of cutOff) {
    const state: JobState = { kind: "failed", error: TRANSIENT_ACTION_ERROR };
    database.transact((tx) => finishJob(tx, ns, job._id, state, clock.now()));
  }
}

/** Waiting jobs in the order they are due, without those that run already. */
function waitingJobs(
  { database }: SchedulerParts,
  component: ComponentId,
  options: { besides: ReadonlySet<string>; count: number },
): Job[] {
  return database.read((tx) =>
    readByState(tx, component, "pending", options.count, options.besides),
  ).value;
}

function readByState(
  tx: Transaction,
  component: ComponentId,
  kind: JobState["kind"],
  count: number,
  besides?: ReadonlySet<string>,
): Job[] {
  const stream = tx.query(systemTables(component), {
    source: {
      type: "IndexRange",
      indexName: `${SCHEDULED_FUNCTIONS}.by_state_next`,
      range: [{ type: "Eq", fieldPath: "state.kind", value: kind }],
      order: "asc",
    },
    operators: [],
  });
  const jobs: Job[] = [];
  while (jobs.length < count) {
    const next = stream.next();
    if (next === null) break;
    const job = JSON.parse(next) as Job;
    if (!besides?.has(job._id)) jobs.push(job);
  }
  stream.close();
  return jobs;
}

async function runJob(
  parts: SchedulerParts,
  component: ComponentId,
  job: Job,
  isStopped: () => boolean,
): Promise<void> {
  const { runner } = parts;
  const target = runner.lookup(job.component, job.udfPath);
  const problem = lookupProblem(target, job.udfPath);
  const fail = (error: string) =>
    isStopped() || settle(parts, component, job, ["pending"], { kind: "failed", error });
  if (problem !== null) return void fail(problem);
  const call = callOf(parts, component, job);
  if (target?.udfType === "Action") return runAction(parts, component, job, call, isStopped);
  try {
    const outcome = await runner.mutation(call, exactlyOnce(parts, component, job));
    if (!outcome.result.ok) fail(outcome.result.error.message);
  } catch (error) {
    if (error instanceof JobGone || isStopped()) return;
    postpone(parts, component, job, error);
  }
}

function callOf(parts: SchedulerParts, component: ComponentId, job: Job): FunctionCall {
  return {
    component: job.component,
    path: job.udfPath,
    args: JSON.stringify(job.args[0] ?? {}),
    identity: { kind: "none" },
    allowInternal: true,
    caller: "Scheduler",
    requestId: requestId(parts.random),
    scheduledFunctionId: job._id,
    scheduledFunctionComponent: component,
  };
}

/** The mutation sees its job in progress, and commits only together with the job's success. */
function exactlyOnce({ database, clock }: SchedulerParts, component: ComponentId, job: Job) {
  const ns = systemTables(component);
  const before: JsonText | null = database.read((tx) =>
    tx.get(ns, job._id, SCHEDULED_FUNCTIONS),
  ).value;
  if (before === null || (JSON.parse(before) as Job).state.kind !== "pending") throw new JobGone();
  const after = JSON.stringify({ ...(JSON.parse(before) as Job), state: { kind: "inProgress" } });
  const write: DocumentWrite = {
    component,
    table: SCHEDULED_FUNCTIONS,
    id: job._id,
    before,
    after,
  };
  return {
    initialWrites: [write],
    within: (tx: Transaction) => {
      if (readJob(tx.stale(), ns, job._id)?.state.kind !== "pending") throw new JobGone();
      finishJob(tx, ns, job._id, { kind: "success" }, clock.now());
    },
  };
}

async function runAction(
  parts: SchedulerParts,
  component: ComponentId,
  job: Job,
  call: FunctionCall,
  isStopped: () => boolean,
): Promise<void> {
  if (!claim(parts, component, job)) return;
  let state: JobState;
  try {
    const { result } = await parts.runner.action(call);
    state = result.ok ? { kind: "success" } : { kind: "failed", error: result.error.message };
  } catch {
    state = { kind: "failed", error: TRANSIENT_ACTION_ERROR };
  }
  if (!isStopped()) settle(parts, component, job, ["inProgress"], state);
}

function claim({ database }: SchedulerParts, component: ComponentId, job: Job): boolean {
  const ns = systemTables(component);
  return database.transact((tx) => {
    if (readJob(tx, ns, job._id)?.state.kind !== "pending") return false;
    tx.patch(ns, job._id, { state: { kind: "inProgress" } }, SCHEDULED_FUNCTIONS);
    return true;
  }).value;
}

/** Ends a job that is still in one of the expected states; one that was cancelled stays so. */
function settle(
  { database, clock }: SchedulerParts,
  component: ComponentId,
  job: Job,
  expected: JobState["kind"][],
  state: JobState,
): void {
  const ns = systemTables(component);
  database.transact((tx) => {
    const current = readJob(tx, ns, job._id)?.state.kind;
    if (current === undefined || !expected.includes(current)) return;
    finishJob(tx, ns, job._id, state, clock.now());
  });
}

/** Not the function's fault: it runs again, later and later. */
function postpone(
  { database, clock }: SchedulerParts,
  component: ComponentId,
  job: Job,
  error: unknown,
): void {
  const isConflict =
    error instanceof BackendError && error.code === "OptimisticConcurrencyControlFailure";
  if (!isConflict) console.error(`Scheduled function ${job.name} will be run again:`, error);
  const { first, last } = isConflict ? CONFLICT_BACKOFF : FAULT_BACKOFF;
  const ns = systemTables(component);
  database.transact((tx) => {
    const current = readJob(tx, ns, job._id);
    if (current?.state.kind !== "pending") return;
    const attempts = (current.attempts ?? 0) + 1;
    const nextTs = clock.now() + Math.min(first * 2 ** (attempts - 1), last);
    tx.patch(ns, job._id, { attempts, nextTs }, SCHEDULED_FUNCTIONS);
  });
}
