// The scheduler in mutations: a job is a row, inserted in the caller's transaction.

import type { JsonValue } from "../../kernel/database-types.ts";
import { resolveAddress, type FunctionAddress } from "../references/references.ts";
import { cancelJob, insertJob, parentJob } from "../scheduling/scheduled-job.ts";
import { requireMutation, type Syscalls } from "./syscalls.ts";

/** `1.0/schedule`, `1.0/cancel_job`. */
export const schedulingSyscalls: Syscalls = {
  "1.0/schedule": (frame, args) => {
    requireMutation(frame, "scheduler.runAfter");
    const { deployment, handles, now } = frame.execution;
    const address = args as FunctionAddress;
    const target = resolveAddress(deployment, handles, frame.component, address);
    const jobArgs: JsonValue = args.args ?? {};
    const id = insertJob(
      frame.tx,
      frame.component,
      {
        component: target.component,
        udfPath: target.path,
        analysis: deployment.components[target.component]?.analysis ?? {},
        args: jobArgs,
        scheduledTime: millisecondsOf(args.ts),
        now,
      },
      parentJob(frame.execution.call),
    );
    frame.tx.countScheduled(Buffer.byteLength(JSON.stringify(jobArgs)));
    return JSON.stringify(id);
  },
  "1.0/cancel_job": (frame, args) => {
    requireMutation(frame, "scheduler.cancel");
    const { now, call, logs } = frame.execution;
    const ns = { component: frame.component };
    // What a scheduled action calls may cancel that action; only a scheduled mutation is its own job.
    const self = call.caller === "Scheduler" ? call.scheduledFunctionId : undefined;
    const outcome = cancelJob(frame.tx, ns, String(args.id), { now, self });
    if (outcome === "self") {
      const text = "A scheduled function tried to cancel itself; this has no effect.";
      logs.system("WARN", text, "warning:scheduledFunctionCancelingItself");
    }
    return "null";
  },
};

/** The library sends seconds; microsecond rounding removes what the division left over. */
export function millisecondsOf(seconds: JsonValue | undefined): number {
  return Math.round(Number(seconds) * 1e6) / 1e3;
}
