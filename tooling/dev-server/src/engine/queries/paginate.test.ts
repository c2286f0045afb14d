import { beforeEach, describe, expect, test } from "vitest";
import type { JsonValue, Page, PageRequest, QueryJson } from "../../kernel/database-types.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { APP, range, scan } from "../../testing/test-queries.ts";
import type { EngineDatabase } from "../database.ts";
import { DataError } from "../values/errors.ts";

let db: EngineDatabase;

beforeEach(async () => {
  db = await testDatabase({ tables: { notes: { indexes: { by_n: ["n"] } } } });
  insert(10, 20, 30, 40, 50);
});

const insert = (...numbers: number[]) =>
  db.transact((tx) => numbers.map((n) => tx.insert(APP, "notes", { n })));
const ALL = range("notes.by_n");

function page(
  request: Partial<PageRequest> = {},
  query: QueryJson = ALL,
): Page & { ns: JsonValue[] } {
  const whole = { cursor: null, endCursor: null, pageSize: 2, maximumRowsRead: null, ...request };
  const { value } = db.read((tx) => tx.paginate(APP, query, whole));
  return { ...value, ns: value.page.map((text) => (JSON.parse(text) as { n: JsonValue }).n) };
}

describe("a page", () => {
  test("that is full is not the last, even when nothing is left behind it", () => {
    const first = page({ pageSize: 5 });
    expect(first).toMatchObject({ ns: [10, 20, 30, 40, 50], isDone: false });
    const second = page({ cursor: first.continueCursor });
    expect(second).toMatchObject({ ns: [], isDone: true });
    expect(page({ cursor: second.continueCursor })).toMatchObject({ ns: [], isDone: true });
  });

  test("counts the rows that pass, and stops where the rows read are too many", () => {
    const filter: JsonValue = { $gt: [{ $field: "n" }, { $literal: 25 }] };
    const query = { ...ALL, operators: [{ filter }] };
    expect(page({}, query).ns).toEqual([30, 40]);
    const short = page({ maximumRowsRead: 2 }, query);
    expect(short).toMatchObject({ ns: [], isDone: false, pageStatus: "SplitRequired" });
    expect(page({ cursor: short.continueCursor }, query).ns).toEqual([30, 40]);
  });

  test("with an end cursor holds all there is up to it, whatever the size", () => {
    const first = page();
    insert(5, 15, 25);
    const again = page({ endCursor: first.continueCursor });
    expect(again).toMatchObject({
      ns: [5, 10, 15, 20],
      continueCursor: first.continueCursor,
      isDone: false,
    });
    expect(page({ cursor: first.continueCursor }).ns).toEqual([25, 30]);
  });

  test("to the end takes in what is added behind it", () => {
    const last = page({ pageSize: 10 });
    expect(last.isDone).toBe(true);
    insert(60);
    expect(page({ endCursor: last.continueCursor, pageSize: 1 })).toMatchObject({
      ns: [10, 20, 30, 40, 50, 60],
      isDone: true,
    });
  });

  test("goes on after a row that is gone", () => {
    const first = page();
    db.transact((tx) => tx.remove(APP, (JSON.parse(first.page[1]!) as { _id: string })._id));
    expect(page({ cursor: first.continueCursor }).ns).toEqual([30, 40]);
  });

  test("runs downwards too", () => {
    const down = range("notes.by_n", [["Lt", "n", 50]], "desc");
    const first = page({}, down);
    expect(first.ns).toEqual([40, 30]);
    insert(35);
    expect(page({ endCursor: first.continueCursor }, down).ns).toEqual([40, 35, 30]);
    expect(page({ cursor: first.continueCursor }, down).ns).toEqual([20, 10]);
  });

  test("offers a cursor in its middle, and asks to be split near the limits", () => {
    const { splitCursor, pageStatus } = page({ pageSize: 5 });
    expect(page({ endCursor: splitCursor }).ns).toEqual([10, 20, 30]);
    expect(page({ cursor: splitCursor, pageSize: 5 }).ns).toEqual([40, 50]);
    expect(pageStatus).toBeNull();
    expect(page({ pageSize: 4, maximumRowsRead: 5 }).pageStatus).toBe("SplitRecommended");
    expect(page({ pageSize: 2 }).splitCursor).toBeNull();
  });

  test("reads no further than its last row", () => {
    const { reads, ts } = db.read((tx) =>
      tx.paginate(APP, ALL, { cursor: null, endCursor: null, pageSize: 2, maximumRowsRead: null }),
    );
    insert(21);
    expect(db.isCurrent(reads, ts)).toBe(true);
    insert(19);
    expect(db.isCurrent(reads, ts)).toBe(false);
  });

  test("of an unknown table is empty and done", () => {
    expect(page({}, scan("nothing"))).toMatchObject({ ns: [], isDone: true });
  });
});

describe("a cursor", () => {
  test.each([
    ["another range", range("notes.by_n", [["Gt", "n", 0]])],
    ["another order", range("notes.by_n", [], "desc")],
    ["another filter", { ...ALL, operators: [{ filter: true }] }],
    ["another index", scan("notes")],
  ])("of %s is an InvalidCursor error that clients can tell", (_, query) => {
    const { continueCursor } = page();
    let caught: unknown;
    try {
      page({ cursor: continueCursor }, query);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(DataError);
    expect((caught as DataError).message).toMatch(/^InvalidCursor:/);
    expect((caught as DataError).data).toEqual({
      isConvexSystemError: true,
      paginationError: "InvalidCursor",
    });
  });

  test.each(["", "junk", "eyJ9", "_end_cursor"])(
    "that is %j is an InvalidCursor error",
    (cursor) => {
      expect(() => page({ cursor })).toThrow(/^InvalidCursor:/);
    },
  );
});

test.each([
  [{ pageSize: 0 }, "NoDocumentsForPagination"],
  [{ pageSize: 32_001 }, "PageSizeTooLarge"],
  [{ maximumRowsRead: 0 }, "InvalidPaginationLimit"],
])("%j is refused", (request, code) => {
  expect(() => page(request)).toThrow(expect.objectContaining({ code }));
});
