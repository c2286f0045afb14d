// The scheduler: scheduled functions, cron jobs, and the removal of old job rows.

import type { App, CronDiff, Scheduler } from "../../kernel/app.ts";
import type { ComponentId, Transaction } from "../../kernel/database-types.ts";
import { createCronExecutor } from "./crons-executor.ts";
import { deployCronRows } from "./crons.ts";
import { SCHEDULED_FUNCTIONS, systemTables, type Job, type JobState } from "./scheduled-job.ts";
import { createAlarm } from "./scheduler-alarm.ts";
import { JobExecutor } from "./scheduler-jobs.ts";
import type { SchedulerParts } from "./scheduler-run.ts";

const KEEP_FINISHED_MS = 7 * 24 * 3600 * 1000;
const CLEAN_UP_EVERY_MS = 3600 * 1000;
const CLEAN_UP_BATCH = 1000;
const FINAL_STATES: JobState["kind"][] = ["success", "failed", "canceled"];

/**
 * The scheduler of a running backend. Nothing runs before `start()`.
 * @param parts.setTimer takes the place of `setTimeout`
 */
export function createScheduler(parts: SchedulerParts & Pick<App, "logs">): Scheduler {
  const { database, runner, clock, setTimer } = parts;
  const jobs = new JobExecutor(parts);
  const crons = createCronExecutor(parts);
  const cleanUp = createAlarm(clock, removeOldJobs, setTimer);

  function removeOldJobs(): void {
    for (const component of Object.keys(runner.deployment.components)) {
      removeFinished(parts, component);
    }
    cleanUp.set(clock.now() + CLEAN_UP_EVERY_MS);
  }

  return {
    async start() {
      removeOldJobs();
      jobs.start();
      crons.start();
    },
    deployCrons(deployment) {
      const components = deployCronRows(database, deployment, clock.now());
      crons.refresh(deployment.version);
      const names = (kind: keyof CronDiff) =>
        Object.values(components).flatMap((diff) => diff[kind]);
      return {
        added: names("added"),
        updated: names("updated"),
        deleted: names("deleted"),
        components,
      };
    },
    async stop() {
      jobs.stop();
      crons.stop();
      cleanUp.set(null);
    },
  };
}

/** Finished jobs are kept for a week. */
function removeFinished({ database, clock }: SchedulerParts, component: ComponentId): void {
  const ns = systemTables(component);
  const limit = clock.now() - KEEP_FINISHED_MS;
  for (const kind of FINAL_STATES) {
    for (;;) {
      const old = database.read((tx) => finishedBefore(tx, component, kind, limit)).value;
      if (old.length === 0) break;
      database.transact((tx) => {
        for (const id of old) tx.remove(ns, id, SCHEDULED_FUNCTIONS);
      });
    }
  }
}

/** Finished jobs stand in the order they were made, and none was finished before it was made. */
function finishedBefore(
  tx: Transaction,
  component: ComponentId,
  kind: JobState["kind"],
  limit: number,
): string[] {
  const stream = tx.query(systemTables(component), {
    source: {
      type: "IndexRange",
      indexName: `${SCHEDULED_FUNCTIONS}.by_state_next`,
      range: [{ type: "Eq", fieldPath: "state.kind", value: kind }],
      order: "asc",
    },
    operators: [],
  });
  const ids: string[] = [];
  while (ids.length < CLEAN_UP_BATCH) {
    const next = stream.next();
    if (next === null) break;
    const job = JSON.parse(next) as Job;
    if (job._creationTime >= limit) break;
    if ((job.completedTime ?? Infinity) < limit) ids.push(job._id);
  }
  stream.close();
  return ids;
}
