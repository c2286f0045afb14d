// The list of functions: what each takes and answers, who may call it, what it reads, how it may fail.
import type { RateLimitConfig } from "@convex-dev/rate-limiter";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import type { AppFunction } from "./app-functions.ts";
import { type Facts, factsOf, sourceOf } from "./facts.ts";
import { fieldsText, pagesOf, table, typeText } from "./markdown.ts";
import type { Read } from "./reads.ts";
import type { SourceModule } from "./syntax.ts";

const intro = [
  "Every function by module. **Reads** says where a read starts and how many rows it takes; a page is at",
  `most ${PAGE_SIZE_MAX} rows. **Fails with** lists the codes that the function or what it calls may throw.`,
  "What finds the caller and counts rate limits is not repeated. A row of [access](access.md) tells who may.",
];

const columns = ["Function", "Who may call", "Takes", "Answers", "Reads", "Limit", "Fails with"];

/**
 * Writes the list of functions.
 * @param functions every function of the app
 * @param modules the source they are in
 * @param limits the rate limits by name
 * @returns pages by file name
 */
export function functionsPage(
  functions: readonly AppFunction[],
  modules: readonly SourceModule[],
  limits: Record<string, RateLimitConfig>,
): Map<string, string> {
  const source = sourceOf(modules);
  const sections = modules.flatMap((module) => {
    const rows = functions
      .filter((fn) => fn.module === module.name)
      .map((fn) => rowOf(fn, module, factsOf(source, fn.name, fn.isPublic), limits));
    if (rows.length === 0) return [];
    return [{ title: module.name, lines: [module.summary, "", ...table(columns, rows)] }];
  });
  return pagesOf("functions", "Functions", intro, sections);
}

function rowOf(
  fn: AppFunction,
  module: SourceModule,
  facts: Facts,
  limits: Record<string, RateLimitConfig>,
): string[] {
  const exported = fn.name.slice(fn.name.indexOf(":") + 1);
  const summary = summaryOf(module, exported);
  // What a library makes and a module only exports is the library's to tell of.
  if (summary === null)
    return [`\`${exported}\` ${fn.kind}`, callersOf(fn), ...columns.slice(2).map(() => "its own")];
  return [
    `\`${exported}\` ${fn.kind}: ${summary}`,
    callersOf(fn),
    code(fieldsText(fn.args)),
    code(typeText(fn.returns)),
    [...new Set(facts.reads.map(readText))].join("; ") || "–",
    limitText(fn, limits),
    codesOf(fn, facts).join(", ") || "–",
  ];
}

/** The doc comment right above an export; null when it is not written out, as with those of a library. */
function summaryOf({ program, docs, text }: SourceModule, exported: string): string | null {
  for (const statement of program.body) {
    const declarations: { id: { name?: string } }[] = statement.declaration?.declarations ?? [];
    if (!declarations.some(({ id }) => id.name === exported)) continue;
    for (const [end, doc] of docs) {
      if (end <= statement.start && text.slice(end, statement.start).trim() === "") {
        return doc.replace(/\.$/, "");
      }
    }
    return "";
  }
  return null;
}

function callersOf({ isPublic, policy }: AppFunction): string {
  if (!isPublic) return "other functions only";
  const access = policy?.access;
  if (access === undefined) return "anybody; the auth library decides";
  if (typeof access === "object") return `anybody: ${access.public}`;
  return access === "signedIn" ? "anybody signed in" : `\`${access}\``;
}

function limitText({ policy }: AppFunction, limits: Record<string, RateLimitConfig>): string {
  const limit = policy?.rateLimit && limits[policy.rateLimit];
  if (!limit) return "–";
  return `${limit.rate} in ${limit.period / 1000} s`;
}

function readText({ table, by, bound }: Read): string {
  const start = startText(table, by);
  return bound === "1" ? start : `${start}, ${bound}`;
}

function startText(table: string | null, by: string): string {
  if (by === "reference") return "what [refers](schema-removal-rules.md) to a row that goes";
  if (table === null)
    return `a table named at run time, by ${by.replace("by_creation_time", "creation time")}`;
  return by === "id" || by === "creation time" ? `${table} by ${by}` : `${table}.${by}`;
}

/** The codes of the function's own source, and of what its builder checks for it. */
function codesOf({ args, policy }: AppFunction, { codes }: Facts): string[] {
  const all = new Set(codes);
  if (args.type === "object" && Object.keys(args.value).length > 0) all.add("INVALID");
  if (typeof policy?.access === "string") all.add("UNAUTHENTICATED");
  if (typeof policy?.access === "string" && policy.access !== "signedIn") all.add("FORBIDDEN");
  if (policy?.rateLimit !== undefined) all.add("RATE_LIMITED");
  return [...all].sort();
}

function code(text: string): string {
  return text === "" ? "–" : `\`${text}\``;
}
