// What actions ask of the backend, answered on the main thread: each call its own transaction.

import { readFile } from "node:fs/promises";
import type { App, ServerConfig } from "../../kernel/app.ts";
import type { JsonValue, Transaction, VectorQuery } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { FunctionCall, FunctionResult, FunctionRunner } from "../../kernel/function-types.ts";
import {
  handlesOf,
  identityAcross,
  resolveAddress,
  type FunctionAddress,
} from "../references/references.ts";
import { cancelJob, insertJob, parentJob } from "../scheduling/scheduled-job.ts";
import { failureOf } from "../syscalls/failure.ts";
import { createFrame, type Frame } from "../syscalls/frame.ts";
import { LogLines } from "../syscalls/log-lines.ts";
import { metaSyscalls } from "../syscalls/meta.ts";
import { millisecondsOf } from "../syscalls/scheduling.ts";
import { SeededRandom } from "../syscalls/seeded-random.ts";
import { storageSyscalls } from "../syscalls/storage.ts";
import type { HostAnswer } from "../worker/action-messages.ts";

export interface SyscallParts extends Pick<App, "database" | "files" | "clock" | "random"> {
  config: Pick<ServerConfig, "dataDirectory" | "instanceSecret">;
  runner: Pick<FunctionRunner, "query" | "mutation" | "action" | "deployment">;
}

interface Asked {
  parts: SyscallParts;
  /** The action that asks. */
  call: FunctionCall;
  args: Record<string, JsonValue>;
  bytes: Uint8Array | undefined;
}

type Answered = string | { value: string; bytes: Uint8Array };

const READ_ONLY = new Set(["1.0/storageGetUrl", "1.0/storageGetMetadata"]);
const WRITING = new Set(["1.0/storageGenerateUploadUrl", "1.0/storageDelete"]);
const META = new Set([
  "1.0/getUserIdentity",
  "1.0/getFunctionMetadata",
  "1.0/getDeploymentMetadata",
  "1.0/getRequestMetadata",
  "1.0/createFunctionHandle",
  "1.0/auditLog",
  "1.0/createServiceToken",
  "1.0/getServiceUrl",
]);

/** Answers one call of an action. Never rejects. */
export async function answerAction(
  parts: SyscallParts,
  call: FunctionCall,
  asked: { op: string; args: string; bytes?: Uint8Array | undefined },
): Promise<HostAnswer> {
  try {
    const args = JSON.parse(asked.args) as Record<string, JsonValue>;
    const answer = await serve(asked.op, { parts, call, args, bytes: asked.bytes });
    return typeof answer === "string" ? { ok: true, value: answer } : { ok: true, ...answer };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Calls of actions that queries and mutations do not have. */
const OWN: Record<string, (asked: Asked) => Answered | Promise<Answered>> = {
  "1.0/actions/query": (asked) => run(asked, (nested) => asked.parts.runner.query(nested)),
  "1.0/actions/mutation": (asked) => run(asked, (nested) => asked.parts.runner.mutation(nested)),
  "1.0/actions/action": (asked) => run(asked, (nested) => asked.parts.runner.action(nested)),
  "1.0/actions/schedule": schedule,
  "1.0/actions/cancel_job": cancel,
  "1.0/actions/vectorSearch": ({ parts, call, args }) =>
    JSON.stringify(
      parts.database.vectorSearch(
        { component: call.component },
        args.query as unknown as VectorQuery,
      ),
    ),
  "storage/storeBlob": storeBlob,
  "storage/getBlob": getBlob,
};

/** The name of every call that an action can make. */
export const actionSyscalls: readonly string[] = [
  ...Object.keys(OWN),
  ...READ_ONLY,
  ...WRITING,
  ...META,
];

function serve(op: string, asked: Asked): Answered | Promise<Answered> {
  const own = Object.hasOwn(OWN, op) ? OWN[op] : undefined;
  return own === undefined ? serveInTransaction(op, asked) : own(asked);
}

function serveInTransaction(op: string, { parts, call, args }: Asked): string {
  const storage = storageSyscalls[op];
  if (storage !== undefined && READ_ONLY.has(op)) {
    return parts.database.read((tx) => storage(frameOf(parts, call, tx), args)).value;
  }
  if (storage !== undefined && WRITING.has(op)) {
    return parts.database.transact((tx) => storage(frameOf(parts, call, tx), args)).value;
  }
  const meta = META.has(op) ? metaSyscalls[op] : undefined;
  if (meta === undefined) {
    throw new BackendError("UnknownOperation", `Unknown async operation ${op}`);
  }
  return parts.database.read((tx) => meta(frameOf(parts, call, tx), args)).value;
}

/** Actions share these operations with mutations, which know their caller as a frame. */
function frameOf(parts: SyscallParts, call: FunctionCall, tx: Transaction): Frame {
  const { deployment } = parts.runner;
  const { dataDirectory, instanceSecret } = parts.config;
  const now = parts.clock.now();
  return createFrame({
    execution: {
      deployment,
      handles: handlesOf(deployment, instanceSecret),
      call,
      logs: new LogLines(() => now),
      now,
      dataDirectory,
      instanceSecret,
      journal: null,
      nextJournal: null,
    },
    parent: null,
    component: call.component,
    path: call.path,
    udfType: "Mutation",
    identity: identityAcross(call.identity, "", call.component),
    random: new SeededRandom(Buffer.from(parts.random(32)).toString("base64")),
    tx,
  });
}

async function run(
  { parts, call, args }: Asked,
  start: (nested: FunctionCall) => Promise<{ result: FunctionResult }>,
): Promise<string> {
  const target = targetOf(parts, call, args as FunctionAddress);
  const { result } = await start({
    component: target.component,
    path: target.path,
    args: JSON.stringify(args.args ?? {}),
    identity: identityAcross(call.identity, call.component, target.component),
    allowInternal: true,
    caller: "Action",
    requestId: call.requestId,
    ...(call.request === undefined ? {} : { request: call.request }),
    ...scheduledBy(call),
  });
  if (result.ok) return result.value;
  throw new CalledFunctionFailed(result.error);
}

/** What a job calls belongs to that job too. */
function scheduledBy(call: FunctionCall): Partial<FunctionCall> {
  const job = parentJob(call);
  return job === null
    ? {}
    : { scheduledFunctionId: job.id, scheduledFunctionComponent: job.component };
}

/** Carries the error of a called function to where failures are put into words. */
class CalledFunctionFailed {
  readonly message: string;
  readonly data?: string;
  constructor(error: { message: string; data?: string }) {
    this.message = error.message;
    if (error.data !== undefined) this.data = error.data;
  }
}

function targetOf(parts: SyscallParts, call: FunctionCall, address: FunctionAddress) {
  const { deployment } = parts.runner;
  const handles = handlesOf(deployment, parts.config.instanceSecret);
  return resolveAddress(deployment, handles, call.component, address);
}

function schedule({ parts, call, args }: Asked): string {
  const target = targetOf(parts, call, args as FunctionAddress);
  const { value: id } = parts.database.transact((tx) =>
    insertJob(
      tx,
      call.component,
      {
        component: target.component,
        udfPath: target.path,
        analysis: parts.runner.deployment.components[target.component]?.analysis ?? {},
        args: args.args ?? {},
        scheduledTime: millisecondsOf(args.ts),
        now: parts.clock.now(),
      },
      parentJob(call),
    ),
  );
  return JSON.stringify(id);
}

function cancel({ parts, call, args }: Asked): string {
  const now = parts.clock.now();
  parts.database.transact((tx) =>
    cancelJob(tx, { component: call.component }, String(args.id), { now }),
  );
  return "null";
}

async function storeBlob({ parts, call, args, bytes }: Asked): Promise<string> {
  const { contentType, sha256 } = args as { contentType: string | null; sha256?: string };
  const body = bytes ?? new Uint8Array();
  return JSON.stringify(await parts.files.store(call.component, body, { contentType, sha256 }));
}

async function getBlob({ parts, call, args }: Asked): Promise<Answered> {
  const file = parts.files.read(call.component, String(args.storageId));
  if (file === null) return "null";
  return { value: JSON.stringify(file.contentType), bytes: await readFile(file.path) };
}
