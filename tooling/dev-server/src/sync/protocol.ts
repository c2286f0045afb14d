// The messages of the sync protocol as types, and how they become text and back.
// Values of user code stay JSON text throughout: they are spliced into a message, never parsed.

import type { CommitTs, JsonText } from "../kernel/database-types.ts";
import type { IdentityAttributes } from "../kernel/function-types.ts";
import { hasTooManyValues, TOO_MANY_VALUES } from "../wire/json-text.ts";
import { ProtocolError, reader, type FieldReader } from "../wire/message-fields.ts";
import { encodeTs } from "../wire/timestamp.ts";

/** Of one connection; far above what a page watches. Each costs memory, and a run when its rows change. */
export const MAX_QUERIES = 4096;
export const TOO_MANY_QUERIES = `TooManyQueries: a connection watches at most ${MAX_QUERIES} queries at a time`;
/** A message may take away as many queries as it adds. */
const MAX_MODIFICATIONS = 2 * MAX_QUERIES;

export interface Connect {
  type: "Connect";
  sessionId: string;
  connectionCount: number;
  lastCloseReason: string | null;
  maxObservedTimestamp: CommitTs | null;
  /** ms by the client's clock; null when it did not say. */
  clientTs: number | null;
}

export interface AddQuery {
  type: "Add";
  queryId: number;
  udfPath: string;
  /** The arguments object. */
  args: JsonText;
  journal: string | null;
  componentPath: string | null;
}

export interface ModifyQuerySet {
  type: "ModifyQuerySet";
  baseVersion: number;
  newVersion: number;
  modifications: (AddQuery | { type: "Remove"; queryId: number })[];
}

export interface FunctionRequest {
  type: "Mutation" | "Action";
  requestId: number;
  udfPath: string;
  args: JsonText;
  componentPath: string | null;
}

export type Authenticate = { type: "Authenticate"; baseVersion: number } & (
  | { tokenType: "Admin"; value: string; impersonating: IdentityAttributes | null }
  | { tokenType: "User"; value: string }
  | { tokenType: "None" }
);

export type ClientMessage =
  Connect | ModifyQuerySet | FunctionRequest | Authenticate | { type: "Event" };

export interface StateVersion {
  querySet: number;
  identity: number;
  ts: CommitTs;
}

export type StateModification =
  | {
      type: "QueryUpdated";
      queryId: number;
      value: JsonText;
      logLines: string[];
      journal: string | null;
    }
  | {
      type: "QueryFailed";
      queryId: number;
      errorMessage: string;
      /** Only of a ConvexError: sent as null it would turn every failure into one. */
      errorData: JsonText | null;
      logLines: string[];
      journal: string | null;
    }
  | { type: "QueryRemoved"; queryId: number };

export interface Transition {
  type: "Transition";
  startVersion: StateVersion;
  endVersion: StateVersion;
  modifications: StateModification[];
  /** The client's clock minus ours, and our time: both or neither (a null makes it warn). */
  clock: { clientClockSkew: number; serverTsMs: number } | null;
}

export type CallResponse =
  | { success: true; requestId: number; result: JsonText; logLines: string[] }
  | {
      success: false;
      requestId: number;
      errorMessage: string;
      errorData: JsonText | null;
      logLines: string[];
    };

export type ServerMessage =
  | Transition
  /** `ts` stands in the answer to a success only. */
  | { type: "MutationResponse"; response: CallResponse; ts: CommitTs | null }
  | { type: "ActionResponse"; response: CallResponse }
  | { type: "AuthError"; error: string; baseVersion: number; authUpdateAttempted: boolean }
  | { type: "FatalError"; error: string }
  | { type: "Ping" };

/**
 * One text frame of a client as a message.
 * @throws ProtocolError naming the field that is wrong.
 */
export function parseClientMessage(text: string): ClientMessage {
  if (hasTooManyValues(text)) throw new ProtocolError(TOO_MANY_VALUES);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProtocolError("the message is not JSON");
  }
  const message = reader(json, "message");
  const type = message.string("type");
  switch (type) {
    case "Connect":
      return parseConnect(message);
    case "ModifyQuerySet":
      return parseModifyQuerySet(message);
    case "Mutation":
    case "Action":
      return { type, requestId: message.u32("requestId"), ...parseFunction(message) };
    case "Authenticate":
      return parseAuthenticate(message);
    case "Event":
      return { type };
    default:
      throw new ProtocolError(`unknown message type ${JSON.stringify(type)}`);
  }
}

function parseConnect(message: FieldReader): Connect {
  const sessionId = message.string("sessionId");
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(sessionId)) {
    throw new ProtocolError(`"sessionId" must be a UUID, not ${JSON.stringify(sessionId)}`);
  }
  return {
    type: "Connect",
    sessionId,
    connectionCount: message.u32("connectionCount"),
    lastCloseReason: message.optionalString("lastCloseReason"),
    maxObservedTimestamp: message.optionalTs("maxObservedTimestamp"),
    clientTs: message.optionalNumber("clientTs"),
  };
}

function parseModifyQuerySet(message: FieldReader): ModifyQuerySet {
  const baseVersion = message.u32("baseVersion");
  const newVersion = message.u32("newVersion");
  if (newVersion <= baseVersion) {
    throw new ProtocolError(
      `"newVersion" ${newVersion} must be above "baseVersion" ${baseVersion}`,
    );
  }
  const changes = message.array("modifications");
  if (changes.length > MAX_MODIFICATIONS) throw new ProtocolError(TOO_MANY_QUERIES);
  const modifications = changes.map((json) => {
    const entry = reader(json, "modification");
    const type = entry.string("type");
    const queryId = entry.u32("queryId");
    if (type === "Remove") return { type, queryId } as const;
    if (type !== "Add") {
      throw new ProtocolError(`unknown modification type ${JSON.stringify(type)}`);
    }
    const journal = entry.optionalString("journal");
    return { type, queryId, journal, ...parseFunction(entry) } as const;
  });
  return { type: "ModifyQuerySet", baseVersion, newVersion, modifications };
}

function parseFunction(message: FieldReader) {
  return {
    udfPath: message.string("udfPath"),
    args: message.argsObject("args"),
    componentPath: message.optionalString("componentPath"),
  };
}

function parseAuthenticate(message: FieldReader): Authenticate {
  const baseVersion = message.u32("baseVersion");
  const tokenType = message.string("tokenType");
  switch (tokenType) {
    case "None":
      return { type: "Authenticate", baseVersion, tokenType };
    case "User":
      return { type: "Authenticate", baseVersion, tokenType, value: message.string("value") };
    case "Admin":
      return {
        type: "Authenticate",
        baseVersion,
        tokenType,
        value: message.string("value"),
        impersonating: message.optionalObject("impersonating"),
      };
    default:
      throw new ProtocolError(`unknown token type ${JSON.stringify(tokenType)}`);
  }
}

/** A message as the text frame a client expects. */
export function encodeServerMessage(message: ServerMessage): string {
  switch (message.type) {
    case "Transition":
      return encodeTransition(message);
    case "MutationResponse": {
      const ts = message.ts === null ? "" : `,"ts":"${encodeTs(message.ts)}"`;
      return `{"type":"MutationResponse",${callFields(message.response)}${ts}}`;
    }
    case "ActionResponse":
      return `{"type":"ActionResponse",${callFields(message.response)}}`;
    case "AuthError":
    case "FatalError":
    case "Ping":
      return JSON.stringify(message);
    default:
      message satisfies never;
      throw new Error("unreachable");
  }
}

function encodeTransition(transition: Transition): string {
  const { startVersion, endVersion, clock } = transition;
  const modifications = transition.modifications.map(encodeModification).join(",");
  const clockFields =
    clock === null
      ? ""
      : `,"clientClockSkew":${clock.clientClockSkew},"serverTs":${clock.serverTsMs * 1_000_000}`;
  return (
    `{"type":"Transition","startVersion":${versionText(startVersion)},` +
    `"endVersion":${versionText(endVersion)},"modifications":[${modifications}]${clockFields}}`
  );
}

function versionText({ querySet, identity, ts }: StateVersion): string {
  return `{"querySet":${querySet},"identity":${identity},"ts":"${encodeTs(ts)}"}`;
}

function encodeModification(modification: StateModification): string {
  switch (modification.type) {
    case "QueryRemoved":
      return JSON.stringify(modification);
    case "QueryUpdated": {
      const { value, ...plain } = modification;
      return `${JSON.stringify(plain).slice(0, -1)},"value":${value}}`;
    }
    case "QueryFailed": {
      const { errorData, ...plain } = modification;
      return JSON.stringify(plain).slice(0, -1) + errorDataField(errorData) + "}";
    }
    default:
      modification satisfies never;
      throw new Error("unreachable");
  }
}

function callFields(response: CallResponse): string {
  const { requestId, success, logLines } = response;
  const plain = JSON.stringify({ requestId, success, logLines }).slice(1, -1);
  if (response.success) return `${plain},"result":${response.result}`;
  const errorMessage = JSON.stringify(response.errorMessage);
  return `${plain},"result":${errorMessage}${errorDataField(response.errorData)}`;
}

function errorDataField(errorData: JsonText | null): string {
  return errorData === null ? "" : `,"errorData":${errorData}`;
}
