// What types, modifiers and access write where. Each line of a table: the field, the part of the plan, and a
// line that the part has; one after "no:" is a line that it lacks.
import { describe, expect, test } from "vitest";
import { type Part, thing } from "./thing.ts";

const ofTypes = `
x:string                 shapes         x: { min: 0, max: 500 },
x:string                 shapes         x: z.string().trim().min(thingLimits.x.min).max(thingLimits.x.max),
x:string                 shapesTest     const spaced = { ...input, x: "\\t X 1 \\n" };
x:string                 functionsTest  ["x", "x".repeat(thingLimits.x.max + 1)],
x:string                 entities       \`title:string(1..120)\` \`x:string\`
x:string(2..5)           shapes         x: { min: 2, max: 5 },
x:string(2..5)           shapesTest     const { min, max } = thingLimits.x;
x:string(2..5)           functionsTest  ["x", "x".repeat(thingLimits.x.min - 1)],
x:string(2..5)           functionsTest  ["x", "   "],
x:text                   shapes         x: { min: 0, max: 20_000 },
x:text                   shapes         x: z.string().min(thingLimits.x.min).max(thingLimits.x.max),
x:text                   shapesTest     test("keeps the space around it"
x:email                  shapes         x: fields.emailAddress,
x:email                  shapesTest     ["x", "nobody"],
x:email                  functionsTest  ["x", "nobody"],
x:url                    shapes         x: fields.webAddress,
x:url                    functionsTest  ["x", "javascript:alert(1)"],
x:int(1..5)              shapes         x: { min: 1, max: 5 },
x:int(1..5)              shapes         x: z.number().int().min(thingLimits.x.min).max(thingLimits.x.max),
x:int(1..5)              shapesTest     [1.5, false],
x:int(1..5)              shapesTest     [NaN, false],
x:int(1..5)              functionsTest  ["x", 1.5],
x:int(1..5)              functionsTest  ["x", thingLimits.x.max + 1],
x:int                    shapes         x: z.number().int(),
x:number(-1.5..)         shapes         x: { min: -1.5 },
x:number(-1.5..)         shapes         x: z.number().min(thingLimits.x.min),
x:bigint(0..)            shapes         x: { min: 0n },
x:bigint(0..)            shapes         x: fields.int64.min(thingLimits.x.min),
x:bigint(0..)            shapesTest     [min - 1n, false],
x:bigint(0..)            functionsTest  ["x", thingLimits.x.min - 1n],
x:money(EUR,0..9.99)     shapes         x: { currency: "EUR", min: 0, max: 999 },
x:money(EUR,0..9.99)     shapes         .moneyIn(thingLimits.x.currency)
x:money(EUR,0..9.99)     functionsTest  ["x", thingLimits.x.max + 1],
x:money(JPY)             shapes         x: fields.moneyIn(thingLimits.x.currency),
x:money(JPY)             shapesTest     [-0.5, false],
x:duration               shapes         x: { min: 0, max: 3_155_760_000 },
x:duration               shapes         x: fields.durationInSeconds.min(thingLimits.x.min).max(thingLimits.x.max),
x:day                    shapes         x: fields.calendarDay,
x:day                    shapesTest     ["x", "2030-02-30"],
x:day                    functionsTest  ["x", "2030-02-30"],
x:time                   shapes         x: fields.timeOfDay,
x:time                   functionsTest  ["x", "24:00"],
x:bool                   shapes         x: z.boolean(),
x:bool                   shapesTest     ["x", "true"],
x:date                   shapes         x: fields.timestamp,
x:date                   shapesTest     ["x", "2030-01-01"],
x:enum(a,b)              shapes         x: ["a", "b"],
x:enum(a,b)              shapes         x: z.enum(thingOptions.x),
x:enum(a,b)              shapesTest     test.each(thingOptions.x)
x:enum(a)                shapes         x: z.literal(thingOptions.x),
x:ref(notes)+cascade     tables         things: defineTable(zodToConvex(thing)).index("by_x", ["x"]),
x:ref(notes)+cascade     tables         x: { to: "notes", onRemove: "cascade" },
x:ref(notes)+cascade     shapes         x: zid("notes"),
x:ref(notes)+cascade     functions      await checkReference(ctx, "notes", "x", values.x);
x:ref(notes)+cascade     functions      export const listByX = query({
x:ref(notes)+cascade     functions      .withIndex("by_x", (q) => q.eq("x", args.x))
x:ref(notes)+cascade     functionsTest  test("its x has to be there"
x:ref(notes)+cascade     functionsTest  test("its x has to be one that its maker sees"
x:ref(notes)+cascade     functionsTest  test("it goes with its x, however many there are"
x:ref(notes)?+clear      tables         x: { to: "notes", onRemove: "clear" },
x:ref(notes)?+clear      functionsTest  test("it loses its x when that is removed, however many there are"
x:ref(notes)[0..5]       tables         x: { to: "notes", onRemove: "clear", isList: true },
x:ref(notes)[0..5]       tables         no:.index(
x:ref(notes)[0..5]       shapes         x: fields.distinct(z.array(zid("notes")).max(thingLimits.x.items.max)),
x:ref(notes)[0..5]       shapesTest     test("has each only once"
x:ref(notes)[0..5]       functions      await checkListed(ctx, "notes", "x", { given: values.x, had: of.x });
x:ref(notes)[0..5]       functions      no:listByX
x:ref(notes)[0..5]       functionsTest  test("each of its x has to be there"
x:ref(notes)[0..5]       functionsTest  test("its x lose what is removed, however many there are"
x:computed(int)?         tables         no:x:
x:computed(int)?         shapes         export function computeX(_thing: Thing): number | undefined {
x:computed(int)?         shapes         x: z.number().int().optional(),
x:computed(int)?         shapes         export const thingInput = thing.pick({ title: true });
x:computed(int)?         functions      x: computeX(thing),
x:computed(int)?         functionsTest  test.each(["x"])("nobody says what %s a new one has"
x:computed(int)?         functionsTest  test("shows the x that its formula makes, on its own and in the list"
x:file                   tables         x: { to: "_storage" },
x:file                   rateLimits     "things.upload": {
x:file                   shapes         x: zid("_storage"),
x:file                   shapes         x: fields.publicFile,
x:file                   functions      await checkFiles(ctx, "x", values.x);
x:file                   functions      x: await publicFileOf(ctx, thing.x),
x:file                   functions      export const upload = mutation({
x:file                   functionsTest  test("its x goes with it"
x:vector(8)              tables         .vectorIndex("by_x", { vectorField: "x", dimensions: 8 })
x:vector(8)              shapes         x: z.array(z.number()).length(thingLimits.x.length),
x:vector(8)              functions      ctx.vectorSearch("things", "by_x"
x:vector(8)              functionsTest  test("by a vector gives the nearest first"
x:json?                  shapes         x: fields.json.optional(),`;

const ofModifiers = `
x:int?                   shapes         x: thing.shape.x.nullable(),
x:int?                   functions      ctx.db.patch("things", id, cleared(changes))
x:int?                   functionsTest  test("null takes a value away"
x:int?+nullable          shapes         x: z.number().int().nullable().optional(),
x:int?+nullable          shapes         no:.nullable(),
x:int?+nullable          shapesTest     test.each(["x"])("%s may be null"
x:int?+nullable          functions      no:cleared
x:int?+nullable          functionsTest  no:test("null takes a value away"
x:int?+nullable          functionsTest  test("a change to null is kept as a value"
x:int+nullable=null      shapes         x: thing.shape.x.default(null),
x:string(1..9)[1..3]     shapes         x: { min: 1, max: 9, items: { min: 1, max: 3 } },
x:string(1..9)[1..3]     shapes         .array(z.string().trim().min(thingLimits.x.min).max(thingLimits.x.max))
x:string(1..9)[1..3]     shapes         .max(thingLimits.x.items.max),
x:enum(a,b)+index        tables         .index("by_x", ["x"])
x:enum(a,b)+index        functions      args: { x: thing.shape.x, paginationOpts },
x:enum(a,b)+index        functionsTest  test("by x gives those and no others, the newest first"
x:string+unique          tables         .index("by_x", ["x"])
x:string+unique          functions      await checkUnique(ctx, "things", { x: values.x });
x:string+unique          functions      await check(ctx, changes);
x:string+unique          functions      no:listByX
x:string+unique          functionsTest  test("no two have the same x, regardless of the owner"
x:text+search            tables         .searchIndex("search_x", { searchField: "x" })
x:text+search            functions      .withSearchIndex("search_x", (q) => q.search("x", args.term))
x:text+search            functionsTest  test("by words in the x gives those and no others"
x:int+immutable          shapes         export const thingInput = thing.pick({ title: true, x: true });
x:int+immutable          shapes         export const thingChanges = thing.pick({ title: true }).partial();
x:int+immutable          functionsTest  test.each(["x"])("nobody changes its %s"
x:int?+server            shapes         export const thingInput = thing.pick({ title: true });
x:int?+server            functionsTest  test.each(["x"])("nobody says what %s a new one has"
x:string+private         shapes         withSystemFields("things", thing.pick({ title: true }).shape)
x:string+private         functionsTest  const fields = ["_creationTime", "_id", "title"];
x:int+unique+server      functions      x: await nextNumber(ctx, "things", "x")
x:int+unique+server      functionsTest  test("they are counted by x, and none has the number of one that is gone"
x:int(-5..5)=-2          shapes         x: thing.shape.x.default(-2),
x:int(-5..5)=-2          shapesTest     ["x", -2]
x:bool=false             shapes         x: thing.shape.x.default(false),
x:string=""              shapes         x: thing.shape.x.default(""),
x:enum(a,b)=b            shapesTest     ["x", "b"]
x:money(EUR)=9.99        shapes         x: thing.shape.x.default(999),
x:bigint=5               shapes         x: thing.shape.x.default(5n),
x:day=2030-01-31         shapes         x: thing.shape.x.default("2030-01-31"),
x:day+unique             functionsTest  x: new Date(Date.UTC(2030, 0, ++made)).toISOString().slice(0, 10)
x:bigint+unique          functionsTest  x: BigInt(++made)
x:date=now               shapes         x: thing.shape.x.default(() => Date.now()),
x:date=now               shapesTest     ["x", expect.any(Number)]
x:ref(users)+cascade=me  shapes         x: thing.shape.x.optional(),
x:ref(users)+cascade=me  functions      x: args.x ?? ctx.user._id
x:string+server=new      functions      { ...args, x: "new" }`;

/** The lines of a table by their field. */
function casesOf(table: string): [string, { part: Part; line: string }[]][] {
  const rows = table.trim().split("\n");
  const cases = rows.map((row) => {
    const [, field = "", part = "", line = ""] = /^(\S+) +(\w+) +(.+)$/.exec(row)!;
    return { field, part: part as Part, line };
  });
  const fields = [...new Set(cases.map(({ field }) => field))];
  return fields.map((field) => [field, cases.filter((one) => one.field === field)]);
}

test.each(casesOf(ofTypes + ofModifiers))("%s", async (field, lines) => {
  const parts = await thing([field], { allowAny: true });
  for (const { part, line } of lines) {
    if (line.startsWith("no:")) expect(parts[part], part).not.toContain(line.slice(3));
    else expect(parts[part], part).toContain(line);
  }
});

test("json is refused unless it is allowed", async () => {
  await expect(thing(["x:json?"])).rejects.toThrow("TYPE_ANY");
});

test("a field that no function returns is named in the access matrix, which an export obeys", async () => {
  const access = ["member:own"];
  const parts = await thing(["x:ref(users)+owner", "key:string+private", "name:string"], {
    access,
  });
  expect(parts.accessOf).toContain('hidden: ["key"],');
  expect((await thing(["x:ref(users)+owner", "name:string"], { access })).accessOf).not.toContain(
    "hidden",
  );
});

describe("the owner", () => {
  const owner = "x:ref(users)+owner";

  test("is set from the caller, and is what the scope goes by", async () => {
    const access = ["member:own", "admin:all"];
    const parts = await thing([owner, "kind:enum(a,b)+index"], { access });
    expect(parts.accessOf).toContain('columns: { own: "x" },');
    expect(parts.accessOf).toContain('read: { member: "own", admin: "all" },');
    expect(parts.tables).toContain('.index("by_x_and_kind", ["x", "kind"])');
    expect(parts.functions).toContain("x: ctx.user._id");
    expect(parts.functions).toContain('const rows = scopeOf(ctx.user, "things.read");');
    expect(parts.functionsTest).toContain('test.each(["x"])("nobody changes its %s"');
  });

  test.each([
    ["member:own", "thing.pick({ title: true }).shape"],
    ["admin:all", "thing.pick({ title: true, x: true }).shape"],
  ])("is shown where somebody sees rows of others: %s", async (access, shape) => {
    expect((await thing([owner], { access: [access] })).shapes).toContain(shape);
  });
});

describe("operations", () => {
  test("that nobody holds have no function, no row of the matrix and no test", async () => {
    const parts = await thing([], { access: ["member:all:read", "admin:all:read+create"] });
    expect(parts.functions).toMatch(/export const (list|get|create) =/);
    expect(parts.functions).not.toMatch(/export const (update|remove) =/);
    expect(parts.accessOf).toContain('create: { admin: "all" },\n  },');
    expect(parts.functionsTest).not.toMatch(/api\.things\.(update|remove)/);
  });

  test("that read are tested for those who read all and those who read their own", async () => {
    const fields = ["ownerId:ref(users)+owner", "x:string+search", "kind:enum(a,b)+index"];
    const mixed = (await thing(fields, { access: ["member:own", "admin:all"] })).functionsTest;
    const alike = (await thing(fields, { access: ["member:own", "admin:own"] })).functionsTest;
    for (const name of ["list", "listByKind", "search"]) {
      for (const caller of ["await ann", "await oneAdmin", "app"]) {
        expect(mixed).toContain(`${caller}.query(api.things.${name}, `);
      }
    }
    expect(mixed).toContain("expect(idsOf(all)).toEqual([third, second, first]);");
    expect(alike).not.toContain("oneAdmin");
  });

  test("have the rate that is asked for", async () => {
    const { rateLimits } = await thing([], { rateLimit: "5/hour" });
    expect(rateLimits).toContain('"things.create": { kind: "token bucket", rate: 5, period: HOUR,');
    expect(rateLimits).toMatch(/^import \{.*\bHOUR,/m);
  });
});

describe("rows of a team", () => {
  const fields = ["teamId:ref(teams)+cascade", "authorId:ref(users)+owner"];
  const access = ["member:team:read+create", "member:own:update+remove", "admin:all"];

  test("are listed by the team", async () => {
    const { functionsTest } = await thing(fields.slice(0, 1), { access: ["member:team"] });
    expect(functionsTest).toContain("  ...firstPage,\n});");
    expect(functionsTest).toMatch(
      /import \{[^}]*\bfirstPage,[^}]*\} from "\.\.\/testing\/setup\.ts";/,
    );
  });

  test("outlive their author, and only the author changes them where that is asked for", async () => {
    const { shapes, tables, entities, functionsTest } = await thing(fields, { access });
    expect(shapes).toContain('  authorId: zid("users").optional(),\n');
    expect(tables).toContain('authorId: { to: "users", onRemove: "clear" },');
    expect(entities).toContain("`authorId:ref(users)+owner`");
    expect(functionsTest).toContain('["member", "update", "FORBIDDEN"],');
    expect(functionsTest).toContain('["admin", "update", null],');
  });

  test("are unique and numbered within it", async () => {
    const more = ["code:string(1..20)+unique", "number:int+unique+server"];
    const { functions, tables } = await thing([...fields, ...more], { access });
    expect(functions).toContain(
      'checkUnique(ctx, "things", { code: values.code }, { teamId: of.teamId })',
    );
    expect(functions).toContain('nextNumber(ctx, "things", "number", { teamId: args.teamId })');
    expect(tables).toContain('.index("by_teamId_and_number", ["teamId", "number"])');
    expect(tables).not.toContain('"by_number"');
  });

  test("name any member of it", async () => {
    const parts = await thing([...fields, "keeperId:ref(users)?+clear"], { access });
    expect(parts.functions).not.toContain('checkReference(ctx, "users"');
    expect(parts.functionsTest).toContain('test("its keeperId must be a member of the team');
  });

  test("are the team's for those who see all, and a person's where nobody sees those of others", async () => {
    const seen = await thing(fields, { access: ["admin:all"] });
    expect(seen.accessOf).toContain('columns: { own: "authorId", team: "teamId" },');
    const own = await thing(fields, { access: ["member:own"] });
    expect(own.shapes).toContain('  authorId: zid("users"),\n');
    expect(own.accessOf).toContain('things: {\n    columns: { own: "authorId" },');
  });
});

describe("rows of a person", () => {
  const access = ["member:own"];

  test("that are made once are looked for among theirs", async () => {
    const fields = ["ownerId:ref(users)+owner", "noteId:ref(notes)+once"];
    const { functions, functionsTest, tables } = await thing(fields, { access });
    expect(functions).toContain(
      'checkUnique(ctx, "things", { noteId: values.noteId }, { ownerId: of.ownerId })',
    );
    expect(functionsTest).toContain('test("nobody has two with the same noteId"');
    expect(tables).toContain('.index("by_ownerId_and_noteId", ["ownerId", "noteId"])');
  });

  test("keep what they refer to from being removed, where both go with the same person", async () => {
    const { tables, functionsTest } = await thing(["ownerId:ref(users)+owner", "x:ref(notes)"], {
      access,
    });
    expect(tables).toContain('x: { to: "notes", onRemove: "restrict" },');
    expect(functionsTest).toContain(
      'test("what is its x cannot be removed while a thing is there"',
    );
  });
});
