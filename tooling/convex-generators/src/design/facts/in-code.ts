// What of a design the code has already: written by hand, or before the design.
import type { Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { livingRuns, tableOf } from "../../entity/model/runs.ts";
import { recordedTables } from "../../entity/recorded.ts";
import { readTables } from "../../repository/facts.ts";
import { describeBackend } from "../described/describe.ts";
import type { Design } from "../design.ts";
import { whereReadable } from "./readable.ts";

/** The sections whose entries a generator makes, and its command. */
const makers = {
  roles: "role",
  functions: "function",
  crons: "cron",
  jobs: "job",
  http: "http",
  emails: "email",
  pages: "page",
  components: "component",
  rag: "rag",
} as const;
type Section = keyof typeof makers;

export interface InCode {
  /** Whether a table is there that people wrote, so that nothing follows from the design. */
  isByHand: (table: string) => boolean;
  /** Whether a table was there before the design. */
  hasTable: (table: string) => boolean;
  /** Whether an entry of the design was. */
  has: (section: Section, key: string) => boolean;
}

/**
 * Reads what the code has.
 * @param code the repository, in which the design may not be applied yet
 */
export function inCode(code: Tree): InCode {
  const tables = new Set(whereReadable(() => readTables(code)) ?? []);
  const recorded = new Set(recordedTables(code));
  const runs = livingRuns(readRuns(code));
  const made = new Set(runs.map(({ command, input }) => `${command} ${keyOf(command, input)}`));
  // Takes its time, and only the plan asks for it.
  let described: Partial<Design> | undefined;
  const design = () => {
    described ??= whereReadable(() => describeBackend(code))?.design ?? {};
    return described;
  };
  return {
    isByHand: (table) => tables.has(table) && !recorded.has(table),
    hasTable: (table) => tables.has(table) && !made.has(`entity ${table}`),
    has: (section, key) =>
      Object.hasOwn(design()[section] ?? {}, key) && !made.has(`${makers[section]} ${key}`),
  };
}

/** What the design calls that which a run made. */
function keyOf(command: string, input: unknown): string {
  const { name, title, method, path, component, table } = input as Record<string, string>;
  if (command === "entity") return tableOf(input as { name: string }) ?? "";
  if (command === "http") return `${method} ${path}`;
  if (command === "component") return component!;
  return title ?? name ?? path ?? table ?? "";
}
