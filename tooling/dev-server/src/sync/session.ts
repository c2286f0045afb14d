// One client's side of the sync protocol as a state machine. It owns no socket and
// no clock: messages come in as text, answers and the wish to close go out through `parts`.

import { badAdminKey, impersonated } from "../auth/admin-key.ts";
import type { App } from "../kernel/app.ts";
import type { CommitTs } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { Identity } from "../kernel/function-types.ts";
import { ProtocolError } from "../wire/message-fields.ts";
import {
  parseClientMessage,
  type Authenticate,
  type ClientMessage,
  type Connect,
  type ModifyQuerySet,
  type ServerMessage,
  type StateVersion,
} from "./protocol.ts";
import { QuerySet } from "./query-set.ts";
import { SessionCalls, type SessionCallsParts } from "./session-calls.ts";
import type { Subscriptions } from "./subscriptions.ts";

export const CLOSE_NORMAL = 1000;
/** The client reconnects later; the reason determines how long it waits. */
export const CLOSE_TRY_AGAIN = 1013;
/**
 * When commits come faster than several queries can be brought to one timestamp, the client gets
 * results of slightly different timestamps after this long, rather than none.
 */
const STARVED_AFTER_MS = 500;

export interface SessionParts
  extends
    Pick<App, "auth" | "clock">,
    Pick<SessionCallsParts, "calls" | "requests" | "random" | "request"> {
  subscriptions: Subscriptions;
  send(message: ServerMessage): void;
  close(code: number, reason: string): void;
  /** Whether the client is behind with reading; transitions wait, `poke` when it has caught up. */
  isCongested(): boolean;
  /** Runs after the messages that have already arrived. */
  defer(run: () => void): void;
}

export class SyncSession {
  readonly #parts: SessionParts;
  readonly #queries: QuerySet;
  readonly #calls: SessionCalls;
  #connect: Connect | null = null;
  #clientClockSkew: number | null = null;
  #inbox: ClientMessage[] = [];
  #handling = false;
  #closed = false;
  #pokePending = false;

  #identity: Identity = { kind: "none" };
  /** Versions as received; `#shown` is what the last transition ended at. */
  #querySetVersion = 0;
  #identityVersion = 0;
  #shown: StateVersion = { querySet: 0, identity: 0, ts: 0n };
  /** Commits that were answered but not yet covered by a later transition. */
  #unconfirmed: CommitTs[] = [];
  /** ms since when results did not fit one timestamp. */
  #starvedSince: number | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#queries = new QuerySet(parts.subscriptions, () => this.poke());
    this.#calls = new SessionCalls({
      ...parts,
      send: (message) => this.#send(message),
      hasExpired: (identity) => this.#hasExpired(identity),
      committed: (ts) => {
        this.#unconfirmed.push(ts);
        this.poke();
      },
    });
  }

  /** Takes one text frame. Never throws: the client receives what is wrong with it. */
  receive(text: string): void {
    if (this.#closed) return;
    try {
      this.#inbox.push(parseClientMessage(text));
    } catch (error) {
      this.#fail(error);
      return;
    }
    void this.#handleInbox();
  }

  /** The socket is gone: nothing further is sent, mutations that have not started are dropped. */
  disconnect(): void {
    this.#closed = true;
    this.#inbox = [];
    this.#calls.close();
    this.#queries.close();
  }

  /** Sends a transition soon if there is something to show. */
  poke(): void {
    if (this.#pokePending || this.#closed) return;
    this.#pokePending = true;
    this.#parts.defer(() => {
      this.#pokePending = false;
      if (this.#closed) return;
      try {
        this.#transition();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Ends the session: for a broken protocol for good, else so that the client comes back. */
  #fail(error: unknown): void {
    if (this.#closed) return;
    if (error instanceof ProtocolError) {
      this.#send({ type: "FatalError", error: error.message });
      this.#close(CLOSE_NORMAL, "");
      return;
    }
    const detail = error instanceof Error ? error.message : String(error);
    this.#close(CLOSE_TRY_AGAIN, `InternalServerError: ${detail}`);
  }

  #send(message: ServerMessage): void {
    if (!this.#closed) this.#parts.send(message);
  }

  #close(code: number, reason: string): void {
    this.disconnect();
    this.#parts.close(code, reason);
  }

  /** Messages take effect in order; only the check of a token makes the next one wait. */
  async #handleInbox(): Promise<void> {
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let message = this.#inbox.shift(); message; message = this.#inbox.shift()) {
        const handled = this.#handle(message);
        if (handled !== undefined) await handled;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#handling = false;
    }
  }

  #handle(message: ClientMessage): void | Promise<void> {
    if ((this.#connect === null) !== (message.type === "Connect")) {
      const problem =
        this.#connect === null ? "the first message must be Connect" : "Connect twice";
      throw new ProtocolError(problem);
    }
    switch (message.type) {
      case "Connect":
        return this.#handleConnect(message);
      case "ModifyQuerySet":
        return this.#modifyQuerySet(message);
      case "Authenticate":
        return this.#authenticate(message);
      case "Mutation":
        return this.#calls.mutation(this.#connect!.sessionId, message, this.#identity);
      case "Action":
        return this.#calls.action(message, this.#identity);
      case "Event":
        return;
      default:
        message satisfies never;
    }
  }

  #handleConnect(message: Connect): void {
    const { clock } = this.#parts;
    const floor = message.maxObservedTimestamp ?? 0n;
    const ahead = floor > this.#parts.subscriptions.latestTs();
    if (ahead && floor > BigInt(clock.now()) * 1_000_000n) {
      // Showing a smaller timestamp would revert what the client has seen.
      this.#close(CLOSE_TRY_AGAIN, "InternalServerError: the client has seen a later timestamp");
      return;
    }
    this.#connect = message;
    this.#clientClockSkew = message.clientTs === null ? null : message.clientTs - clock.now();
  }

  #modifyQuerySet(message: ModifyQuerySet): void {
    this.#checkBase("query set", message.baseVersion, this.#querySetVersion);
    for (const modification of message.modifications) {
      if (modification.type === "Add") this.#queries.add(modification);
      else this.#queries.remove(modification.queryId);
    }
    this.#querySetVersion = message.newVersion;
    this.poke();
  }

  #checkBase(what: string, given: number, expected: number): void {
    if (given === expected) return;
    throw new ProtocolError(
      `BaseVersionMismatch: base version ${given} of the ${what} does not match ${expected}`,
    );
  }

  async #authenticate(message: Authenticate): Promise<void> {
    this.#checkBase("identity", message.baseVersion, this.#identityVersion);
    let identity: Identity;
    try {
      identity = await this.#identityOf(message);
    } catch (error) {
      // Unavailable keys say nothing about the token: the client keeps it and tries again.
      if (!(error instanceof BackendError) || error.status >= 500) throw error;
      this.#authError(error.message, message.baseVersion, true);
      return;
    }
    if (this.#closed) return;
    this.#identity = identity;
    this.#identityVersion = message.baseVersion + 1;
    this.#queries.switchIdentity(identity);
    this.poke();
  }

  async #identityOf(message: Authenticate): Promise<Identity> {
    const { auth } = this.#parts;
    switch (message.tokenType) {
      case "None":
        return { kind: "none" };
      case "User":
        return auth.fromToken(message.value);
      case "Admin": {
        if (!auth.isAdminKey(message.value)) throw badAdminKey();
        const { impersonating } = message;
        return {
          kind: "admin",
          impersonating: impersonating === null ? null : impersonated(impersonating),
        };
      }
      default:
        message satisfies never;
        throw new Error("unreachable");
    }
  }

  #authError(error: string, baseVersion: number, authUpdateAttempted: boolean): void {
    this.#send({ type: "AuthError", error, baseVersion, authUpdateAttempted });
    this.#close(CLOSE_NORMAL, "");
  }

  /** Ends the session when the token it acts with has run out. */
  #hasExpired(identity: Identity): boolean {
    if (identity.kind !== "user" || identity.expiresAt > this.#parts.clock.now()) return false;
    this.#authError("Convex token identity expired", this.#identityVersion, false);
    return true;
  }

  /**
   * Shows the client where it stands if a version, a result or an answered mutation is waiting, and
   * all results are true at one timestamp. Otherwise the next result pokes again.
   */
  #transition(): void {
    if (this.#connect === null || this.#parts.isCongested()) return;
    const floor = this.#connect.maxObservedTimestamp ?? 0n;
    const plan = this.#queries.plan(this.#shown.ts, floor, this.#isStarved());
    if (plan === "inconsistent") this.#starvedSince ??= this.#parts.clock.now();
    else this.#starvedSince = null;
    if (plan === "inconsistent" || plan === "loading") return;
    const confirms = this.#unconfirmed.some((ts) => ts <= plan.ts);
    const versionsChanged =
      this.#querySetVersion !== this.#shown.querySet ||
      this.#identityVersion !== this.#shown.identity;
    const changes = plan.changed.length + plan.removed.length;
    if (!confirms && !versionsChanged && changes === 0) return;
    if (!this.#handling && this.#hasExpired(this.#identity)) return;
    this.#unconfirmed = this.#unconfirmed.filter((ts) => ts > plan.ts);
    const startVersion = this.#shown;
    this.#shown = {
      querySet: this.#querySetVersion,
      identity: this.#identityVersion,
      ts: plan.ts,
    };
    this.#send({
      type: "Transition",
      startVersion,
      endVersion: this.#shown,
      modifications: this.#queries.apply(plan),
      clock:
        this.#clientClockSkew === null
          ? null
          : { clientClockSkew: this.#clientClockSkew, serverTsMs: this.#parts.clock.now() },
    });
  }

  #isStarved(): boolean {
    if (this.#starvedSince === null) return false;
    return this.#parts.clock.now() - this.#starvedSince > STARVED_AFTER_MS;
  }
}
