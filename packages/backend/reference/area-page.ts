// The page of an area: the functions of its modules, then its tables and what reads each index.
import type { RateLimitConfig } from "@convex-dev/rate-limiter";
import type { References } from "../convex/model/platform/references.ts";
import type { AppFunction } from "./app-functions.ts";
import type { Area, KnownFunction } from "./areas.ts";
import type { ExportedTable } from "./exported-schema.ts";
import { type Section, pageOf, table } from "./markdown.ts";
import type { NamedTypes } from "./named-types.ts";
import { indexesOf } from "./tables-page.ts";
import { argumentsText, returnsText } from "./type-text.ts";

/** A module, with what it exports. */
export interface KnownModule {
  name: string;
  /** The comment at its start. */
  summary: string;
  functions: readonly KnownFunction[];
}

/** What every area's page is made from. */
export interface AreaFacts {
  limits: Record<string, RateLimitConfig>;
  types: NamedTypes;
  references: References;
  /** Every function of the app, to say what reads an index. */
  functions: readonly KnownFunction[];
}

/** Codes that the other columns imply: access, arguments, ids, a limit. */
const IMPLIED = new Set(["UNAUTHENTICATED", "FORBIDDEN", "INVALID", "NOT_FOUND", "RATE_LIMITED"]);
/** More readers of an index than this are counted, not named. */
const READERS_NAMED = 6;

/**
 * Writes the page of an area.
 * @param area null for functions that belong to no table
 * @param modules those of the area
 * @param tables those of the area
 */
export function areaPage(
  area: Area | null,
  modules: readonly KnownModule[],
  tables: readonly ExportedTable[],
  facts: AreaFacts,
): string {
  const about = area ? `${area.summary}.` : "Functions that belong to no table.";
  const file = area ? ` Tables: \`packages/backend/convex/tables/${area.name}.ts\`.` : "";
  return pageOf(
    area?.title ?? "Other functions",
    [`${about}${file}`],
    [
      ...modules.map((module) => moduleSection(module, facts)),
      ...tables.map((each) => tableSection(each, facts)),
    ],
  );
}

function moduleSection({ name, summary, functions }: KnownModule, facts: AreaFacts): Section {
  const open = functions.filter(({ fn }) => fn.isPublic);
  const internal = functions.filter(({ fn }) => !fn.isPublic);
  const clients = table(
    ["Function", "Who may call", "Takes", "Returns", "Limit", "Fails with"],
    open.map((each) => [
      nameCell(each),
      callersOf(each.fn),
      code(argumentsText(each.fn.args)),
      each.summary === null ? "–" : returnsText(each.fn.returns, facts.types),
      limitText(each.fn, facts.limits),
      each.facts.codes.filter((code) => !IMPLIED.has(code)).join(", ") || "–",
    ]),
  );
  const others = table(
    ["Internal function", "Takes"],
    internal.map((each) => [nameCell(each), code(argumentsText(each.fn.args))]),
  );
  const gap = clients.length > 0 && others.length > 0 ? [""] : [];
  return {
    title: `Module \`${name}\``,
    lines: [...(summary === "" ? [] : [summary, ""]), ...clients, ...gap, ...others],
  };
}

function nameCell({ fn, summary }: KnownFunction): string {
  const exported = fn.name.slice(fn.name.indexOf(":") + 1);
  return `\`${exported}\` ${fn.kind}${summary ? `: ${summary}` : ""}`;
}

function callersOf({ policy }: AppFunction): string {
  const access = policy?.access;
  if (access === undefined) return "anybody; the auth library decides";
  if (typeof access === "object") return `anybody: ${access.public}`;
  return access === "signedIn" ? "signed in" : `\`${access}\``;
}

function limitText({ policy }: AppFunction, limits: Record<string, RateLimitConfig>): string {
  const limit = policy?.rateLimit && limits[policy.rateLimit];
  return limit ? `${limit.rate} in ${limit.period / 1000} s` : "–";
}

function tableSection(each: ExportedTable, { references, functions }: AreaFacts): Section {
  const name = each.tableName;
  const targets = Object.entries(references[name as keyof References] ?? {}).map(
    ([field, { to, ...rest }]) =>
      `\`${field}\` to ${to === "_storage" ? "a stored file" : `\`${to}\` (${"onRemove" in rest ? rest.onRemove : "cascade"})`}`,
  );
  const rows = indexesOf(each).map(({ name: index, on }) => [
    `\`${index}\``,
    on,
    readersOf(functions, name, index),
  ]);
  return {
    title: `Table \`${name}\``,
    lines: [
      ...(targets.length > 0 ? [`Refers by ${targets.join(", ")}.`, ""] : []),
      ...table(["Index", "On", "Read by"], rows),
    ],
  };
}

/** The functions that read an index, each with how many rows it takes. */
function readersOf(functions: readonly KnownFunction[], table: string, index: string): string {
  const readers = functions.flatMap(({ fn, facts }) => {
    const reads = facts.reads.filter((read) => read.table === table && read.by === index);
    if (reads.length === 0) return [];
    const bounds = [...new Set(reads.map(({ bound }) => bound))].filter((bound) => bound !== "1");
    return [`\`${fn.name}\`${bounds.length > 0 ? ` (${bounds.join(", ")})` : ""}`];
  });
  if (readers.length > READERS_NAMED) return `${readers.length} functions`;
  return readers.join(", ") || "–";
}

function code(text: string): string {
  return text === "" ? "–" : `\`${text}\``;
}
