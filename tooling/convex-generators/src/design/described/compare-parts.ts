// The other parts of a design against the code: schedules, routes, components, variables, roles and the rest.
import type { Design } from "../design.ts";
import { type Findings, applyCommand, propertyText } from "./findings.ts";

type Values = Readonly<Record<string, unknown>>;

/** How a section of the design is compared. */
interface Section {
  name:
    "roles" | "crons" | "http" | "components" | "environment" | "emails" | "rag" | "jobs" | "pages";
  /** What one of it is called in a sentence. */
  what: string;
  codes: { lacking: string; differs: string; undesigned: string };
  /** What of an entry code says, so that it can differ. */
  compared: readonly string[];
  /** A value in the form in which it is compared. */
  plain?: (name: string, value: unknown) => unknown;
  /** Whether only what the design says is compared: code has more to say than people design. */
  isLenient?: boolean;
}

const listed = (value: unknown) =>
  Array.isArray(value) ? (value as string[]).toSorted().join(" ") : value;

const sections: readonly Section[] = [
  {
    name: "roles",
    what: "role",
    codes: { lacking: "ROLE_LACKING", differs: "ROLE_DIFFERS", undesigned: "ROLE_UNDESIGNED" },
    compared: ["team", "extends", "grant", "without"],
    plain: (name, value) => (name === "extends" ? (value ?? "member") : listed(value)),
  },
  {
    name: "crons",
    what: "cron",
    codes: { lacking: "CRON_LACKING", differs: "CRON_DIFFERS", undesigned: "CRON_UNDESIGNED" },
    compared: ["every", "daily", "weekly", "cron", "runs"],
    plain: (name, value) => (name === "every" ? secondsIn(String(value ?? "")) : value),
  },
  {
    name: "http",
    what: "route",
    codes: { lacking: "ROUTE_LACKING", differs: "ROUTE_DIFFERS", undesigned: "ROUTE_UNDESIGNED" },
    compared: ["signature", "auth", "runs", "limit", "cors"],
    isLenient: true,
  },
  {
    name: "components",
    what: "component",
    codes: {
      lacking: "COMPONENT_LACKING",
      differs: "COMPONENT_DIFFERS",
      undesigned: "COMPONENT_UNDESIGNED",
    },
    compared: ["name"],
    isLenient: true,
  },
  {
    name: "environment",
    what: "environment variable",
    codes: {
      lacking: "VARIABLE_LACKING",
      differs: "VARIABLE_DIFFERS",
      undesigned: "VARIABLE_UNDESIGNED",
    },
    compared: ["required"],
    plain: (_name, value) => value ?? false,
  },
  {
    name: "emails",
    what: "e-mail",
    codes: { lacking: "EMAIL_LACKING", differs: "EMAIL_DIFFERS", undesigned: "EMAIL_UNDESIGNED" },
    compared: ["optional"],
    plain: (_name, value) => value ?? false,
  },
  {
    name: "rag",
    what: "table of the knowledge",
    codes: { lacking: "RAG_LACKING", differs: "RAG_DIFFERS", undesigned: "RAG_UNDESIGNED" },
    compared: ["text"],
    isLenient: true,
  },
  {
    name: "jobs",
    what: "job",
    codes: { lacking: "JOB_LACKING", differs: "JOB_DIFFERS", undesigned: "JOB_UNDESIGNED" },
    compared: ["of", "calls", "access"],
  },
  {
    name: "pages",
    what: "page",
    codes: { lacking: "PAGE_LACKING", differs: "PAGE_DIFFERS", undesigned: "PAGE_UNDESIGNED" },
    compared: ["query", "mutation", "under"],
  },
];

/** Adds what differs of everything but entities and functions. */
export function compareParts(design: Design, findings: Findings): void {
  for (const section of sections) compareSection(section, design, findings);
}

function compareSection(section: Section, design: Design, findings: Findings): void {
  const { name, what, codes } = section;
  const said = (design[name] ?? {}) as Readonly<Record<string, Values>>;
  const held = (findings.described.design[name] ?? {}) as Readonly<Record<string, Values>>;
  for (const [key, entry] of Object.entries(said)) {
    const found = Object.hasOwn(held, key) ? held[key]! : null;
    if (found !== null) compareEntry(section, key, [entry, found], findings);
    else {
      const message = `the code has no ${what} "${key}".`;
      findings.designed(
        codes.lacking,
        [name, key],
        message,
        makes.includes(name) || (name === "environment" && comesAlong(key, design, findings))
          ? applyCommand
          : `Add it to the code, or take it out of the design.`,
      );
    }
  }
  for (const [key, entry] of Object.entries(held)) {
    if (Object.hasOwn(said, key)) continue;
    const message = `the design does not name the ${what} "${key}".`;
    findings.undesigned(codes.undesigned, [name, key], { message, value: entry });
  }
}

/** Sections whose entries a generator makes. */
const makes: readonly string[] = sections
  .map(({ name }) => name)
  .filter((name) => name !== "environment");

/** Whether a route or a job that is still to be made brings a variable along: `hmac:PAYMENT_SECRET`. */
function comesAlong(variable: string, { http, jobs }: Design, { described }: Findings): boolean {
  const held = { ...described.design.http, ...described.design.jobs };
  return Object.entries({ ...http, ...jobs }).some(
    ([key, entry]) =>
      !Object.hasOwn(held, key) &&
      Object.values(entry).some((value) => String(value).split(":").includes(variable)),
  );
}

function compareEntry(
  { name, what, codes, compared, plain = (_name, value) => value, isLenient }: Section,
  key: string,
  [said, found]: readonly [Values, Values],
  findings: Findings,
): void {
  for (const part of compared) {
    if (isLenient === true && said[part] === undefined) continue;
    const [wanted, held] = [plain(part, said[part]), plain(part, found[part])];
    if (wanted === held) continue;
    const value = found[part];
    const message =
      value === undefined
        ? `the ${what} "${key}" has no ${part} in the code.`
        : `the ${what} "${key}" has ${part} ${JSON.stringify(value)} in the code.`;
    const line = value === undefined ? `leave out ${part}` : propertyText(part, value);
    const place = findings.placeOf([name, key]);
    findings.designed(
      codes.differs,
      [name, key, part],
      message,
      `Change ${place}, or write what it says: ${line}`,
    );
  }
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsIn(text: string): number {
  const [, count = "0", unit = "s"] = /^(\d+)([smhd])$/.exec(text.trim()) ?? [];
  return Number(count) * units[unit]!;
}
