import { zid } from "@repo/validators/convex";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineAccess } from "@repo/validators/access";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { accessPage } from "./access-page.ts";
import type { AppFunction, Shape } from "./app-functions.ts";
import { type KnownModule, areaPage } from "./area-page.ts";
import { type Area, areaOf, sortIntoAreas } from "./areas.ts";
import type { ExportedTable } from "./exported-schema.ts";
import { pageOf, table } from "./markdown.ts";
import { namedTypes } from "./named-types.ts";
import { remainsPage } from "./remains-page.ts";
import { parseModule } from "./syntax.ts";
import { tablesPage } from "./tables-page.ts";
import { argumentsText, returnsText } from "./type-text.ts";

const text: Shape = { type: "string" };
const field = (fieldType: Shape, optional = false) => ({ fieldType, optional });
const id = (tableName: string): Shape => ({ type: "id", tableName });
const object = (value: Record<string, { fieldType: Shape; optional: boolean }>): Shape => ({
  type: "object",
  value,
});
const area: Area = { name: "notes", title: "Notes", summary: "Notes", tables: ["notes"] };

test("a page has its heading, its notice and its sections", () => {
  expect(pageOf("List", ["Intro."], [{ title: "One", lines: ["1"] }])).toMatch(
    /^# List\n\n<!-- Written by .*-->\n\nIntro\.\n\n## One\n\n1\n$/,
  );
});

test("a table keeps a bar in a cell, and is nothing without rows", () => {
  expect(table(["A"], [["x | y"]])).toEqual(["| A |", "| --- |", "| x \\| y |"]);
  expect(table(["A"], [])).toEqual([]);
});

describe("what a function returns", () => {
  const publicNote = z.object({ ownerId: zid("users"), title: z.string() });
  const types = namedTypes({ notes: { publicNote, noteLimit: 3 } });
  const shape = object({ title: field(text), ownerId: field(id("users")) });
  const link = (text: string) => `[\`${text}\`](../../packages/validators/src/notes.ts)`;
  const page = object({
    page: field({ type: "array", value: shape }),
    continueCursor: field(text),
  });

  test.each<[Shape | null, string]>([
    [shape, link("PublicNote")],
    [page, link("Page<PublicNote>")],
    [{ type: "union", value: [shape, { type: "null" }] }, link("PublicNote or null")],
    [{ type: "array", value: text }, "`string[]`"],
    [
      { type: "array", value: { type: "union", value: [text, { type: "null" }] } },
      "`(string or null)[]`",
    ],
    [{ type: "union", value: [{ type: "literal", value: "a" }] }, "`enum`"],
    [{ type: "record", keys: text, values: field({ type: "number" }) }, "`Record<string, number>`"],
    [id("notes"), "`Id<notes>`"],
    [object({}), "`{}`"],
    [object({ a: field(text), b: field(text, true) }), "`{ a, b? }`"],
    [null, "unchecked"],
  ])("%j is written as %s", (shape, written) => {
    expect(returnsText(shape, types)).toBe(written);
  });

  test("is not spelled out when it has many fields and no name", () => {
    const fields = Object.fromEntries([..."abcdefg"].map((name) => [name, field(text)]));
    expect(returnsText(object(fields), types)).toBe("`{ … }`");
  });
});

test("arguments are named, without their types", () => {
  expect(argumentsText(object({ id: field(id("notes")), title: field(text, true) }))).toBe(
    "id, title?",
  );
});

describe("areas", () => {
  const facts = (...tables: string[]) => [
    { reads: tables.map((table) => ({ table, by: "id", bound: "1" })), codes: [] },
  ];

  test("come from the files of tables, by their first comment and their exports", () => {
    const comment = "// Teams, and who is in them: the tables with their indexes, and more.";
    const module = parseModule("tables/teams.ts", comment);
    expect(areaOf(module, { teamTables: { teams: 1, members: 1 }, teamReferences: {} })).toEqual({
      name: "teams",
      title: "Teams",
      summary: "Teams, and who is in them",
      tables: ["members", "teams"],
    });
  });

  test("have the modules with the name of a table, and those that read their tables most", () => {
    const users: Area = { ...area, name: "users", tables: ["users"] };
    const sorted = sortIntoAreas(
      new Map([
        ["users", facts("notes")],
        ["cleaning", facts("users", "notes")],
        ["greeting", facts("users")],
        ["clock", facts()],
        ["other", facts("users")],
      ]),
      [users, area],
    );
    expect([...sorted].map(([name, area]) => [name, area?.name])).toEqual([
      ["users", "users"],
      // Two modules read `notes`, four read `users`.
      ["cleaning", "notes"],
      ["greeting", "users"],
      ["clock", undefined],
      ["other", "users"],
    ]);
  });
});

describe("the page of an area", () => {
  const fn = (rest: Partial<AppFunction> = {}): AppFunction => ({
    name: "notes:list",
    module: "notes",
    kind: "query",
    isPublic: true,
    policy: undefined,
    args: object({ a: field(text) }),
    returns: text,
    ...rest,
  });
  const notes: ExportedTable = {
    tableName: "notes",
    documentType: object({ ownerId: field(id("users")) }),
    indexes: [{ indexDescriptor: "by_a", fields: ["a"] }],
    searchIndexes: [{ indexDescriptor: "search_b", searchField: "b", filterFields: ["a"] }],
    vectorIndexes: [],
  };
  const pageWith = (fn: AppFunction, summary: string | null = "Lists them") => {
    const reads = [{ table: "notes", by: "by_a", bound: "a page" }];
    const known = { fn, summary, facts: { reads, codes: ["CONFLICT", "NOT_FOUND"] } };
    const module: KnownModule = { name: "notes", summary: "Notes.", functions: [known] };
    return areaPage(area, [module], [notes], {
      limits: { often: { kind: "token bucket", rate: 3, period: 60_000 } },
      types: new Map(),
      references: { notes: { ownerId: { to: "users", onRemove: "cascade" } } },
      functions: [known],
    });
  };

  test("has a row for each function, with the codes that its columns do not imply", () => {
    const policy = { access: "notes.read", rateLimit: "often" as never } as const;
    expect(pageWith(fn({ policy }))).toContain(
      "| `list` query: Lists them | `notes.read` | `a` | `string` | 3 in 60 s | CONFLICT |",
    );
  });

  test("says what is internal, what is public, and what a library makes", () => {
    expect(pageWith(fn({ isPublic: false }))).toContain("| `list` query: Lists them | `a` |");
    const open = fn({ policy: { access: { public: "it is a greeting" } } });
    expect(pageWith(open)).toContain("| anybody: it is a greeting |");
    expect(pageWith(fn(), null)).toContain("| `list` query | anybody; the auth library decides |");
  });

  test("says what reads each index", () => {
    const page = pageWith(fn());
    expect(page).toContain("Refers by `ownerId` to `users` (cascade).");
    expect(page).toContain("| `by_a` | a | `notes:list` (a page) |");
    expect(page).toContain("| `search_b` | text of b, within a | – |");
  });
});

test("the access page has a row for each table, with operations by the rows that they reach", () => {
  const page = accessPage(
    defineAccess({
      notes: {
        columns: { own: "ownerId" },
        read: { member: "own", admin: "all" },
        remove: { admin: "all" },
        update: { member: { scope: "own", only: ["title"] } },
      },
      secrets: {},
    }),
    // Whatever roles the app has.
    { app: {}, team: {} },
  );
  // An app may have roles between the two.
  expect(page).toMatch(
    /^\| `notes` \| own \(`ownerId`\): read, update of title only \| (.+ \| )?all: read, remove \|$/m,
  );
  expect(page).toContain("No role reaches rows of `secrets`");
  expect(page).not.toContain("Roles of a team");
});

test("the access page has the roles of a team that differ from the one that they extend", () => {
  const captain = {
    extends: "member",
    grants: { "notes.update": "team" },
    without: ["notes.remove"],
  } as const;
  const page = accessPage(defineAccess({ notes: {} }), { app: {}, team: { captain } });
  expect(page).toContain("| captain | member | `notes.update` (team) | `notes.remove` |");
});

test("the page of tables draws references, and has the rules in the order of what they lead to", () => {
  const notes: ExportedTable = {
    tableName: "notes",
    documentType: object({
      ownerId: field(id("users")),
      parentId: field(id("notes"), true),
      readers: field({ type: "array", value: id("users") }),
    }),
    indexes: [],
    searchIndexes: [],
    vectorIndexes: [],
  };
  const page = tablesPage([notes], [area], {
    notes: { ownerId: { to: "users", onRemove: "restrict" } },
    files: { ownerId: { to: "users", onRemove: "cascade" }, storageId: { to: "_storage" } },
  });
  expect(page).toContain("| [Notes](area-notes.md) | `notes` |");
  expect(page).toContain("  users ||--o{ notes : ownerId\n");
  expect(page).toContain("  notes |o--o{ notes : parentId\n");
  expect(page).toContain("  users }o--o{ notes : readers\n");
  expect(page).toMatch(/`files\.ownerId` \| are removed[^|]*\|\n\| `users` \| `notes\.ownerId`/);
  expect(page).toContain("| a stored file | `files.storageId` |");
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
  );
  expect(text).toContain("| `jobs.told` | a name | others see it | 8 days: `jobs:purge` |");
  expect(text).toContain("| `rag/content` | a name | others see it | 8 days: `jobs:purge` |");
  expect(text).toContain("create rows | texts | theirs | at once |");
});

test("every row of the pages fits a screen", () => {
  const folder = join(import.meta.dirname, "..", "..", "..", "docs", "reference");
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
  expect(pages.length).toBeGreaterThan(5);
  const shown = (cell: string) => cell.replaceAll(/\]\([^)]*\)/g, "]");
  const rows = pages.flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| ")),
  );
  // Six lines of a hundred characters, at the most.
  expect(rows.filter((row) => shown(row).length > 600)).toEqual([]);
});
