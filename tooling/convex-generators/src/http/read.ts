// Reads the input of an HTTP route: the result is its model, or every problem of the input.
import { withoutAccents } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { readRate } from "../repository/rate.ts";
import { readVariable } from "../repository/variables.ts";
import { readFunctionCall } from "./function-call.ts";
import type { HttpInput } from "./input.ts";
import type { HttpModel, Webhook } from "./model.ts";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const DEFAULT_RATE = "60/minute";
/** Of webhooks, and of calls whose input says nothing else. */
const DEFAULT_BYTES = 64 * 1024;
const MAX_BYTES = 1024 * 1024;

/**
 * Reads the input of a route.
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readHttp(input: HttpInput, tree: Tree): HttpModel {
  const problems: Problem[] = [];
  const { method, path } = input;
  if (!methods.includes(method)) {
    const fixed = methods.includes(method.toUpperCase()) ? method.toUpperCase() : "POST";
    const message = `"${method}" is no method: ${methods.join(", ")}.`;
    problems.push({ code: "HTTP_METHOD", arg: method, message, ...instead(fixed) });
  }
  readPath(path, problems);
  const rate = readRate(input.limit ?? DEFAULT_RATE, problems);
  const isWebhook = input.signature !== undefined;
  const maxBytes = readSize(input.body, isWebhook ? DEFAULT_BYTES : MAX_BYTES, problems);
  checkCaller(input, problems);
  const serves = isWebhook ? readWebhook(input, problems) : readFunctionCall(input, tree, problems);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { method, path, rate: rate!, maxBytes, serves: serves! };
}

/** Paths that routes of the template start with. */
const TAKEN = /^\/(files|public|uploads|\.well-known|api\/auth)(\/|$)/;

/** Reads a path, and adds what is wrong with it to the problems. */
export function readPath(path: string, problems: Problem[]): void {
  const isPath = /^(\/[a-z0-9]+(-[a-z0-9]+)*)+$/.test(path);
  if (isPath && !TAKEN.test(path)) return;
  const words = withoutAccents(path)
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, "-")
    .replace(/\/-|-\/|\/\/+/g, "/");
  const plain = `/${words.replace(/^[/-]+|[/-]+$/g, "")}`;
  const fixed = plain === "/" ? "/api/notes" : TAKEN.test(plain) ? `/api${plain}` : plain;
  const why = isPath
    ? "is below a path of the app's own"
    : "is no path: words in lower case after slashes, /api/notes";
  problems.push({ code: "HTTP_PATH", arg: path, message: `"${path}" ${why}.`, ...instead(fixed) });
}

function checkCaller(input: HttpInput, problems: Problem[]): void {
  const given = (["signature", "auth", "public"] as const).filter(
    (flag) => input[flag] !== undefined,
  );
  if (given.length === 0) problems.push(callerMissing());
  if (given.length > 1) {
    problems.push({
      code: "HTTP_CALLER_TWICE",
      arg: `--${given[1]!}`,
      message: `a route has one kind of caller, and this has ${given.map((flag) => `--${flag}`).join(" and ")}.`,
      fix: "Leave out all but one, or make two routes.",
    });
  }
}

/** The problem of a route that does not say who may call it. */
export function callerMissing(): Problem {
  return {
    code: "HTTP_CALLER",
    arg: "--auth",
    message: "a route says who may call it: --signature, --auth or --public, with the reason.",
    ...instead("--auth", "session"),
  };
}

function readWebhook(input: HttpInput, problems: Problem[]): Webhook | null {
  const { method, path, signature = "", events, runs, cors } = input;
  const [scheme, variable = "", ...more] = signature.split(":");
  if (scheme !== "hmac" || more.length > 0) {
    const message = `"${signature}" is no signature: hmac:<VARIABLE>, with the variable of the secret.`;
    const name = /[A-Z][A-Z0-9_]+/.exec(signature)?.[0] ?? "WEBHOOK_SECRET";
    problems.push({ code: "HTTP_SIGNATURE", arg: signature, message, ...instead(`hmac:${name}`) });
  } else readVariable(variable, problems);
  const [, source = ""] = /^\/webhooks\/([a-z][a-z0-9]*)$/.exec(path) ?? [];
  if (source === "" || method !== "POST") {
    const message = `a webhook is POST /webhooks/<source>, with one word: not ${method} ${path}.`;
    problems.push({ code: "HTTP_WEBHOOK", arg: path, message, fix: "POST /webhooks/clerk" });
  }
  for (const [flag, value] of Object.entries({ runs, cors })) {
    if (value === undefined) continue;
    const message = `a webhook has no --${flag}: its events go to webhooks.take${capitalized(source)}.`;
    problems.push({ code: "HTTP_HERE", arg: `--${flag}`, message, fix: `Leave out --${flag}.` });
  }
  const types = (events ?? "").split(",").map((type) => type.trim());
  if (
    !types.every((type) => /^[\w.:/-]{1,100}$/.test(type)) ||
    new Set(types).size < types.length
  ) {
    problems.push({
      code: "HTTP_EVENTS",
      arg: events ?? "--events",
      message: "a webhook names the types of events that it uses, each once, joined by commas.",
      ...(events === undefined
        ? instead("--events", "user.created")
        : { fix: "--events user.created" }),
    });
  }
  return { kind: "webhook", source, variable, events: types };
}

/** `clerk` as in `takeClerk`. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function readSize(text: string | undefined, most: number, problems: Problem[]): number | null {
  if (text === undefined) return null;
  const [, number = "", unit = ""] = /^(\d{1,7})(B|kB|MB)$/.exec(text) ?? [];
  const bytes = Number(number) * { B: 1, kB: 1024, MB: 1024 * 1024, "": 0 }[unit]!;
  if (bytes > 0 && bytes <= most) return bytes;
  const message = `"${text}" is no size of at most ${most / 1024} kB: write 16kB.`;
  problems.push({ code: "HTTP_SIZE", arg: text, message, ...instead("16kB") });
  return null;
}
