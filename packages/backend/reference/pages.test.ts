import { describe, expect, test } from "vitest";
import { defineAccess } from "@repo/validators/access";
import { accessPage } from "./access-page.ts";
import type { AppFunction, Shape } from "./app-functions.ts";
import type { ExportedTable } from "./exported-schema.ts";
import { functionsPage } from "./functions-page.ts";
import { fieldsText, pagesOf, table, tableSections, typeText } from "./markdown.ts";
import { remainsPage } from "./remains-page.ts";
import { schemaPage } from "./schema-page.ts";
import { parseModule } from "./syntax.ts";

const text: Shape = { type: "string" };
const field = (fieldType: Shape, optional = false) => ({ fieldType, optional });
const id = (tableName: string): Shape => ({ type: "id", tableName });
const object = (value: Record<string, { fieldType: Shape; optional: boolean }>): Shape => ({
  type: "object",
  value,
});

describe("a page", () => {
  const section = (title: string, lines: number) => ({
    title,
    lines: Array.from({ length: lines }, (_, n) => `${title} ${n}`),
  });

  test("holds all its sections while they fit", () => {
    const pages = pagesOf("list", "List", ["Intro."], [section("one", 60), section("two", 60)]);
    expect([...pages.keys()]).toEqual(["list.md"]);
    expect(pages.get("list.md")).toMatch(/^# List\n[\s\S]*Intro\.[\s\S]*## one[\s\S]*two 59\n$/);
  });

  test("becomes an index with a page for each section when they do not", () => {
    const pages = pagesOf("list", "List", ["Intro."], [section("one", 100), section("a/Two", 100)]);
    expect([...pages.keys()]).toEqual(["list.md", "list-one.md", "list-a-two.md"]);
    expect(pages.get("list.md")).toContain("- [a/Two](list-a-two.md)");
    expect(pages.get("list-a-two.md")).toContain("# List: a/Two");
  });

  test("cuts a table that would outgrow a page, and loses no row", () => {
    const rows = Array.from({ length: 300 }, (_, n) => [`row ${n}`]);
    const pages = pagesOf("list", "List", ["Intro."], tableSections("All", ["Name"], rows));
    expect([...pages.keys()]).toEqual(["list.md", "list-all.md", "list-all-2.md", "list-all-3.md"]);
    for (const text of pages.values()) expect(text.split("\n").length).toBeLessThanOrEqual(150);
    expect([...pages.values()].join("").match(/\| row \d+ \|/g)).toHaveLength(300);
    expect(tableSections("None", ["Name"], [])).toHaveLength(1);
  });

  test("keeps a bar in a cell", () => {
    expect(table(["A"], [["x | y"]])).toEqual(["| A |", "| --- |", "| x \\| y |"]);
  });
});

test.each<[Shape, string]>([
  [id("notes"), "Id<notes>"],
  [{ type: "union", value: [{ type: "literal", value: "a" }, { type: "null" }] }, '"a" or null'],
  [{ type: "array", value: text }, "string[]"],
  [{ type: "record", keys: text, values: field({ type: "number" }) }, "record of number"],
  [object({}), "{}"],
  [object({ a: field(text), b: field(text, true) }), "{ a: string, b?: string }"],
  [
    object({ page: field({ type: "array", value: text }), continueCursor: field(text) }),
    "page of string",
  ],
])("%j is written as %s", (shape, written) => {
  expect(typeText(shape)).toBe(written);
});

test("arguments are written without braces, and those of a page by their name", () => {
  const options = object({ numItems: field({ type: "number" }), cursor: field(text) });
  const args = object({ id: field(id("notes"), true), paginationOpts: field(options) });
  expect(fieldsText(args)).toBe("id?: Id<notes>, paginationOpts");
});

describe("functions", () => {
  const source = `// Notes.
    /** Lists them. */
    export const list = query({ handler: (ctx) => ctx.db.query("notes").withIndex("by_a").take(9) });
    export const { signIn } = library();`;
  const fn = (name: string, rest: Partial<AppFunction> = {}): AppFunction => ({
    name,
    module: "notes",
    kind: "query",
    isPublic: true,
    policy: undefined,
    args: object({ a: field(text) }),
    returns: text,
    ...rest,
  });
  const pageOf = (fn: AppFunction) => {
    const limits = { often: { kind: "token bucket", rate: 3, period: 60_000 } } as const;
    return functionsPage([fn], [parseModule("notes.ts", source)], limits).get("functions.md")!;
  };

  test("are told with all that their builder adds", () => {
    const policy = { access: "notes.read", rateLimit: "often" as never } as const;
    expect(pageOf(fn("notes:list", { policy }))).toContain(
      "| `list` query: Lists them | `notes.read` | `a: string` | `string` | notes.by_a, up to 9 |" +
        " 3 in 60 s | FORBIDDEN, INVALID, RATE_LIMITED, UNAUTHENTICATED |",
    );
  });

  test("that are internal or open to everybody say so", () => {
    const internal = fn("notes:list", { isPublic: false, args: object({}) });
    expect(pageOf(internal)).toContain("| other functions only | – | `string` |");
    const open = fn("notes:list", { policy: { access: { public: "it is a greeting" } } });
    expect(pageOf(open)).toContain("| anybody: it is a greeting |");
  });

  test("of a library are told as its own", () => {
    expect(pageOf(fn("notes:signIn"))).toContain(
      "| `signIn` query | anybody; the auth library decides | its own |",
    );
  });
});

test("the access page tells scopes, fields, and who is refused", () => {
  const matrix = defineAccess({
    notes: {
      columns: { own: "ownerId" },
      read: { member: "own", admin: "all" },
      update: { member: { scope: "own", only: ["title"] } },
    },
  });
  const fn = { name: "notes:get", policy: { access: "notes.read" } } as AppFunction;
  const page = accessPage(matrix, [fn]).get("access.md");
  expect(page).toContain("| notes | read | own (`ownerId`) | all |");
  expect(page).toContain("| notes | update | own (`ownerId`), only title | – |");
  expect(page).toContain("| notes | remove | – | – |");
  expect(page).toContain("| `notes:get` | `notes.read` | – | own | all |");
});

test("the schema page draws references, and tells fields and indexes", () => {
  const notes: ExportedTable = {
    tableName: "notes",
    documentType: object({
      ownerId: field(id("users")),
      parentId: field(id("notes"), true),
      readers: field({ type: "array", value: id("users") }),
    }),
    indexes: [{ indexDescriptor: "by_ownerId", fields: ["ownerId"] }],
    searchIndexes: [{ indexDescriptor: "search_body", searchField: "body", filterFields: ["a"] }],
    vectorIndexes: [],
  };
  const other = { ...notes, tableName: "authThings", documentType: object({}), searchIndexes: [] };
  const page = schemaPage([notes, other], ["authThings"], {}).get("schema.md");
  expect(page).toContain("  users ||--o{ notes : ownerId\n");
  expect(page).toContain("  notes |o--o{ notes : parentId\n");
  expect(page).toContain("  users }o--o{ notes : readers\n");
  expect(page).toContain("| `parentId` | `Id<notes>` | optional |");
  expect(page).toContain(
    "Indexes: `by_ownerId` (ownerId), `search_body` (text of body, within a).",
  );
  expect(page).not.toContain("## authThings");
});

test("what becomes of rows that refer to one that is removed is told, in the order of what they lead to", () => {
  const page = schemaPage([], [], {
    notes: { ownerId: { to: "users", onRemove: "restrict" } },
    files: { ownerId: { to: "users", onRemove: "cascade" }, storageId: { to: "_storage" } },
  }).get("schema.md");
  expect(page).toContain(
    [
      "| `users` | `files.ownerId` | removes them (cascade) |",
      "| `users` | `notes.ownerId` | is refused (restrict) |",
      "| a stored file | `files.storageId` | goes with its row |",
    ].join("\n"),
  );
});

test("the page of what remains tells by when each thing is gone, and what stays with others", () => {
  const [about, purged] = [
    { what: "a name", why: "others see it" },
    { days: 8, by: "jobs:purge" },
  ];
  const text = remainsPage(
    {
      "jobs.told": { ...about, until: purged },
      "rag/content": { ...about, until: "theirs", ofOwnTeam: purged },
    },
    { what: "texts", why: "theirs", until: "theirs" },
  ).get("remains.md");
  expect(text).toContain("| `jobs.told` | a name | others see it | 8 days: `jobs:purge` |");
  expect(text).toContain("| `rag/content` | a name | others see it | 8 days: `jobs:purge` |");
  expect(text).toContain("people create | texts | theirs | at once |");
});
