// What each type and each modifier of the grammar puts where: the shape, the limits, the index, the
// functions, the tests.
import { describe, expect, test } from "vitest";
import { type Part, thing } from "../test/entity.ts";

type Lines = Partial<Record<Part, readonly string[]>>;

const any = { allowAny: true };

async function expectLines(field: string, has: Lines, lacks: Lines = {}): Promise<void> {
  const parts = await thing([field], any);
  for (const [part, lines] of Object.entries(has)) {
    for (const line of lines) expect(parts[part as Part], part).toContain(line);
  }
  for (const [part, lines] of Object.entries(lacks)) {
    for (const line of lines) expect(parts[part as Part], part).not.toContain(line);
  }
}

describe("a field of the type", () => {
  test.each<[string, Lines]>([
    [
      "x:string",
      {
        shapes: [
          "  x: { min: 0, max: 500 },\n",
          "  x: z.string().trim().min(thingLimits.x.min).max(thingLimits.x.max),\n",
        ],
        shapesTest: ['describe("x", () => {', 'const spaced = { ...input, x: "\\t X 1 \\n" };'],
        functionsTest: ['["x", "x".repeat(thingLimits.x.max + 1)],'],
        entities: ["`title:string(1..120)` `x:string`\n"],
      },
    ],
    [
      "x:string(2..5)",
      {
        shapes: ["  x: { min: 2, max: 5 },\n"],
        shapesTest: ["const { min, max } = thingLimits.x;"],
        functionsTest: ['["x", "x".repeat(thingLimits.x.min - 1)],', '["x", "   "],'],
      },
    ],
    [
      "x:text",
      {
        shapes: [
          "  x: { min: 0, max: 20_000 },\n",
          "  x: z.string().min(thingLimits.x.min).max(thingLimits.x.max),\n",
        ],
        shapesTest: ['test("keeps the space around it"'],
      },
    ],
    [
      "x:email",
      {
        shapes: ['import * as fields from "./fields.ts";', "  x: fields.emailAddress,\n"],
        shapesTest: ['["x", "nobody"],'],
        functionsTest: ['["x", "nobody"],'],
      },
    ],
    [
      "x:url",
      { shapes: ["  x: fields.webAddress,\n"], functionsTest: ['["x", "javascript:alert(1)"],'] },
    ],
    [
      "x:int(1..5)",
      {
        shapes: [
          "  x: { min: 1, max: 5 },\n",
          "  x: z.number().int().min(thingLimits.x.min).max(thingLimits.x.max),\n",
        ],
        shapesTest: ["[1.5, false],", "[NaN, false],", "[Infinity, false],"],
        functionsTest: ['["x", 1.5],', '["x", thingLimits.x.max + 1],'],
      },
    ],
    ["x:int", { shapes: ["  x: z.number().int(),\n"] }],
    [
      "x:number(-1.5..)",
      { shapes: ["  x: { min: -1.5 },\n", "  x: z.number().min(thingLimits.x.min),\n"] },
    ],
    ["x:bool", { shapes: ["  x: z.boolean(),\n"], shapesTest: ['["x", "true"],'] }],
    [
      "x:date",
      { shapes: ["  x: fields.timestamp,\n"], shapesTest: ['["x", "2030-01-01"],', '["x", -1],'] },
    ],
    [
      "x:enum(a,b)",
      {
        shapes: ['  x: ["a", "b"],\n', "  x: z.enum(thingOptions.x),\n"],
        shapesTest: ["test.each(thingOptions.x)", '["x", "none of these"],'],
      },
    ],
    ["x:enum(a)", { shapes: ['  x: ["a"],\n', "  x: z.literal(thingOptions.x),\n"] }],
    [
      "x:ref(notes)+cascade",
      {
        tables: [
          'things: defineTable(zodToConvex(thing)).index("by_x", ["x"]),',
          '  things: {\n    x: { to: "notes", onRemove: "cascade" },\n  },',
        ],
        shapes: ['  x: zid("notes"),\n'],
        functions: [
          'await checkReference(ctx, "notes", "x", values.x);',
          "export const listByX = query({",
          '.withIndex("by_x", (q) => q.eq("x", args.x))',
        ],
        functionsTest: [
          'test("its x has to be there"',
          'test("its x has to be one that its maker sees"',
        ],
      },
    ],
    [
      "x:file",
      {
        tables: ['  things: {\n    x: { to: "_storage" },\n  },'],
        rateLimits: ['"things.upload": {'],
        shapes: ['  x: zid("_storage"),\n', "    x: fields.publicFile,\n"],
        functions: [
          'await checkFiles(ctx, "x", values.x);',
          "x: await publicFileOf(ctx, thing.x),",
          "export const upload = mutation({",
        ],
        functionsTest: ['test("its x goes with it"', "and of a type that is fine"],
      },
    ],
    [
      "x:vector(8)",
      {
        tables: ['.vectorIndex("by_x", { vectorField: "x", dimensions: 8 })'],
        shapes: [
          "  x: { length: 8 },\n",
          "  x: z.array(z.number()).length(thingLimits.x.length),\n",
        ],
        functions: ["export const nearest = internalAction({", 'ctx.vectorSearch("things", "by_x"'],
        functionsTest: ['test("by a vector gives the nearest first"'],
      },
    ],
    ["x:json?", { shapes: ["  x: fields.json.optional(),\n"] }],
  ])("%s", async (field, lines) => {
    await expectLines(field, lines);
  });

  test("json is refused unless it is allowed", async () => {
    await expect(thing(["x:json?"])).rejects.toThrow("TYPE_ANY");
  });
});

describe("a field that is", () => {
  test.each<[string, string, Lines, Lines]>([
    [
      "optional",
      "x:int?",
      {
        shapes: ["  x: z.number().int().optional(),\n", "  x: thing.shape.x.nullable(),\n"],
        functions: ['ctx.db.patch("things", id, cleared(changes))'],
        functionsTest: ['test("null takes a value away"'],
      },
      {},
    ],
    [
      "a list",
      "x:string(1..9)[1..3]",
      {
        shapes: [
          "  x: { min: 1, max: 9, items: { min: 1, max: 3 } },\n",
          "    .array(z.string().trim().min(thingLimits.x.min).max(thingLimits.x.max))\n",
          "    .min(thingLimits.x.items.min)\n    .max(thingLimits.x.items.max),\n",
        ],
      },
      {},
    ],
    [
      "indexed",
      "x:enum(a,b)+index",
      {
        tables: ['.index("by_x", ["x"])'],
        functions: [
          "export const listByX = query({",
          "args: { x: thing.shape.x, paginationOpts },",
        ],
        functionsTest: ['test("by x gives those and no others, the newest first"'],
      },
      {},
    ],
    [
      "unique",
      "x:string+unique",
      {
        tables: ['.index("by_x", ["x"])'],
        functions: [
          'await checkUnique(ctx, "things", { x: values.x });',
          "await check(ctx, changes);",
        ],
        functionsTest: ['test("no two have the same x, whoever they belong to"'],
      },
      { functions: ["listByX"] },
    ],
    [
      "searched",
      "x:text+search",
      {
        tables: ['.searchIndex("search_x", { searchField: "x" })'],
        functions: [
          "export const search = query({",
          '.withSearchIndex("search_x", (q) => q.search("x", args.term))',
        ],
        functionsTest: ['test("by words in the x gives those and no others"'],
      },
      {},
    ],
    [
      "immutable",
      "x:int+immutable",
      {
        shapes: [
          "export const thingInput = thing.pick({ title: true, x: true });",
          "export const thingChanges = thing.pick({ title: true }).partial();",
        ],
        functionsTest: ['test.each(["x"])("nobody changes its %s"'],
      },
      {},
    ],
    [
      "of the server",
      "x:int?+server",
      {
        shapes: ["export const thingInput = thing.pick({ title: true });"],
        functionsTest: ['test.each(["x"])("nobody says what %s a new one has"'],
      },
      {},
    ],
    [
      "private",
      "x:string+private",
      {
        shapes: ['withSystemFields("things", thing.pick({ title: true }).shape)'],
        functionsTest: ['const fields = ["_creationTime", "_id", "title"];'],
      },
      {},
    ],
    [
      "a running number",
      "x:int+unique+server",
      {
        functions: ['x: await nextNumber(ctx, "things", "x")'],
        functionsTest: [
          'test("they are counted by x, and none has the number of one that is gone"',
        ],
      },
      {},
    ],
    [
      "a reference that goes with its row",
      "x:ref(notes)+cascade",
      {
        tables: ['x: { to: "notes", onRemove: "cascade" },'],
        functionsTest: ['test("it goes with its x, however many there are"'],
      },
      {},
    ],
    [
      "a reference that is cleared",
      "x:ref(notes)?+clear",
      {
        tables: ['x: { to: "notes", onRemove: "clear" },'],
        functionsTest: ['test("it loses its x when that is removed, however many there are"'],
      },
      {},
    ],
  ])("%s: %s", async (_, field, has, lacks) => {
    await expectLines(field, has, lacks);
  });

  test("the owner's is set from the caller, and makes their scope possible", async () => {
    const access = ["member:own", "admin:all"];
    const parts = await thing(["x:ref(users)+owner", "kind:enum(a,b)+index"], { access });
    expect(parts.accessOf).toContain('columns: { own: "x" },');
    expect(parts.accessOf).toContain('read: { member: "own", admin: "all" },');
    expect(parts.tables).toContain('.index("by_x", ["x"])');
    expect(parts.tables).toContain('.index("by_x_and_kind", ["x", "kind"])');
    expect(parts.functions).toContain("x: ctx.user._id");
    expect(parts.functions).toContain('scopeOf(ctx.user, "things.read") === "all"');
    expect(parts.functionsTest).toContain('test.each(["x"])("nobody changes its %s"');
  });

  test("the owner's is shown only where somebody sees rows of others", async () => {
    const shownTo = async (access: string[]) =>
      (await thing(["x:ref(users)+owner"], { access })).shapes;
    expect(await shownTo(["member:own"])).toContain("thing.pick({ title: true }).shape");
    expect(await shownTo(["admin:all"])).toContain("thing.pick({ title: true, x: true }).shape");
  });
});

describe("a field with a default", () => {
  test.each([
    ["x:int=3", ".default(3)", '["x", 3]'],
    ["x:int(-5..5)=-2", ".default(-2)", '["x", -2]'],
    ["x:bool=false", ".default(false)", '["x", false]'],
    ['x:string=""', '.default("")', '["x", ""]'],
    ["x:enum(a,b)=b", '.default("b")', '["x", "b"]'],
    ["x:date=now", ".default(() => Date.now())", '["x", expect.any(Number)]'],
  ])("%s", async (field, shape, becomes) => {
    await expectLines(field, { shapes: [`  x: thing.shape.x${shape},\n`], shapesTest: [becomes] });
  });

  test("may be the caller, or be put in by the server", async () => {
    await expectLines("x:ref(users)+cascade=me", {
      shapes: ["  x: thing.shape.x.optional(),\n"],
      functions: ["x: args.x ?? ctx.user._id"],
    });
    await expectLines("x:string+server=new", { functions: ['{ ...args, x: "new" }'] });
  });
});

describe("operations", () => {
  test("that nobody holds have no function, no row of the matrix and no test", async () => {
    const parts = await thing([], { access: ["member:all:read", "admin:all:read+create"] });
    expect(parts.functions).toMatch(/export const (list|get|create) =/);
    expect(parts.functions).not.toMatch(/export const (update|remove) =/);
    expect(parts.accessOf).toContain(
      'read: { member: "all", admin: "all" },\n    create: { admin: "all" },\n  },',
    );
    expect(parts.functionsTest).not.toMatch(/api\.things\.(update|remove)/);
  });

  test("that read are tested for those who read all and those who read their own", async () => {
    const fields = ["ownerId:ref(users)+owner", "x:string+search", "kind:enum(a,b)+index"];
    const mixed = (await thing(fields, { access: ["member:own", "admin:all"] })).functionsTest;
    const alike = (await thing(fields, { access: ["member:own", "admin:own"] })).functionsTest;
    for (const name of ["list", "listByKind", "search"]) {
      expect(mixed).toContain(`await ann.query(api.things.${name}, `);
      expect(mixed).toContain(`await oneAdmin.query(api.things.${name}, `);
      expect(mixed).toContain(`app.query(api.things.${name}, `);
    }
    expect(mixed).toContain("expect(idsOf(all)).toEqual([third, second, first]);");
    expect(alike).not.toContain("oneAdmin");
  });

  test("on the rows of a team are tested in one", async () => {
    const access = ["member:team", "admin:all"];
    const { functionsTest } = await thing(["teamId:ref(teams)+cascade"], { access });
    expect(functionsTest).toContain("  ...firstPage,\n});");
    expect(functionsTest).toMatch(
      /import \{[^}]*\bfirstPage,[^}]*\} from "\.\.\/testing\/setup\.ts";/,
    );
  });

  describe("of a team", () => {
    const fields = ["teamId:ref(teams)+cascade", "authorId:ref(users)+owner"];
    const access = ["member:team:read+create", "member:own:update+remove", "admin:all"];

    test("outlive whoever made them", async () => {
      const { shapes, tables, entities } = await thing(fields, { access });
      expect(shapes).toContain('  authorId: zid("users").optional(),\n');
      expect(tables).toContain('authorId: { to: "users", onRemove: "clear" },');
      expect(entities).toContain("`authorId:ref(users)+owner`");
    });

    test("are changed by their author alone, where that is asked for", async () => {
      const { functionsTest } = await thing(fields, { access });
      expect(functionsTest).toContain('["member", "update", "FORBIDDEN"],');
      expect(functionsTest).toContain('["admin", "update", null],');
    });

    test("are unique and numbered within it", async () => {
      const more = ["code:string(1..20)+unique", "number:int+unique+server"];
      const { functions, tables } = await thing([...fields, ...more], { access });
      const unique = 'checkUnique(ctx, "things", { code: values.code }, { teamId: of.teamId })';
      expect(functions).toContain(unique);
      const number = 'nextNumber(ctx, "things", "number", { teamId: args.teamId })';
      expect(functions).toContain(number);
      expect(tables).toContain('.index("by_teamId_and_number", ["teamId", "number"])');
      expect(tables).not.toContain('"by_number"');
    });

    test("name any member of it", async () => {
      const { functions, functionsTest } = await thing([...fields, "keeperId:ref(users)?+clear"], {
        access,
      });
      expect(functions).not.toContain('checkReference(ctx, "users"');
      expect(functionsTest).toContain('test("its keeperId has to be a member of the team');
    });

    test("are so too for those who see all of them", async () => {
      const { accessOf: matrix } = await thing(fields, { access: ["admin:all"] });
      expect(matrix).toContain('columns: { own: "authorId", team: "teamId" },');
    });

    test("are a person's where nobody sees those of others", async () => {
      const { shapes, accessOf: matrix } = await thing(fields, { access: ["member:own"] });
      expect(shapes).toContain('  authorId: zid("users"),\n');
      expect(matrix).toContain('things: {\n    columns: { own: "authorId" },');
    });
  });

  test("that a person makes once are looked for among theirs", async () => {
    const fields = ["ownerId:ref(users)+owner", "noteId:ref(notes)+once"];
    const { functions, functionsTest, tables } = await thing(fields, { access: ["member:own"] });
    const once = 'checkUnique(ctx, "things", { noteId: values.noteId }, { ownerId: of.ownerId })';
    expect(functions).toContain(once);
    expect(functionsTest).toContain('test("nobody has two with the same noteId"');
    expect(tables).toContain('.index("by_ownerId_and_noteId", ["ownerId", "noteId"])');
  });

  test("have the rate that is asked for", async () => {
    const { rateLimits } = await thing([], { rateLimit: "5/hour" });
    expect(rateLimits).toContain(
      '"things.create": { kind: "token bucket", rate: 5, period: HOUR, capacity: 5 },',
    );
    expect(rateLimits).toMatch(/^import \{.*\bHOUR,/m);
  });
});

test("a row keeps what it refers to from being removed, where both go with the same person", async () => {
  const fields = ["ownerId:ref(users)+owner", "x:ref(notes)"];
  const { tables, functionsTest } = await thing(fields, { access: ["member:own"] });
  expect(tables).toContain('x: { to: "notes", onRemove: "restrict" },');
  expect(functionsTest).toContain('test("what is its x cannot be removed while a thing is there"');
});
