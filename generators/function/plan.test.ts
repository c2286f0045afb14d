import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { layout } from "../repository/layout.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { after, codesOf, fragment, textOf } from "../test/plans.ts";
import { templateTree } from "../test/repository.ts";
import type { FunctionInput } from "./input.ts";
import { planFunction } from "./plan.ts";

const root = dirname(dirname(import.meta.dirname));
const tree = templateTree();

const archive: FunctionInput = {
  name: "notes.archive",
  kind: "mutation",
  args: ["id:ref(notes)", "reason:string(1..200)?"],
  access: "notes.update",
  rateLimit: "30/minute",
  about: "Puts a note away",
};

const codes = (input: FunctionInput, of: Tree = tree) => codesOf(() => planFunction(input, of));

test("a function of an existing module reads like those around it", () => {
  const plan = planFunction(archive, tree);
  expect(plan.files.map(({ path }) => path)).toEqual([
    layout.backendModule("notes"),
    layout.backendTest("notes"),
    layout.rateLimits,
  ]);
  expect(fragment(plan, layout.backendModule("notes"), "functionExport")).toBe(
    [
      "/** Puts a note away. */",
      "export const archive = mutation({",
      '  access: "notes.update",',
      '  rateLimit: "notes.archive",',
      '  args: { id: zid("notes"), reason: z.string().trim().min(1).max(200).optional() },',
      "  returns: z.null(),",
      "  handler: async (ctx, args) => {",
      '    await getOrThrow(ctx, "notes", args.id);',
      '    throw notImplemented("notes.archive");',
      "  },",
      "});",
    ].join("\n"),
  );
  expect(fragment(plan, layout.rateLimits, "rateLimit")).toBe(
    '"notes.archive": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 }',
  );
});

test("a function of a new module brings the module, its test and its types", () => {
  const input: FunctionInput = { name: "reports.total", kind: "query", access: "signedIn" };
  const plan = planFunction(input, tree);
  expect(textOf(plan, layout.backendModule("reports"))).toBe(
    [
      "// Functions of reports.",
      'import { z } from "zod";',
      'import { query } from "./builders/functions";',
      'import { notImplemented } from "./lib/errors";',
      "",
      "export const total = query({",
      '  access: "signedIn",',
      "  args: {},",
      "  returns: z.null(),",
      "  handler: async () => {",
      '    throw notImplemented("reports.total");',
      "  },",
      "});",
      "",
    ].join("\n"),
  );
  expect(textOf(plan, layout.apiTypes)).toContain("  reports: typeof reports;\n");
  expect(plan.files.find(({ path }) => path === layout.backendTest("reports"))).toMatchObject({
    protected: true,
  });
});

test("nothing that is in a module is disturbed, by a first function or a second", () => {
  const first = planFunction(archive, tree);
  const second = planFunction(
    { ...archive, name: "notes.restore", rateLimit: "5/hour" },
    after(first, tree),
  );
  for (const plan of [first, second]) expect(() => verifyPlan(plan, [])).not.toThrow();
  for (const path of [layout.backendModule("notes"), layout.backendTest("notes")]) {
    const lines = new Set(textOf(second, path).split("\n"));
    const gone = tree
      .read(path)!
      .split("\n")
      .filter((line) => !lines.has(line));
    expect(gone.every((line) => line.startsWith("import "))).toBe(true);
  }
  expect(textOf(second, layout.backendModule("notes"))).toContain("export const archive = ");
});

test("the same function again changes nothing, another one of its name is refused", () => {
  const there = after(planFunction(archive, tree), tree);
  expect(planFunction(archive, there).files).toEqual([]);
  expect(codes({ ...archive, args: [] }, there)).toEqual(["3 EXPORT_TAKEN"]);
  // As an entity's own functions are there, without the test that this generator would write.
  const test = layout.backendTest("notes");
  const untested = { ...there, read: (path: string) => (path === test ? tree : there).read(path) };
  expect(codes(archive, untested)).toEqual(["3 EXPORT_TAKEN"]);
  expect(codes({ ...archive, rateLimit: "5/hour" }, there)).toEqual(["3 RATE_LIMIT_TAKEN"]);
  expect(codes({ ...archive, name: "notes.list", rateLimit: "5/hour" })).toEqual([
    "3 EXPORT_TAKEN",
  ]);
});

test("a test file that would grow too long is left alone, and the function gets one of its own", () => {
  const path = layout.backendTest("notes");
  const long: Tree = {
    list: tree.list,
    read: (asked) =>
      asked === path ? tree.read(path)! + "// line\n".repeat(400) : tree.read(asked),
  };
  const plan = planFunction(archive, long);
  const own = layout.backendTest("notes.archive");
  expect(plan.files.map(({ path }) => path)).toContain(own);
  expect(plan.files.map(({ path }) => path)).not.toContain(path);
  expect(planFunction(archive, after(plan, long)).files).toEqual([]);
});

describe("rows of the module's own table", () => {
  const recent: FunctionInput = {
    name: "notes.recent",
    kind: "query",
    returns: "page",
    access: "notes.read",
  };
  const withText = (path: string, change: (text: string) => string): Tree => ({
    list: tree.list,
    read: (asked) => (asked === path ? change(tree.read(path)!) : tree.read(asked)),
  });
  const bodyOf = (input: FunctionInput, of: Tree) =>
    fragment(planFunction(input, of), layout.backendModule("notes"), "functionExport");

  test("are those of the caller, where a role reads its own", () => {
    expect(bodyOf(recent, tree)).toContain('.withIndex("by_ownerId", (q) => q.eq("ownerId"');
  });

  test("are chosen by scope, where some roles read all", () => {
    const mixed = withText(layout.accessOf("notes"), (text) =>
      text.replace(
        'read: { member: "own", admin: "own" }',
        'read: { member: "own", admin: "all" }',
      ),
    );
    expect(bodyOf(recent, mixed)).toContain('scopeOf(ctx.user, "notes.read") === "all"');
    expect(bodyOf(recent, mixed)).toContain("return await visible");
  });

  test("are shown as the module shows them", () => {
    const path = layout.backendModule("notes");
    const showing = withText(path, (text) => `${text}\nasync function shown() {}\n`);
    const row: FunctionInput = { ...recent, args: ["id:ref(notes)"], returns: "row" };
    expect(bodyOf(row, showing)).toContain(
      'await shown(ctx, await getOrThrow(ctx, "notes", args.id))',
    );
    expect(bodyOf(recent, showing)).toContain("found.page.map((row) => shown(ctx, row))");
  });

  test("are whole for other functions", () => {
    const internal: FunctionInput = { name: "notes.all", kind: "internalQuery", returns: "page" };
    expect(bodyOf(internal, tree)).toContain(
      'pageOf(z.object(withSystemFields("notes", note.shape)))',
    );
  });

  test("are refused to whom may not read them", () => {
    const closed = withText(layout.accessOf("notes"), (text) =>
      text.replace('read: { member: "own", admin: "own" }', 'read: { admin: "all" }'),
    );
    expect(codes({ ...recent, access: "signedIn" }, closed)).toEqual(["2 RETURNS_ROW"]);
  });
});

test("a comment says what is answered, or what was said, and never just the name", () => {
  const path = layout.backendModule("notes");
  const remarkOf = (more: Partial<FunctionInput>) => {
    const input: FunctionInput = {
      name: "notes.peek",
      kind: "query",
      access: "notes.read",
      ...more,
    };
    return /^\/\*\* (.*) \*\/$/m.exec(
      fragment(planFunction(input, tree), path, "functionExport"),
    )?.[1];
  };
  expect(remarkOf({})).toBeUndefined();
  expect(remarkOf({ about: "Looks once" })).toBe("Looks once.");
  expect(remarkOf({ returns: "row", args: ["id:ref(notes)"] })).toBe("One note.");
  const page = "notes, the newest first, a page at a time.";
  expect(remarkOf({ returns: "page" })).toBe(`The caller's ${page}`);
  expect(remarkOf({ returns: "page", kind: "internalQuery", access: undefined })).toBe(
    `All ${page}`,
  );
});

test("an action that clients call says why in the words that were given, an internal one does not", async () => {
  const send: FunctionInput = {
    name: "reports.send",
    kind: "action",
    access: "signedIn",
    rateLimit: "5/day",
    because: 'the service says "done" at once',
  };
  const path = layout.backendModule("reports");
  expect(textOf(await formatPlan(root, planFunction(send, tree)), path)).toContain(
    "  because: 'the service says \"done\" at once',\n",
  );
  const internal: FunctionInput = { name: "reports.send", kind: "internalAction" };
  expect(textOf(planFunction(internal, tree), path)).not.toContain("because");
});

test("a function that reads a row for its caller tests that of somebody else", () => {
  const block = fragment(planFunction(archive, tree), layout.backendTest("notes"), "testBlock");
  for (const title of [
    "Puts a note away",
    "is refused when signed out",
    "does not know of another person's row",
    "does not know of a row that is gone",
    "a bad %s is refused (%#)",
  ]) {
    expect(block).toContain(`"${title}"`);
  }
});

describe("a test leans on its file", () => {
  const path = layout.backendTest("notes");
  const blockOf = (input: FunctionInput, of: Tree) =>
    fragment(planFunction(input, of), path, "testBlock");
  const changed = (change: (text: string) => string): Tree => ({
    list: tree.list,
    read: (asked) => (asked === path ? change(tree.read(path)!) : tree.read(asked)),
  });

  test("for the app and the people that it signs in, and hides none of its names", () => {
    const block = blockOf(archive, tree);
    expect(block).toContain("bob.mutation(api.notes.archive, args)");
    expect(block).not.toMatch(/let (app|ann|input)\b|const bob|initTest|signedInAs| as Id/);
  });

  test("but starts its own where the file puts in rows before each test", () => {
    const busy = changed((text) =>
      text.replace("  app = initTest();", "  app = initTest();\n  await app.run(async () => {});"),
    );
    const block = blockOf(archive, busy);
    expect(block).toContain("  let app: TestApp;\n  let ann: Person;\n");
    expect(block).toContain('    const bob = await signedInAs(app, "member");\n');
  });

  test("and does with somebody else of a role that may call it", () => {
    const admins = changed((text) =>
      text.replace('bob = await signedInAs(app, "member")', 'bob = await signedInAs(app, "admin")'),
    );
    expect(blockOf(archive, admins)).toContain(
      '    const another = await signedInAs(app, "member");\n    const refused = another.mutation',
    );
  });

  test("a page is looked at by those who read all and by those who read their own", () => {
    const mixed: Tree = {
      list: tree.list,
      read: (asked) => {
        const text = tree.read(asked);
        return asked === layout.accessOf("notes")
          ? text!.replace(
              'read: { member: "own", admin: "own" }',
              'read: { member: "own", admin: "all" }',
            )
          : text;
      },
    };
    const recent: FunctionInput = {
      name: "notes.recent",
      kind: "query",
      returns: "page",
      access: "notes.read",
    };
    const block = blockOf(recent, mixed);
    expect(block).toContain("expect(found.page.map((row) => row._id)).toEqual([third, first]);");
    expect(block).toContain(
      "expect(others.page.map((row) => row._id)).toEqual([third, second, first]);",
    );
  });
});

describe("what is planned is laid out as the formatter has it", () => {
  const everyArgument =
    "a:string(2..30) b:text(..9000) c:email d:url e:int(-5..70000) f:number(0..1.5) g:bool=true " +
    'h:date i:enum(one,two) j:ref(notes) k:file? l:string(1..5)[1..3] n:string="say \\"hi\\""';
  const long = "anExtremelyLongNameThatGoesOnAndOnAndOn";
  const inputs: FunctionInput[] = [
    archive,
    { name: "notes.recent", kind: "query", returns: "page", access: "notes.read" },
    {
      name: "notes.one",
      kind: "query",
      args: ["id:ref(notes)"],
      returns: "row",
      access: "notes.read",
    },
    { name: "notes.every", kind: "internalQuery", returns: "page" },
    { name: "notes.wide", kind: "mutation", args: [everyArgument], access: "notes.update" },
    { name: "reports.people", kind: "query", access: "users.read", returns: "int(5..)" },
    {
      name: "reports.send",
      kind: "action",
      args: ["to:email"],
      access: "signedIn",
      rateLimit: "5/day",
      because: "its client waits for what the service answers",
    },
    { name: "reports.work", kind: "internalAction", returns: "enum(done,failed)" },
    { name: "reports.open", kind: "query", access: 'public:says "hello"', returns: "string?" },
    {
      name: "reports.knock",
      kind: "mutation",
      access: `public:${long} ${long} ${long}`,
      rateLimit: "1/second",
    },
    {
      name: "reports.mine",
      kind: "mutation",
      access: "signedIn",
      rateLimit: "5/day",
      returns: "ref(users)",
    },
    {
      name: `${long}.${long}`,
      kind: "mutation",
      args: ["id:ref(notes) note:string(1..5)"],
      access: "notes.update",
      rateLimit: "2/hour",
    },
    {
      name: `reports.${long}`,
      kind: "query",
      args: [`status:enum(${long}1,${long}2,${long}3)`],
      access: "signedIn",
    },
  ];

  test.each(inputs)("$kind $name", async (input) => {
    const plan = await formatPlan(root, planFunction(input, tree));
    verifyPlan(plan, []);
    for (const { path, after } of plan.files) {
      if (path === layout.apiTypes) continue;
      const options = { ...(await prettier.resolveConfig(join(root, path))), filepath: path };
      expect(await prettier.format(after, options), path).toBe(after);
    }
  });
});

describe("everything that is wrong is told at once", () => {
  const query: FunctionInput = { name: "notes.count", kind: "query", access: "notes.read" };

  test.each<[Partial<FunctionInput>, string[]]>([
    [{ name: "count" }, ["2 FUNCTION_NAME"]],
    [{ name: "a.b.c" }, ["2 FUNCTION_NAME"]],
    [{ name: "../evil.x" }, ["2 FUNCTION_NAME"]],
    [{ name: "my-notes.count" }, ["2 FIELD_CASE"]],
    [{ name: "notes.Count" }, ["2 FIELD_CASE"]],
    [{ name: "notes.delete" }, ["2 NAME_RESERVED"]],
    [{ name: "notes.query" }, ["2 NAME_RESERVED"]],
    [{ name: "lib/functions.x" }, ["2 NAME_RESERVED"]],
    [{ name: "schema.x" }, ["2 NAME_RESERVED"]],
    [{ name: "NOTES.x" }, ["2 FIELD_CASE", "2 NAME_TWIN"]],
    [{ name: "notes.constructor" }, ["2 NAME_TAKEN"]],
    [{ name: `notes.${"x".repeat(65)}` }, ["2 NAME_LONG"]],
    [{ kind: "queri" as "query" }, ["2 KIND_UNKNOWN"]],
    [{ access: undefined }, ["2 ACCESS_MISSING"]],
    [{ access: "notes.fly" }, ["2 ACCESS_UNKNOWN"]],
    [{ access: "constructor.read" }, ["2 ACCESS_UNKNOWN"]],
    [{ access: "public:" }, ["2 ACCESS_WHY"]],
    [{ kind: "action", access: "public:why", because: "why" }, ["2 ACCESS_ACTION"]],
    [{ kind: "action", access: "notes.update" }, ["2 BECAUSE_MISSING"]],
    [{ kind: "action", access: "notes.update", because: " " }, ["2 BECAUSE_MISSING"]],
    [{ kind: "action", access: "notes.update", because: "<why>" }, ["2 BECAUSE_MISSING"]],
    [{ because: "why" }, ["2 BECAUSE_HERE"]],
    [{ kind: "internalQuery" }, ["2 ACCESS_INTERNAL"]],
    [{ kind: "mutation", access: "public:why" }, ["2 RATE_LIMIT_MISSING"]],
    [{ rateLimit: "5/minute" }, ["2 RATE_LIMIT_HERE"]],
    [{ kind: "mutation", rateLimit: "5/mintue" }, ["2 RATE_LIMIT"]],
    [{ kind: "mutation", rateLimit: "0/minute" }, ["2 RATE_LIMIT"]],
    [{ kind: "mutation", rateLimit: "notes.creat" }, ["2 RATE_LIMIT"]],
    [{ args: ["x"] }, ["2 FIELD_NO_TYPE"]],
    [{ args: ["x:strng y:int(5..1)"] }, ["2 TYPE_UNKNOWN", "2 RANGE"]],
    [{ args: ["x:int x:int"] }, ["2 FIELD_DUP"]],
    [{ args: ["x:int+index"] }, ["2 MOD_HERE"]],
    [{ args: ["x:json"] }, ["2 ANY_HERE"]],
    [{ args: ["x:date=now"] }, ["2 DEFAULT_HERE"]],
    [{ args: ["x:ref(note)"] }, ["2 REF_UNKNOWN"]],
    [{ args: ["ownerId:string"] }, ["2 NAME_ID"]],
    [{ returns: "strng" }, ["2 TYPE_UNKNOWN"]],
    [{ kind: "mutation", returns: "int[]" }, ["2 RETURNS_LIST"]],
    [{ returns: "int[]" }, []],
    [{ args: ["ids:ref(notes)[1..50]"], returns: "string(1..9)[0..10]" }, []],
    [{ kind: "mutation", access: "signedIn" }, ["2 RATE_LIMIT_MISSING"]],
    [{ kind: "mutation", access: "notes.create" }, ["2 RATE_LIMIT_MISSING"]],
    [{ args: ["id:ref(notes)"], access: "public:why" }, ["2 ARG_UNREADABLE"]],
    [{ args: ["userId:ref(users)"] }, ["2 ARG_UNREADABLE"]],
    [{ kind: "action", args: ["id:ref(notes)"], because: "why" }, []],
    [{ returns: "json" }, ["2 ANY_HERE"]],
    [{ returns: "int=5" }, ["2 MOD_HERE"]],
    [{ returns: "ref(notes)" }, []],
    [{ returns: "row" }, ["2 RETURNS_ROW"]],
    [{ name: "reports.x", returns: "page" }, ["2 RETURNS_ROW"]],
    [{ kind: "mutation", returns: "page" }, ["2 RETURNS_ROW"]],
    [{ kind: "mutation", args: ["id:ref(notes)"], returns: "row" }, ["2 RETURNS_ROW"]],
    [
      { name: "notes.Count", args: ["x:strng"], access: "nots.read", rateLimit: "x" },
      ["2 FIELD_CASE", "2 ACCESS_UNKNOWN", "2 TYPE_UNKNOWN", "2 RATE_LIMIT_HERE"],
    ],
  ])("%j", (changes, expected) => {
    expect(codes({ ...query, ...changes })).toEqual(expected);
  });

  test("a module for Node.js takes actions only", () => {
    const path = layout.backendModule("reports");
    const node: Tree = {
      list: tree.list,
      read: (asked) => (asked === path ? '"use node";\nexport const x = 1;\n' : tree.read(asked)),
    };
    expect(codes({ ...query, name: "reports.count" }, node)).toEqual(["2 KIND_NODE"]);
    expect(codes({ name: "reports.send", kind: "internalAction" }, node)).toEqual([]);
  });

  test("a name that the module has for something else is a conflict", () => {
    const path = layout.backendModule("reports");
    const taken: Tree = {
      list: tree.list,
      read: (asked) =>
        asked === path ? "const count = 1;\nexport { count as n };\n" : tree.read(asked),
    };
    expect(codes({ ...query, name: "reports.count" }, taken)).toEqual(["3 NAME_TAKEN"]);
  });

  test("a module that is no code is refused", () => {
    const path = layout.backendModule("reports");
    const broken: Tree = {
      list: tree.list,
      read: (asked) => (asked === path ? "export const = ;\n" : tree.read(asked)),
    };
    expect(codes({ ...query, name: "reports.count" }, broken)).toEqual(["4 SYNTAX_ERROR"]);
  });
});
