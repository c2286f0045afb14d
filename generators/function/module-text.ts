// The code of a function, and of a module that is made for it.
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { pathToRoot } from "../repository/backend-modules.ts";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { Fragment } from "@groundwork/plop-engine/plan";
import type { FunctionModel, ReadArgument, Rows } from "./model.ts";
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
  const { args, kind, returns, access, reads, isWritten } = model;
  const root = pathToRoot(model.module);
  const readsRow = reads.some(({ by }) => by === "db");
  const texts = [
    `import { ${kind} } from "${root}builders/functions";`,
    ...args.flatMap((field) => shapeText(field).imports),
    ...(returns.kind === "null" ? [`import { z } from "zod";`] : []),
    ...(returns.kind === "value" ? valueText(returns.field).imports : []),
    ...(returns.kind === "row" || returns.kind === "page" ? returns.shape.imports : []),
    ...(isWritten && returns.kind === "page" && returns.scope === "either"
      ? [`import { scopeOf } from "${root}lib/access";`]
      : []),
    ...(returns.kind === "page"
      ? [`import { pageOf, paginationOpts } from "${root}lib/pagination";`]
      : []),
    ...(returns.kind === "page" && isWritten
      ? [`import { clamp } from "${root}lib/pagination";`]
      : []),
    ...(reads.some(({ by }) => by === "query")
      ? [`import { internal } from "${root}_generated/api";`]
      : []),
    ...(isWritten ? [] : [`import { notImplemented } from "${root}lib/errors";`]),
    ...(access.kind === "public" ? [`import { publicAccess } from "${root}lib/access";`] : []),
    ...(readsRow ? [`import { getOrThrow } from "${root}lib/rows";`] : []),
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
  return model.isWritten ? writtenHandler(model) : openHandler(model);
}

/** What can be known of the body: what its arguments name is there. The rest is for its owner. */
function openHandler({ module, name, reads }: FunctionModel): string {
  const body = [
    ...reads.flatMap((read) => readLine(read).split("\n")),
    `throw notImplemented(${JSON.stringify(`${module}.${name}`)});`,
  ];
  const head = `  handler: async ${parametersOf(body.join(" "))} =>`;
  return [`${head} {`, ...body.map((line) => `    ${line}`), "  },"].join("\n");
}

function readLine({ arg, table, holds, by, isOptional }: ReadArgument): string {
  const value = `args.${arg}`;
  if (by === "query") {
    const option = `${value} === undefined ? [] : [${value}]`;
    const list = isOptional ? `${value} ?? []` : value;
    const ids = { one: `[${value}]`, option, list }[holds];
    const given = [`table: ${JSON.stringify(table)}`, `ids: ${ids}`];
    return callLine("await ctx.runQuery(internal.users.assertSees, ", given);
  }
  const read = (id: string) => `await getOrThrow(ctx, ${JSON.stringify(table)}, ${id});`;
  if (holds === "one") return read(value);
  if (holds === "option") return `if (${value} !== undefined) ${read(value)}`;
  return `for (const id of ${value}${isOptional ? " ?? []" : ""}) ${read("id")}`;
}

/** A call with an object, on one line where it fits inside a handler. */
function callLine(start: string, properties: readonly string[]): string {
  const line = `${start}{ ${properties.join(", ")} });`;
  if (line.length + 4 <= WIDTH) return line;
  return [`${start}{`, ...properties.map((property) => `  ${property},`), "});"].join("\n");
}

function writtenHandler(model: FunctionModel): string {
  const { before, answer } = answerOf(model);
  const head = `  handler: async ${parametersOf([...before, answer].join(" "))} =>`;
  if (before.length > 0) {
    const body = [...before, `return ${answer};`].join("\n").split("\n");
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
  if (returns.kind === "page") return pageAnswer(returns);
  if (returns.kind !== "row") throw new TypeError(`There is no body that answers ${returns.kind}.`);
  const row = `await getOrThrow(ctx, ${JSON.stringify(returns.table)}, args.${returns.arg})`;
  return { before: [], answer: returns.isShown ? `await shown(ctx, ${row})` : row };
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
