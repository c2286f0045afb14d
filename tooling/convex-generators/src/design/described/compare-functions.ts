// Functions of a design against those of the code: who may call them, what they take and return.
import { baseOf } from "../../repository/backend-modules.ts";
import type { Design, FunctionDesign } from "../design.ts";
import { type Findings, applyCommand, propertyText } from "./findings.ts";
import { comparedType, isSameType } from "./shapes/field-text.ts";

/** Adds what differs of functions. */
export function compareFunctions(design: Design, findings: Findings): void {
  const { described } = findings;
  const inCode = described.design.functions ?? {};
  const said = design.functions ?? {};
  for (const [id, fn] of Object.entries(said)) {
    const found = Object.hasOwn(inCode, id) ? inCode[id]! : null;
    if (found !== null) compareFunction(id, fn, found, findings);
    else if (!described.brought.has(id)) {
      const message = `no module exports ${id}.`;
      findings.designed("FUNCTION_LACKING", ["functions", id], message, applyCommand);
    }
  }
  const withOthers = functionsOfOthers(design);
  for (const [id, fn] of Object.entries(inCode)) {
    if (Object.hasOwn(said, id) || withOthers(id)) continue;
    const message = `the design does not name the function ${id}.`;
    findings.undesigned("FUNCTION_UNDESIGNED", ["functions", id], { message, value: fn });
  }
}

/** Functions that come with a cron, a job, an e-mail or a webhook of the design. */
function functionsOfOthers(design: Design): (id: string) => boolean {
  const { crons = {}, jobs = {}, emails = {}, http = {} } = design;
  const run = new Set(
    [...Object.values(crons), ...Object.values(http)].flatMap(({ runs }) => runs ?? []),
  );
  const hooks = Object.entries(http).flatMap(([route, { signature }]) =>
    signature === undefined ? [] : `webhooks.take${capitalized(baseOf(route))}`,
  );
  return (id) => {
    const [module = "", name = ""] = id.split(".");
    return (
      run.has(id) ||
      hooks.includes(id) ||
      Object.hasOwn(jobs, module) ||
      (module === "mailings" && Object.hasOwn(emails, name))
    );
  };
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function compareFunction(
  id: string,
  said: FunctionDesign,
  found: FunctionDesign,
  findings: Findings,
): void {
  const at = ["functions", id];
  const place = findings.placeOf(at);
  const differs = (part: readonly string[], message: string, line: string) =>
    findings.designed(
      "FUNCTION_DIFFERS",
      [...at, ...part],
      message,
      `Change ${place}, or write what it says: ${line}`,
    );
  const texts = { kind: found.kind, access: found.access, rateLimit: found.rateLimit };
  for (const [name, held] of Object.entries(texts)) {
    const value = said[name as keyof typeof texts];
    if (name === "access" && !findings.described.hasAccess) continue;
    if (value === held || (name === "rateLimit" && isSameLimit(id, value, held, findings)))
      continue;
    const message =
      held === undefined ? `the code has no ${name}.` : `its ${name} is "${held}" in the code.`;
    differs([name], message, held === undefined ? `leave out ${name}` : propertyText(name, held));
  }
  compareArgs(id, said, found, findings, differs);
  const [wanted, held] = [said.returns ?? "null", found.returns ?? "null"];
  const isLoose = findings.described.isLoose([...at, "returns"]);
  const isUnsaid = found.returns === undefined && !findings.described.hasAccess;
  if (isUnsaid || isSameAnswer(wanted, held, isLoose)) return;
  differs(["returns"], `it returns ${held} in the code.`, propertyText("returns", held));
}

type Differs = (part: readonly string[], message: string, line: string) => void;

function compareArgs(
  id: string,
  { args = {} }: FunctionDesign,
  { args: inCode = {} }: FunctionDesign,
  findings: Findings,
  differs: Differs,
): void {
  for (const [name, text] of Object.entries(args)) {
    const held = Object.hasOwn(inCode, name) ? inCode[name]! : null;
    if (held === null) {
      differs(["args", name], `it takes no argument "${name}" in the code.`, `leave out ${name}`);
      continue;
    }
    const isLoose = findings.described.isLoose(["functions", id, "args", name]);
    if (isSameText(text, held, isLoose)) continue;
    differs(["args", name], `the argument is "${held}" in the code.`, propertyText(name, held));
  }
  for (const [name, held] of Object.entries(inCode)) {
    if (Object.hasOwn(args, name)) continue;
    differs(
      ["args"],
      `it takes an argument "${name}", too, in the code.`,
      propertyText(name, held),
    );
  }
}

function isSameText(one: string, other: string, isLoose: boolean): boolean {
  const [a, b] = [comparedType(one, false), comparedType(other, false)];
  // What the grammar refuses is reported by its own rule.
  return a === null || b === null || isSameType(a, b, isLoose);
}

const WORDS = ["null", "row", "page"];

/** An answer that may be absent is null in code. */
function isSameAnswer(said: string, held: string, isLoose: boolean): boolean {
  if (said === held) return true;
  // A row is an object, which code says and the grammar has no word for.
  if (WORDS.includes(said) || WORDS.includes(held))
    return [said, held].includes("row") && [said, held].includes("custom");
  const nullable = (text: string) => text.replace(/^([^?=]*)\?/, "$1").replace("+nullable", "");
  return isSameText(nullable(said), nullable(held), isLoose);
}

/** `30/minute`, or the name of a limit that is that. */
function isSameLimit(
  id: string,
  said: string | undefined,
  held: string | undefined,
  { described: { rates } }: Findings,
): boolean {
  const rate = (text: string | undefined) => {
    if (text === undefined) return undefined;
    return Object.hasOwn(rates, text) && rates[text] !== null ? rates[text] : text;
  };
  const isOwn = said !== undefined && said.includes("/") && held === id;
  return rate(said) === rate(held) || (isOwn && rates[id] === said);
}
