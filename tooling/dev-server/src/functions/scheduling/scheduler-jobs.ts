// Starts scheduled functions when they are due.

import type { ComponentId, DocumentWrite, Transaction } from "../../kernel/database-types.ts";
import { finishJob, SCHEDULED_FUNCTIONS, systemTables } from "./scheduled-job.ts";
import type { Job, JobState } from "./scheduled-job.ts";
import { createAlarm, type Alarm } from "./scheduler-alarm.ts";
import { TRANSIENT_ACTION_ERROR } from "./scheduler-calls.ts";
import { runJob, type SchedulerParts } from "./scheduler-run.ts";

const MAX_AT_ONCE = 8;

/** Watches `_scheduled_functions` of every deployed component. */
export class JobExecutor {
  readonly #parts: SchedulerParts;
  readonly #alarm: Alarm;
  readonly #running = new Set<string>();
  /** Earliest start (ms) of a waiting job, by component; components without one are absent. */
  readonly #earliest = new Map<ComponentId, number>();
  readonly #known = new Set<ComponentId>();
  #undo: (() => void)[] = [];
  #isPumpQueued = false;
  #state: "idle" | "started" | "stopped" = "idle";

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#alarm = createAlarm(parts.clock, () => this.#queuePump(), parts.setTimer);
  }

  /** Begins to run what is due, also in components that are deployed later. */
  start(): void {
    this.#state = "started";
    this.#undo = [
      this.#parts.database.onCommit(({ writes }) => writes.forEach((write) => this.#notice(write))),
      this.#parts.runner.onActivate(() => this.#adoptComponents()),
    ];
    this.#adoptComponents();
  }

  /** Starts nothing more. What runs is left to finish; a cut off action is failed at the next start. */
  stop(): void {
    this.#state = "stopped";
    this.#alarm.set(null);
    for (const undo of this.#undo) undo();
  }

  #queuePump(): void {
    if (this.#isPumpQueued || this.#state !== "started") return;
    this.#isPumpQueued = true;
    setImmediate(() => {
      this.#isPumpQueued = false;
      if (this.#state === "started") this.#pump();
    });
  }

  #notice(write: DocumentWrite): void {
    if (write.table !== SCHEDULED_FUNCTIONS || write.after === null) return;
    const job = JSON.parse(write.after) as Job;
    if (job.state.kind !== "pending" || job.nextTs === undefined) return;
    this.#expect(write.component, job.nextTs);
    this.#queuePump();
  }

  #expect(component: ComponentId, at: number): void {
    this.#earliest.set(component, Math.min(at, this.#earliest.get(component) ?? Infinity));
  }

  /** A component seen for the first time by this process may hold jobs of the one before. */
  #adoptComponents(): void {
    for (const component of Object.keys(this.#parts.runner.deployment.components)) {
      if (this.#known.has(component)) continue;
      this.#known.add(component);
      failCutOffActions(this.#parts, component);
      this.#earliest.set(component, 0);
    }
    this.#queuePump();
  }

  #pump(): void {
    const free = MAX_AT_ONCE - this.#running.size;
    if (free <= 0) return this.#alarm.set(null);
    const now = this.#parts.clock.now();
    const waiting = this.#expected()
      .filter(({ at }) => at <= now)
      .flatMap(({ component }) => {
        this.#earliest.delete(component);
        const options = { besides: this.#running, count: free + 1 };
        return waitingJobs(this.#parts, component, options);
      })
      .sort((a, b) => a.at - b.at);
    const due = waiting.filter(({ at }) => at <= now).slice(0, free);
    for (const entry of waiting) {
      if (due.includes(entry)) this.#launch(entry.component, entry.job);
      else this.#expect(entry.component, entry.at);
    }
    const times = this.#expected().map(({ at }) => at);
    const hasRoom = this.#running.size < MAX_AT_ONCE && times.length > 0;
    this.#alarm.set(hasRoom ? Math.min(...times) : null);
  }

  /** Jobs of components that are not deployed wait for the push that brings them back. */
  #expected(): { component: ComponentId; at: number }[] {
    return [...this.#earliest]
      .filter(([component]) => component in this.#parts.runner.deployment.components)
      .map(([component, at]) => ({ component, at }));
  }

  #launch(component: ComponentId, job: Job): void {
    this.#running.add(job._id);
    runJob(this.#parts, component, job, () => this.#state === "stopped")
      .catch((error: unknown) =>
        console.error(`Scheduled function ${job.name} (${job._id}):`, error),
      )
      .finally(() => {
        this.#running.delete(job._id);
        this.#queuePump();
      });
  }
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
): { component: ComponentId; job: Job; at: number }[] {
  const { value: jobs } = database.read((tx) =>
    readByState(tx, component, "pending", options.count, options.besides),
  );
  return jobs.map((job) => ({ component, job, at: job.nextTs ?? 0 }));
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
