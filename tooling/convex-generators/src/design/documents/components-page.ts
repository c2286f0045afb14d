// What the app has beside tables and functions, and why: components, storage, background work, routes, knowledge.
import type { Design } from "../design.ts";
import type { EntityFacts } from "../facts/entities.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { type Section, bullets, code, pageOf, prose, sentence, table } from "./markdown.ts";

/** Writes the page of components and background work. */
export function componentsPage({ design, entities }: DesignFacts): string {
  const sections = sectionsOf(design, entities);
  const unused = sections.filter(({ lines }) => lines.length === 0).map(({ title }) => title);
  return pageOf(
    "Components and background work",
    [
      "What the app has beside tables and functions. Sign-in, files, crons and rate limits come with the template.",
      ...(unused.length === 0
        ? []
        : [`The design adds none of these: ${unused.join(", ").toLowerCase()}.`]),
    ],
    sections,
  );
}

function sectionsOf(design: Design, entities: readonly EntityFacts[]): Section[] {
  return [
    { title: "Components", lines: componentLines(design) },
    { title: "Storage", lines: bullets(entities.flatMap(storageLine)) },
    { title: "Crons", lines: cronLines(design) },
    { title: "Jobs", lines: jobLines(design) },
    { title: "HTTP routes", lines: httpLines(design) },
    { title: "E-mails", lines: emailLines(design) },
    { title: "Pages", lines: pageLines(design) },
    { title: "Knowledge", lines: bullets(Object.entries(design.rag ?? {}).map(ragLine)) },
    { title: "Memory", lines: memoryLines(design) },
  ];
}

function componentLines({ components = {} }: Design): string[] {
  return table(
    ["Component", "Why the app has it"],
    Object.entries(components).map(([name, { because, package: from }]) => [
      ...[from === undefined ? code(name) : `${code(name)} of ${code(from)}`, sentence(because)],
    ]),
  );
}

function storageLine({ table: name, fields }: EntityFacts): string[] {
  const files = fields.filter(({ field }) => field?.type === "file");
  if (files.length === 0) return [];
  return [
    `${code(name)}: ${files.map((file) => code(file.name)).join(", ")}. The bytes are in file storage, and leave it with the row.`,
  ];
}

function cronLines({ crons = {} }: Design): string[] {
  return table(
    ["Cron", "When", "Runs"],
    Object.entries(crons).map(([title, { runs, every, daily, weekly, cron }]) => {
      const when = [
        every && `every ${every}`,
        daily && `daily at ${daily}`,
        weekly && `weekly, ${weekly}`,
        cron && code(cron),
      ];
      return [prose(title), when.filter((part) => part !== undefined).join(", "), code(runs)];
    }),
  );
}

function jobLines({ jobs = {} }: Design): string[] {
  return table(
    ["Job", "About a row of", "Calls", "Started by", "Attempts"],
    Object.entries(jobs).map(([name, job]) => [
      ...[code(name), code(job.of), `the service at ${code(job.calls)}`],
      ...[job.access === undefined ? "other functions" : prose(job.access), job.attempts ?? "–"],
    ]),
  );
}

function httpLines({ http = {} }: Design): string[] {
  return table(
    ["Route", "Who may call", "Calls", "Limit"],
    Object.entries(http).map(([route, { signature, auth, public: why, runs, limit }]) => {
      const who = [
        signature && `signed: ${code(signature)}`,
        auth && code(auth),
        why && `everybody: ${prose(why)}`,
      ];
      return [
        ...[code(route), who.filter((part) => part !== undefined).join(", ") || "–"],
        ...[runs === undefined ? "–" : code(runs), limit ?? "–"],
      ];
    }),
  );
}

function emailLines({ emails = {} }: Design): string[] {
  return table(
    ["E-mail", "Subject", "Names"],
    Object.entries(emails).map(([name, { subject, values = {} }]) => [
      ...[code(name), prose(subject ?? "–"), Object.keys(values).map(code).join(", ") || "–"],
    ]),
  );
}

function pageLines({ pages = {} }: Design): string[] {
  return table(
    ["Page", "Who may open it", "Shows", "Sends"],
    Object.entries(pages).map(([path, { under, query, mutation }]) => [
      ...[
        code(path),
        under,
        query === undefined ? "–" : code(query),
        mutation === undefined ? "–" : code(mutation),
      ],
    ]),
  );
}

function ragLine([name, { text }]: [string, { text?: string }]): string {
  const which =
    text === undefined
      ? "every text"
      : text
          .split(",")
          .map((one) => code(one.trim()))
          .join(", ");
  return `Rows of ${code(name)} answer questions, from ${which}.`;
}

function memoryLines({ memory }: Design): string[] {
  if (memory === undefined) return [];
  const tables = (memory.tables ?? []).map(code);
  return [
    `${sentence(memory.strategy)}${tables.length === 0 ? "" : ` Tables: ${tables.join(", ")}.`}`,
  ];
}
