import { describe, expect, test } from "vitest";
import {
  type TaskPart,
  canAssign,
  canMove,
  isClosed,
  movesFrom,
  taskChanges,
  taskInput,
  taskLimits,
  taskSearch,
  taskStatuses,
} from "../src/tasks.ts";

describe("a move", () => {
  // Who may, in full: a change to the rule is a change to this table.
  test.each<[TaskPart, Record<(typeof taskStatuses)[number], string[]>]>([
    [
      "assignee",
      { open: ["doing", "done"], doing: ["open", "done"], done: ["open"], cancelled: [] },
    ],
    [
      "creator",
      {
        open: ["doing", "done", "cancelled"],
        doing: ["open", "done", "cancelled"],
        done: ["open"],
        cancelled: ["open"],
      },
    ],
    [
      "teamOwner",
      {
        open: ["doing", "done", "cancelled"],
        doing: ["open", "done", "cancelled"],
        done: ["open"],
        cancelled: ["open"],
      },
    ],
  ])("of the %s", (part, expected) => {
    for (const from of taskStatuses) expect(movesFrom(from, [part]), from).toEqual(expected[from]);
  });

  test("is nobody else's, and one to the same state is none", () => {
    for (const from of taskStatuses) {
      expect(movesFrom(from, [])).toEqual([]);
      expect(canMove(from, from, ["assignee", "creator", "teamOwner"])).toBe(false);
    }
  });

  test("is that of any part that somebody has", () => {
    expect(canMove("open", "cancelled", ["assignee"])).toBe(false);
    expect(canMove("open", "cancelled", ["assignee", "creator"])).toBe(true);
  });
});

test("a task that nobody has is given by anybody, and one that somebody has by those with a part in it", () => {
  expect(canAssign(false, [])).toBe(true);
  expect(canAssign(true, [])).toBe(false);
  for (const part of ["assignee", "creator", "teamOwner"] as const) {
    expect([canAssign(false, [part]), canAssign(true, [part])]).toEqual([true, true]);
  }
});

test("a task is closed when it is done or cancelled", () => {
  expect(taskStatuses.filter(isClosed)).toEqual(["done", "cancelled"]);
});

describe("what is looked for", () => {
  test("is trimmed, and has as many words as a search takes", () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`).join(" ");
    const { words: max } = taskLimits.search;
    expect(taskSearch.parse("  paint \n fence ")).toBe("paint fence");
    expect(taskSearch.parse(words(max + 5))).toBe(words(max));
  });

  test.each(["", "   ", "x".repeat(taskLimits.search.max + 1)])("%j is refused", (text) => {
    expect(taskSearch.safeParse(text).success).toBe(false);
  });
});

describe("limits", () => {
  const input = { teamId: "t1", title: "Paint the fence", priority: "normal" };
  const accepts = (changes: object) => taskInput.safeParse({ ...input, ...changes }).success;
  const { title, description } = taskLimits;

  test.each([
    [{}, true],
    [{ title: "x".repeat(title.max) }, true],
    [{ title: "x".repeat(title.max + 1) }, false],
    [{ title: "  " }, false],
    [{ description: "x".repeat(description.max) }, true],
    [{ description: "x".repeat(description.max + 1) }, false],
    [{ priority: "urgent" }, false],
    [{ dueAt: Date.UTC(2027, 0) }, true],
    [{ dueAt: -1 }, false],
  ])("%#", (changes, accepted) => {
    expect(accepts(changes)).toBe(accepted);
  });

  test("a change takes what is optional away with null, and nothing else", () => {
    expect(taskChanges.safeParse({ dueAt: null, description: null }).success).toBe(true);
    expect(taskChanges.safeParse({ title: null }).success).toBe(false);
    expect(taskChanges.parse({ status: "done" })).toEqual({});
  });
});
