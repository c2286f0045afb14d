// What the layers above say to the function runner, and what it answers.

import type {
  ComponentId,
  CommitTs,
  DocumentWrite,
  JsonText,
  JsonValue,
  ReadSet,
  Transaction,
} from "./database-types.ts";

export type UdfType = "Query" | "Mutation" | "Action";

/** A module as the CLI pushes it. `path` ends in `.js`; shared chunks are `_deps/….js`. */
export interface PushedModule {
  path: string;
  source: string;
  sourceMap?: string | undefined;
  environment: "isolate" | "node";
}

export interface AnalyzedFunction {
  name: string;
  udfType: UdfType;
  visibility: { kind: "public" | "internal" } | null;
  /** Validator JSON as text, straight from `exportArgs()` / `exportReturns()`. */
  args: string | null;
  returns: string | null;
}

export interface CronSpec {
  name: string;
  args: JsonValue[];
  schedule: JsonValue;
}

export interface AnalyzedModule {
  functions: AnalyzedFunction[];
  /** Of `http.js`: the routes as declared; prefix routes end in `*`. */
  httpRoutes: { path: string; method: string }[] | null;
  /** Of `crons.js`, by identifier. */
  cronSpecs: Record<string, CronSpec> | null;
}

export type AuthProvider =
  | { type: "oidc"; domain: string; applicationID: string }
  | {
      type: "customJwt";
      issuer: string;
      jwks: string;
      algorithm: "RS256" | "ES256";
      applicationID: string | null;
    };

export interface DeployedComponent {
  id: ComponentId;
  /** `""`, `rag`, `rag/workpool`: names from the root, joined by `/`. */
  path: string;
  definitionPath: string;
  parent: ComponentId | null;
  children: Record<string, ComponentId>;
  modules: Record<string, PushedModule>;
  analysis: Record<string, AnalyzedModule>;
  /** What `process.env` shows here; bindings already resolved. */
  env: Record<string, string>;
  /** Mount path (ends with `/`) → name of the child mounted there. */
  httpMounts: Record<string, string>;
  httpPrefix: string | null;
}

/** Everything user code depends on. Immutable: a push or a change of environment makes a new one. */
export interface Deployment {
  /** Grows by one with each activation. */
  version: number;
  components: Record<ComponentId, DeployedComponent>;
  authProviders: AuthProvider[];
  cloudOrigin: string;
  siteOrigin: string;
  udfServerVersion: string;
  /** External packages of "use node" modules: the folder of each, by name. */
  nodePackages?: Record<string, string>;
  /** Constant for one pushed version, so that import-time randomness and time are too. */
  importPhase: { seed: string; timestampMs: number };
}

export type IdentityAttributes = Record<string, JsonValue>;
export type Identity =
  /** `refusal`: why the credentials of an HTTP action's request were not accepted. */
  | { kind: "none"; refusal?: string }
  /** `expiresAt` in ms. */
  | { kind: "user"; attributes: IdentityAttributes; expiresAt: number; token: string }
  | { kind: "admin"; impersonating: IdentityAttributes | null };

export type Caller =
  "SyncWebSocket" | "HttpApi" | "Scheduler" | "Cron" | "Action" | "Tester" | "HttpEndpoint";

export interface FunctionCall {
  component: ComponentId;
  /** `dir/mod:fn` or `mod` / `mod:default`; `.js` and `.ts` tolerated. */
  path: string;
  /** JSON text of the arguments object. */
  args: JsonText;
  identity: Identity;
  /** Whether internal functions may be called. */
  allowInternal: boolean;
  caller: Caller;
  /** 16 hex digits, shown in errors and logs. */
  requestId: string;
  request?: { ip: string | null; userAgent: string | null };
  scheduledFunctionId?: string;
  /** The namespace that job's row is in: jobs scheduled by this call look whether it was cancelled. */
  scheduledFunctionComponent?: ComponentId;
}

/** A failure of user code: not an HTTP error. */
export interface FunctionError {
  /** `Uncaught Error: boom\n    at handler (../convex/tasks.ts:12:8)` */
  message: string;
  /** Only for a ConvexError. */
  data?: JsonText;
}

export interface LogLine {
  messages: string[];
  level: "DEBUG" | "ERROR" | "WARN" | "INFO" | "LOG";
  /** ms */
  timestamp: number;
  isTruncated: boolean;
  systemMetadata?: { code: string };
  componentPath?: string;
  udfPath?: string;
}

export type FunctionResult = { ok: true; value: JsonText } | { ok: false; error: FunctionError };

/** What a query or mutation read and wrote, nested calls included. Bytes as the limits count them. */
export interface Usage {
  documentsRead: number;
  bytesRead: number;
  documentsWritten: number;
  bytesWritten: number;
}

export interface QueryOutcome {
  result: FunctionResult;
  logLines: LogLine[];
  /** Absent when no function ran. */
  usage?: Usage;
  /** Snapshot the result holds at; with `reads`, until a later commit touches them. */
  ts: CommitTs;
  reads: ReadSet;
  journal: string | null;
}

export interface MutationOutcome {
  result: FunctionResult;
  logLines: LogLine[];
  /** Of the last attempt; absent when no function ran. */
  usage?: Usage;
  /** Commit timestamp; of the snapshot when nothing was written or the mutation failed. */
  ts: CommitTs;
}

export interface ActionOutcome {
  result: FunctionResult;
  logLines: LogLine[];
}

/** What the scheduler and the session add to a mutation's own transaction. */
export interface MutationHooks {
  /** Writes the mutation sees as already made, e.g. its job marked inProgress. */
  initialWrites?: DocumentWrite[];
  /** Runs in the same commit on success; a throw aborts it. `value` has real commit timestamps. */
  within?: (
    tx: Transaction,
    outcome: { value: JsonText; logLines: LogLine[]; ts: CommitTs },
  ) => void;
}

/** An execution for `convex logs` and `convex dev`. */
export interface ExecutionRecord {
  kind: "Completion" | "Progress";
  udfType: UdfType | "HttpAction";
  componentPath: string | null;
  /** `mod:fn` or `GET /path` */
  identifier: string;
  logLines: LogLine[];
  /** seconds */
  executionTime: number;
  error: string | null;
  httpStatus: string | null;
  caller: Caller;
  requestId: string;
  executionId: string;
  cachedResult: boolean;
  identityType: string;
  /** null for what is no transaction, and where none ran. */
  usage: Usage | null;
  /** Of the result in JSON; null without one. */
  returnBytes: number | null;
}
export type RecordExecution = (record: ExecutionRecord) => void;

/** Facade over the worker threads that run user code. */
export interface FunctionRunner {
  /** Starts fresh workers on this deployment; calls made from now on use it. */
  activate(deployment: Deployment): Promise<void>;
  readonly deployment: Deployment;
  onActivate(listener: (deployment: Deployment) => void): () => void;

  /** `initialWrites`: changes the query sees as made, e.g. those that undo what came after a timestamp. */
  query(
    call: FunctionCall,
    options?: { journal?: string | null; initialWrites?: DocumentWrite[] },
  ): Promise<QueryOutcome>;
  mutation(call: FunctionCall, hooks?: MutationHooks): Promise<MutationOutcome>;
  action(call: FunctionCall): Promise<ActionOutcome>;
  /** Whatever type the function has. `convex run` and scheduled jobs use it to learn the type. */
  lookup(component: ComponentId, path: string): AnalyzedFunction | null;
  /**
   * Runs the HTTP router of one component; `path` is the routing path, `request.url` stays whole, `ip` is
   * where the request came from.
   */
  http(
    component: ComponentId,
    path: string,
    request: Request,
    identity: Identity,
    ip?: string | null,
  ): Promise<Response>;
  /** `convex run --inline-query`: the default export of one bundled module. */
  testQuery(source: string, component: ComponentId): Promise<QueryOutcome>;

  evaluator: Evaluator;
  close(): Promise<void>;
}

/** Evaluation of pushed code that is not yet active, each call in a fresh realm. */
export interface Evaluator {
  /** Result of `default.export()` of a `convex.config.js`, with `path` added. */
  definition(
    module: PushedModule,
    definitionPath: string,
    dependencies: Record<string, JsonValue>,
    env: Record<string, string> | null,
  ): Promise<JsonValue>;
  /** JSON text that `defineSchema(…).export()` returned. */
  schema(module: PushedModule): Promise<JsonText>;
  /** `default` of auth.config.js; reading an unset variable throws AuthConfigMissingEnvironmentVariable. */
  authConfig(modules: PushedModule[], env: Record<string, string>): Promise<JsonValue>;
  modules(
    modules: PushedModule[],
    options: {
      env: Record<string, string>;
      importPhase: Deployment["importPhase"];
      nodePackages?: Deployment["nodePackages"];
    },
  ): Promise<Record<string, AnalyzedModule>>;
}
