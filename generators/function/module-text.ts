// The code of a function, and of a module that is made for it.
import { numeral, quoted } from "../entity/print.ts";
import { importFragments } from "../lib/edit/import-names.ts";
import type { Fragment } from "../lib/model.ts";
import type { FunctionModel, Rows } from "./model.ts";
import { shapeText, valueText } from "./zod-text.ts";

const WIDTH = 100;

/** The function as a statement. */
export function functionText(model: FunctionModel): string {
  const { about, because, name, kind, args, returns, rateLimit } = model;
  const properties = [
    ...(because === null ? [] : [`  because: ${quoted(because)},`]),
    ...accessLine(model),
    ...(rateLimit === null ? [] : [`  rateLimit: ${JSON.stringify(rateLimit.name)},`]),
    objectLine("args", [
      ...args.map((field) => `${field.name}: ${shapeText(field).text}`),
      ...(returns.kind === "page" ? ["paginationOpts"] : []),
    ]),
    `  ${broken(`returns: ${returnsText(model)}`, 2)},`,
    handlerText(model),
  ];
  const remark = about === null ? [] : [`/** ${about} */`];
  return [...remark, `export const ${name} = ${kind}({`, ...properties, "});"].join("\n");
}

/** The imports that the function needs, one fragment for each name. */
export function functionImports(model: FunctionModel): Fragment[] {
  const { args, kind, returns, access, reads } = model;
  const readsRow = reads.length > 0 || returns.kind === "row";
  const texts = [
    `import { ${kind} } from "./functions";`,
    ...args.flatMap((field) => shapeText(field).imports),
    ...(returns.kind === "null" ? [`import { z } from "zod";`] : []),
    ...(returns.kind === "value" ? valueText(returns.field).imports : []),
    ...(returns.kind === "row" || returns.kind === "page" ? returns.shape.imports : []),
    ...(returns.kind === "page" && returns.scope === "either"
      ? [`import { scopeOf } from "./access";`]
      : []),
    ...(returns.kind === "page"
      ? [`import { clamp, pageOf, paginationOpts } from "./pagination";`]
      : []),
    ...(access.kind === "public" ? [`import { publicAccess } from "./access";`] : []),
    ...(readsRow ? [`import { getOrThrow } from "./rows";`] : []),
  ];
  const fragments = texts.flatMap(importFragments);
  return fragments.filter(
    ({ key }, index) => fragments.findIndex((other) => other.key === key) === index,
  );
}

function accessLine({ access }: FunctionModel): string[] {
  switch (access.kind) {
    case "internal":
      return [];
    case "signedIn":
      return [`  access: "signedIn",`];
    case "permission":
      return [`  access: ${JSON.stringify(access.permission)},`];
    case "public":
      return publicLines(quoted(access.why));
  }
}

function publicLines(why: string): string[] {
  const line = `  access: publicAccess(${why}),`;
  return line.length <= WIDTH ? [line] : ["  access: publicAccess(", `    ${why},`, "  ),"];
}

/** An object on one line where it fits, else a line for each property. */
function objectLine(name: string, properties: readonly string[]): string {
  const line = `  ${name}: {${properties.length > 0 ? ` ${properties.join(", ")} ` : ""}},`;
  if (line.length <= WIDTH) return line;
  const lines = properties.map((property) => `    ${broken(property, 4)},`);
  return [`  ${name}: {`, ...lines, "  },"].join("\n");
}

/** A property with its list of values a line each, where it is too long for one line. */
function broken(property: string, indent: number): string {
  const found = /^(.*z\.enum\(\[)(.*)(\]\).*)$/.exec(property);
  if (found === null || indent + property.length + 1 <= WIDTH) return property;
  const [, start = "", values = "", end = ""] = found;
  const space = " ".repeat(indent);
  const lines = values.split(", ").map((value) => `${space}  ${value},`);
  return [start, ...lines, space + end].join("\n");
}

function returnsText({ returns }: FunctionModel): string {
  switch (returns.kind) {
    case "null":
      return "z.null()";
    case "row":
      return returns.shape.text;
    case "page":
      return `pageOf(${returns.shape.text})`;
    case "value": {
      const { text } = shapeText({ ...returns.field, isOptional: false, default: null });
      return returns.field.isOptional ? `${text}.nullable()` : text;
    }
  }
}

function handlerText(model: FunctionModel): string {
  const { returns, reads } = model;
  const others = reads.filter(({ arg }) => returns.kind !== "row" || arg !== returns.arg);
  const { before, answer } = answerOf(model);
  const steps = [
    ...others.map(
      ({ arg, table }) => `await getOrThrow(ctx, ${JSON.stringify(table)}, args.${arg});`,
    ),
    ...before,
  ];
  const head = `  handler: async ${parametersOf([...steps, answer].join(" "))} =>`;
  if (steps.length > 0) {
    const last = answer === "null" ? [] : [`return ${answer};`];
    const body = [...steps, ...last].join("\n").split("\n");
    return [`${head} {`, ...body.map((line) => `    ${line}`), "  },"].join("\n");
  }
  const line = `${head} ${answer},`;
  if (line.length <= WIDTH && !line.includes("\n")) return line;
  return [head, `    ${answer.replaceAll("\n", "\n    ")},`].join("\n");
}

/** A handler that reads its arguments alone still takes the context first. */
function parametersOf(body: string): string {
  const usesContext = /\bctx\b/.test(body);
  if (/\bargs\b/.test(body)) return usesContext ? "(ctx, args)" : "(_ctx, args)";
  return usesContext ? "(ctx)" : "()";
}

/** What the handler answers, and the statements that lead to it. */
function answerOf({ returns }: FunctionModel): { before: string[]; answer: string } {
  switch (returns.kind) {
    case "null":
      return { before: [], answer: "null" };
    case "value":
      return { before: [], answer: returns.value };
    case "row": {
      const row = `await getOrThrow(ctx, ${JSON.stringify(returns.table)}, args.${returns.arg})`;
      return { before: [], answer: returns.isShown ? `await shown(ctx, ${row})` : row };
    }
    case "page":
      return pageAnswer(returns);
  }
}

function pageAnswer({ table, scope, ownColumn, isShown }: Rows): {
  before: string[];
  answer: string;
} {
  const query = `.query(${JSON.stringify(table)})`;
  const index = `.withIndex("by_${ownColumn}", (q) => q.eq("${ownColumn}", ctx.user._id))`;
  const paginate = `.paginate(clamp(args.paginationOpts))`;
  const before: string[] = [];
  let page = `await ctx.db${query}.order("desc")${paginate}`;
  if (scope === "own") {
    const calls = [query, index, `.order("desc")`, paginate];
    page = ["await ctx.db", ...calls.map((call) => `  ${call}`)].join("\n");
  } else if (scope === "either") {
    before.push(
      "const visible =",
      `  scopeOf(ctx.user, "${table}.read") === "all"`,
      `    ? ctx.db${query}`,
      `    : ctx.db${query}${index};`,
    );
    page = `await visible.order("desc")${paginate}`;
  }
  if (!isShown) return { before, answer: page };
  const shown = "{ ...found, page: await Promise.all(found.page.map((row) => shown(ctx, row))) }";
  return { before: [...before, `const found = ${page};`], answer: shown };
}

/** The limit as a property of `rateLimits`; null when there is none to add. */
export function rateLimitText({ rateLimit }: FunctionModel): string | null {
  if (rateLimit?.added == null) return null;
  const { times, unit } = rateLimit.added;
  const rate = numeral(times);
  const properties = [
    'kind: "token bucket"',
    `rate: ${rate}`,
    `period: ${unit.toUpperCase()}`,
    `capacity: ${rate}`,
  ];
  const line = `${quoted(rateLimit.name)}: { ${properties.join(", ")} }`;
  if (line.length + 3 <= WIDTH) return line;
  const lines = properties.map((property) => `  ${property},`);
  return [`${quoted(rateLimit.name)}: {`, ...lines, "}"].join("\n");
}
