// Worker thread that runs queries and mutations, one at a time, on its own snapshot.

import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "../../engine/transactions/reader.ts";
import type { EngineTransaction } from "../../engine/transactions/transaction.ts";
import type { Deployment, FunctionResult } from "../../kernel/function-types.ts";
import { parseFunctionPath } from "../references/path.ts";
import { identityAcross } from "../references/references.ts";
import { createFrame, type Execution, type Frame } from "../syscalls/frame.ts";
import { LogLines } from "../syscalls/log-lines.ts";
import { SeededRandom } from "../syscalls/seeded-random.ts";
import { warnNearLimits } from "./limit-warnings.ts";
import { ModuleLoader } from "./modules.ts";
import type {
  DeployRequest,
  TransactionReply,
  TransactionRequest,
  TransactionSign,
  TransactionWorkerData,
} from "./transaction-messages.ts";
import { TransactionRuntime } from "./transaction-runtime.ts";

const data = workerData as TransactionWorkerData & { realmScript: string };
const reader = openReader(data.directory);
let runtime: TransactionRuntime | null = null;

parentPort?.on("message", (message: DeployRequest | TransactionRequest) => {
  if (message.kind === "deploy") return deploy(message.deployment);
  if (runtime === null) return;
  void serve(runtime, message)
    .catch((error: unknown): TransactionReply => ({
      kind: "fault",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    .then((reply) => {
      reader.release();
      parentPort?.postMessage(reply);
    });
});
post({ kind: "loaded" });

function deploy(deployment: Deployment): void {
  runtime = new TransactionRuntime({ ...data, deployment });
  // The realm of the app is made before the first call asks for it.
  if (deployment.components[""] !== undefined) runtime.realm("");
  post({ kind: "ready" });
}

function post(sign: TransactionSign): void {
  parentPort?.postMessage(sign);
}

async function serve(
  runtime: TransactionRuntime,
  request: TransactionRequest,
): Promise<TransactionReply> {
  const random = new SeededRandom(request.seed);
  const ids = random.derive();
  const tx = reader.begin({ now: request.now, random: (length) => ids.bytes(length) });
  if (request.initialWrites.length > 0) tx.preload(request.initialWrites);
  const frame = topFrame(runtime, request, { tx, random });
  const { execution } = frame;
  const { args } = request.call;
  const result =
    request.inlineSource === undefined
      ? await runtime.run(frame, tx, args)
      : await runInline(runtime, frame, request.inlineSource);
  const metrics = tx.metrics();
  warnNearLimits(metrics, execution.logs);
  const isMutation = request.udfType === "Mutation";
  return {
    kind: "done",
    result,
    logLines: execution.logs.lines,
    snapshotTs: tx.snapshotTs,
    reads: tx.reads(),
    usage: {
      documentsRead: metrics.documentsRead.used,
      bytesRead: metrics.bytesRead.used,
      documentsWritten: metrics.documentsWritten.used,
      bytesWritten: metrics.bytesWritten.used,
    },
    submission: isMutation && result.ok ? tx.submission() : null,
    journal: execution.nextJournal,
  };
}

function topFrame(
  { data, handles }: TransactionRuntime,
  request: TransactionRequest,
  { tx, random }: { tx: EngineTransaction; random: SeededRandom },
): Frame {
  const { call } = request;
  const execution: Execution = {
    deployment: data.deployment,
    handles,
    call,
    logs: new LogLines(() => Date.now()),
    now: request.now,
    dataDirectory: data.dataDirectory,
    instanceSecret: data.instanceSecret,
    journal: request.journal,
    nextJournal: null,
  };
  return createFrame({
    execution,
    parent: null,
    component: call.component,
    path: request.inlineSource === undefined ? parseFunctionPath(call.path).canonical : call.path,
    udfType: request.udfType,
    identity: identityAcross(call.identity, "", call.component),
    random,
    tx,
  });
}

/** Runs the default export of a module that is not deployed, beside the app's own modules. */
function runInline(
  runtime: TransactionRuntime,
  frame: Frame,
  source: string,
): Promise<FunctionResult> {
  const realm = runtime.realm(frame.component);
  const { modules } = runtime.data.deployment.components[frame.component] ?? { modules: {} };
  const name = "inline-query.js";
  const loader = new ModuleLoader({
    context: realm.context,
    modules: { ...modules, [name]: { source } },
    enterModule: () => () => undefined,
  });
  return runtime.invoke(frame, { module: name, name: "default" }, "{}", { ...realm, loader });
}
