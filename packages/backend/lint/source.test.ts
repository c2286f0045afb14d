// @vitest-environment node
// Rules over the source of the backend: no index that nothing reads, no code of an error that nothing
// throws or no test expects, no action that is scheduled without a job, no way back from `model/`.
import { zid } from "@repo/validators/convex";
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { authTables } from "@convex-dev/auth/server";
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { errorCodes } from "@repo/validators/errors";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { internalAction, internalMutation } from "../convex/builders/functions.ts";
import { attemptArgs } from "../convex/model/platform/jobs.ts";
import { rateLimits } from "../convex/model/platform/rateLimits.ts";
import {
  type References,
  fieldsThatLeadTo,
  references,
} from "../convex/model/platform/references.ts";
import { type AppFunction, functionsOf } from "../reference/app-functions.ts";
import { type ExportedTable, exportedTables } from "../reference/exported-schema.ts";
import { codesThrown } from "../reference/facts.ts";
import { type IndexUse, indexUses } from "../reference/reads.ts";
import { scheduledIn } from "../reference/schedules.ts";
import {
  type Node,
  type SourceModule,
  calledName,
  parseModule,
  parseModules,
  pushedFiles,
  textOf,
  visitAll,
} from "../reference/syntax.ts";
import { assistantBareRemovals } from "../testing/assistant-lists.ts";

const convex = join(import.meta.dirname, "..", "convex");
const files = pushedFiles(convex);
const modules = parseModules(convex, files);

describe("indexes", () => {
  test("are each read by a function, or by the library that asks for them", () => {
    expect(unusedIndexes(exportedTables(), indexUses(modules))).toEqual([]);
  });

  test("that nothing reads are found", () => {
    const [notes] = exportedTables().filter(({ tableName }) => tableName === "notes");
    const extra = { indexDescriptor: "by_title", fields: ["title"] };
    const search = { indexDescriptor: "search_body", searchField: "body", filterFields: [] };
    const changed = { ...notes!, indexes: [...notes!.indexes, extra], searchIndexes: [search] };
    const unused = ["notes.by_title", "notes.search_body"];
    expect(unusedIndexes([changed], indexUses(modules))).toEqual(unused);
  });

  test("that look as if a reference needed them, and are not what it is read by, are found", () => {
    const index = (indexDescriptor: string) => ({ indexDescriptor, fields: ["x"] });
    const indexes = ["by_ownerId", "by_ownerId_and_title", "by_storageId"].map(index);
    const [notes] = exportedTables().filter(({ tableName }) => tableName === "notes");
    const map = {
      notes: {
        ownerId: { to: "users", onRemove: "cascade", index: "by_ownerId_and_title" },
        storageId: { to: "_storage" },
      },
    } as unknown as References;
    const unused = ["notes.by_ownerId", "notes.by_storageId"];
    expect(unusedIndexes([{ ...notes!, indexes, searchIndexes: [] }], [], map)).toEqual(unused);
  });
});

describe("the codes of errors", () => {
  const texts = () => {
    const folder = join(import.meta.dirname, "..", "tests");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const tests = names.filter((name) => name.endsWith(".test.ts"));
    return tests.map((name) => readFileSync(join(folder, name), "utf8"));
  };

  test("are each thrown, and there are no others", () => {
    expect(strayCodes(codesThrown(modules), errorCodes)).toEqual([]);
  });

  test("that nothing throws are found, and those that nobody knows", () => {
    const code = `throw appError("CONFLICT", "…"); throw appError(isHot ? "TEAPOT" : "INVALID", "…");`;
    const thrown = codesThrown([parseModule("notes.ts", code)]);
    expect(strayCodes(thrown, ["CONFLICT", "INVALID", "NOT_FOUND"])).toEqual([
      "NOT_FOUND",
      "TEAPOT",
    ]);
  });

  test("are each expected by a test of the functions", () => {
    expect(unexpectedCodes(errorCodes, texts())).toEqual([]);
  });

  test("that no test expects are found", () => {
    const tests = [`failsWith("CONFLICT")`, `code: "INVALID"`, `// NOT_FOUND`];
    const codes = ["CONFLICT", "INVALID", "NOT_FOUND"];
    expect(unexpectedCodes(codes, tests)).toEqual(["NOT_FOUND"]);
  });
});

describe("limits", () => {
  test("are each counted by a function", () => {
    expect(idleLimits(Object.keys(rateLimits), modules)).toEqual([]);
  });

  test("that nothing counts are found", () => {
    const used = `mutation({ rateLimit: "notes.create" }); countFor(ctx, "mails.to", to);`;
    const all = [
      parseModule(
        "model/platform/rateLimits.ts",
        `export const rateLimits = { "notes.create": {}, "old.one": {} };`,
      ),
      parseModule("notes.ts", used),
    ];
    const names = ["notes.create", "mails.to", "old.one"];
    expect(idleLimits(names, all)).toEqual(["old.one"]);
  });
});

/** Limits that no module names but the one which lists them. */
function idleLimits(names: readonly string[], all: readonly SourceModule[]): string[] {
  const used = new Set<string | null>();
  for (const { name, program } of all) {
    if (name !== "model/platform/rateLimits")
      visitAll(program, (node) => void used.add(textOf(node)));
  }
  return names.filter((name) => !used.has(name));
}

describe("what modules share", () => {
  test("knows nothing of those whose functions share it", async () => {
    const withFunctions = (await appFunctions()).map(({ module }) => module);
    expect(backwardImports(modules, withFunctions)).toEqual([]);
  });

  test("and does is found", () => {
    const text = `import { list } from "../notes"; import { clamp } from "../pagination.ts";`;
    const found = ["model/tasks notes"];
    const parsed = [parseModule("model/tasks.ts", text), parseModule("tasks.ts", text)];
    expect(backwardImports(parsed, ["notes", "tasks"])).toEqual(found);
  });
});

/** Imports of `lib/` and `model/` from modules with functions: each is called by Convex, and by nobody else. */
function backwardImports(all: readonly SourceModule[], withFunctions: readonly string[]): string[] {
  return all
    .filter(({ name }) => /^(lib|model)\//.test(name))
    .flatMap(({ name, program }) =>
      (program.body as Node[]).flatMap(({ type, source }) => {
        if (type !== "ImportDeclaration") return [];
        const path = posix.join(posix.dirname(name), source.value as string);
        const target = path.replace(/\.[jt]s$/, "");
        return withFunctions.includes(target) ? [`${name} ${target}`] : [];
      }),
    );
}

describe("rows that somebody may read", () => {
  // A table that is made tomorrow may refer to them, so their removal is never left to one place.
  test("apply the removal rules, outside the functions whose database applies them", () => {
    const isRead = (table: string) => (accessMatrix as AccessMatrix)[table]?.read !== undefined;
    expect(bareRemovals(modules, isRead)).toEqual(bareOnPurpose);
  });

  test("and go alone are found", () => {
    const text = `
      export const purge = internalMutation({ handler: async (ctx) => await ctx.db.delete("notes", x) });
      export const remove = mutation({ handler: async (ctx) => await ctx.db.delete("notes", x) });
      async function forget(ctx: MutationCtx) { await ctx.db.delete("notes", x); }
      function sweep(ctx: MutationCtx) { return ctx.db.delete("blobs", x); }`;
    const found = bareRemovals([parseModule("notes.ts", text)], (table) => table === "notes");
    expect(found).toEqual(["notes notes", "notes notes"]);
  });
});

/** Where a bare removal is right: a note that nothing refers to, and rows of a caller's own database. */
const bareOnPurpose = [
  ...assistantBareRemovals,
  "model/files/files files",
  "model/platform/removal removals",
];

/** Modules and tables of which they remove rows past `removeRow`, as only a caller's own database may. */
function bareRemovals(all: readonly SourceModule[], isRead: (table: string) => boolean): string[] {
  const found: string[] = [];
  for (const { name, program } of all) {
    const scoped: Node[] = [];
    visitAll(program, (node) => {
      if (node.type === "CallExpression" && calledName(node) === "mutation") scoped.push(node);
    });
    visitAll(program, (node) => {
      if (node.type !== "CallExpression" || calledName(node) !== "delete") return;
      const table = textOf(node.arguments[0]);
      const isScoped = scoped.some(({ start, end }) => start <= node.start && node.end <= end);
      if (table !== null && isRead(table) && !isScoped) found.push(`${name} ${table}`);
    });
  }
  return found;
}

async function appFunctions(): Promise<AppFunction[]> {
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  return await functionsOf(Object.fromEntries(files.map((file) => [`./${file}`, load(file)])));
}

describe("calls of models", () => {
  test("are made by modules that count them on somebody's budget", () => {
    expect(uncountedCalls(modules)).toEqual([]);
  });

  test("that nobody counts are found", () => {
    const call = `import { type Tool, embed as embedText, tool } from "ai"; embedText({});`;
    const counted = `import { embedOnBudget } from "./metering"; ${call}`;
    const parsed = [
      parseModule("model/free.ts", call),
      parseModule("model/counted.ts", counted),
      parseModule("model/tools.ts", `import { type ToolSet, tool } from "ai";`),
    ];
    expect(uncountedCalls(parsed)).toEqual(["model/free embed"]);
  });
});

/** What of the SDK calls a model. */
const callsOfModels = ["embed", "embedMany", "generateObject", "generateText", "streamText"];

/** Modules that call a model, and import nothing that counts it. */
function uncountedCalls(all: readonly SourceModule[]): string[] {
  return all.flatMap(({ name, program }) => {
    const imports = (program.body as Node[]).filter(({ type }) => type === "ImportDeclaration");
    const counts = imports.some(({ source }) => /(^|\/)metering$/.test(source.value as string));
    const ofSdk = imports.filter(({ source }) => source.value === "ai");
    const named = ofSdk.flatMap(({ specifiers }) => specifiers as Node[]);
    const called = named.map(({ imported }) => String(imported?.name));
    const uncounted = counts ? [] : called.filter((each) => callsOfModels.includes(each));
    return uncounted.map((each) => `${name} ${each}`);
  });
}

describe("actions that are scheduled", () => {
  // Convex runs them once at most, so what goes on after a failure is the job's business.
  test("make an attempt of a job", async () => {
    const [all, scheduled] = [await appFunctions(), scheduledIn(modules)];
    expect(scheduled.filter((name) => !all.some((fn) => fn.name === name))).toEqual([]);
    expect(withoutJob(all, scheduled)).toEqual([]);
  });

  test("without one are found", async () => {
    const code = `ctx.scheduler.runAfter(0, internal.mail.send, {}); crons.daily("x", {}, internal.mail.sort, {});
      ctx.scheduler.runAt(1, internal.deep.mail.attempt, {}); ctx.runAction(internal.mail.read, {});`;
    const scheduled = scheduledIn([parseModule("mail.ts", code)]);
    expect(scheduled).toEqual(["deep/mail:attempt", "mail:send", "mail:sort"]);
    const nothing = { returns: z.null(), handler: async () => null };
    const bare = { send: internalAction({ ...nothing, args: { jobId: zid("jobs") } }) };
    const fine = { attempt: internalAction({ ...nothing, args: attemptArgs }) };
    const sort = internalMutation({ ...nothing, args: {} });
    const all = await functionsOf({
      "./mail.ts": async () => ({ ...bare, sort }),
      "./deep/mail.ts": async () => fine,
    });
    expect(withoutJob(all, scheduled)).toEqual(["mail:send"]);
  });
});

/** Actions that run later, and could not tell a second run from the first. */
function withoutJob(all: readonly AppFunction[], scheduled: readonly string[]): string[] {
  const actions = all.filter(({ name, kind }) => kind === "action" && scheduled.includes(name));
  const takesAttempt = ({ args }: AppFunction) =>
    args.type === "object" && Object.keys(attemptArgs).every((name) => name in args.value);
  return actions.filter((fn) => !takesAttempt(fn)).map(({ name }) => name);
}

/** Codes that stand only where they are thrown, or only in the list. */
function strayCodes(thrown: readonly string[], known: readonly string[]): string[] {
  const all = new Set([...thrown, ...known]);
  return [...all].filter((code) => !thrown.includes(code) || !known.includes(code)).sort();
}

function unexpectedCodes(codes: readonly string[], tests: readonly string[]): string[] {
  return codes.filter((code) => !tests.some((text) => text.includes(`"${code}"`)));
}

/** Indexes that neither a function, nor the auth library, nor the removal of a row reads. */
function unusedIndexes(
  tables: readonly ExportedTable[],
  uses: readonly IndexUse[],
  map: References = references,
): string[] {
  const read = new Set([
    ...uses.map(({ table, index }) => `${table}.${index}`),
    ...readElsewhere(map),
  ]);
  return tables
    .flatMap(({ tableName, indexes, searchIndexes, vectorIndexes }) =>
      [...indexes, ...searchIndexes, ...vectorIndexes].map(
        ({ indexDescriptor }) => `${tableName}.${indexDescriptor}`,
      ),
    )
    .filter((index) => !read.has(index));
}

function readElsewhere(map: References): string[] {
  const ofLibrary = Object.entries(authTables).flatMap(([table, definition]) =>
    definition[" indexes"]().map(({ indexDescriptor }) => `${table}.${indexDescriptor}`),
  );
  // Removing a row finds those that refer to it.
  const ofReferences = exportedTables()
    .flatMap(({ tableName }) => fieldsThatLeadTo(tableName, map))
    .map(({ table, index }) => `${table}.${index}`);
  return [...ofLibrary, ...ofReferences];
}
