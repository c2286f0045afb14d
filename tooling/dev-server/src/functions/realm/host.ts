// What a realm asks of the worker thread it lives in. The two sides share no built-ins: an Error or
// a Promise made on one side is not an `instanceof` those of the other.

export type LogLevel = "DEBUG" | "ERROR" | "WARN" | "INFO" | "LOG";

/** A failed call to the host: the realm makes its own error from it. */
export interface Failure {
  message: string;
  /** Of a ConvexError: the decoded JSON of its `data`. */
  data?: unknown;
}

export type Answer = { ok: true; value: string } | { ok: false; failure: Failure };

/** Things a realm may have to refuse, by the name the message uses. */
export type Guarded =
  | "Convex"
  | "Date"
  | "Math.random"
  | "crypto"
  | "fetch()"
  | "setTimeout"
  | "setInterval"
  | "process.env";

export interface RealmHost {
  /** Host built-ins that user code gets as they are (URL, ArrayBuffer, Blob, …). */
  globals: Record<string, unknown>;
  /** Constructors whose instances the realm's constructor of that name accepts in `instanceof`. */
  accepted: Record<string, (...args: never[]) => unknown>;
  syscall(op: string, args: string): Answer;
  asyncSyscall(
    op: string,
    args: string,
    resolve: (json: string) => void,
    reject: (failure: Failure) => void,
  ): void;
  /** May return a host promise. */
  jsSyscall(op: string, args: Record<string, unknown>): unknown;
  /** The message to throw when this may not be used right now, or null. */
  refuse(what: Guarded): string | null;
  /** True when time and randomness are the host's (queries, mutations, imports). */
  isDeterministic: boolean;
  /** ms */
  now(): number;
  /** In [0, 1). */
  random(): number;
  fillRandom(bytes: Uint8Array): void;
  /** `suffix` is added as it is, on lines of its own. */
  log(level: LogLevel, values: unknown[], suffix?: string): void;
  /** Frames with their original positions, one a line; those outside user code are left out. */
  stackFrames(sites: NodeJS.CallSite[]): string;
  env(name: string): string | undefined;
  envNames(): string[];
  fetch: typeof fetch;
  setTimer(callback: () => void, delayMs: number, repeat: boolean): number;
  clearTimer(id: number): void;
  subtle(
    method: string,
    args: unknown[],
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void;
}

/** What the host gets back from a realm. */
export interface RealmHooks {
  /** A request made by the host, as an instance of the realm's `Request`. */
  adoptRequest(request: Request): Request;
  isResponse(value: unknown): value is Response;
  makeError(message: string): Error;
}
