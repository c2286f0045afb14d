// What of a design the code has already: written by hand, or before the design.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { livingRuns, tableOf } from "../../entity/model/runs.ts";
import { describeBackend } from "../described/describe.ts";
import { tableOfEntity } from "../described/entities.ts";
import type { Described } from "../described/described.ts";
import type { Design } from "../design.ts";

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
  const described = describedIn(code);
  const { design, generated } = described ?? {
    design: {} as Partial<Design>,
    generated: new Set(),
  };
  const tables = new Map(
    Object.entries(design.entities ?? {}).map(([key, entity]) => [tableOfEntity(key, entity), key]),
  );
  const runs = livingRuns(readRuns(code));
  const made = new Set(runs.map(({ command, input }) => `${command} ${keyOf(command, input)}`));
  return {
    isByHand: (table) => tables.has(table) && !generated.has(tables.get(table)!),
    hasTable: (table) => tables.has(table) && !made.has(`entity ${table}`),
    has: (section, key) =>
      Object.hasOwn(design[section] ?? {}, key) && !made.has(`${makers[section]} ${key}`),
  };
}

function describedIn(code: Tree): Described | null {
  try {
    return describeBackend(code);
  } catch (error) {
    if (error instanceof GeneratorError) return null;
    throw error;
  }
}

/** What the design calls that which a run made. */
function keyOf(command: string, input: unknown): string {
  const { name, title, method, path, component, table } = input as Record<string, string>;
  if (command === "entity") return tableOf(input as { name: string }) ?? "";
  if (command === "http") return `${method} ${path}`;
  if (command === "component") return component!;
  return title ?? name ?? path ?? table ?? "";
}
