// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { AuditList } from "./audit-list";
import { momentText } from "./facts";

const id = (letter: string) => letter.repeat(32);
const event = (action: string, details: object[] = [], more: object = {}) => ({
  _id: `event-${action}`,
  _creationTime: 1000,
  actorId: id("a"),
  action,
  table: action.split(".")[0],
  rowId: id("t"),
  details,
  requestId: "request1",
  ...more,
});

afterEach(cleanup);

async function lines(...events: object[]) {
  const convex = new FakeConvex();
  convex.answerPage(api.auditEvents.listAll, {}, events);
  const people = { a: "Ann", b: "Ben" };
  for (const letters of [["a"], ["a", "b"]] as const) {
    const args = { table: "users", ids: letters.map(id) } as const;
    convex.answer(
      api.names.list,
      args,
      letters.map((letter) => people[letter]),
    );
  }
  convex.answer(api.names.list, { table: "tasks", ids: [id("t")] }, ["Paint the boat"]);
  await renderPage(<AuditList />, { convex });
  const rows = await screen.findAllByRole("listitem");
  return rows.map((row) =>
    [...row.children].map(({ textContent }) => textContent?.replace(/ +/g, " ")).slice(0, -1),
  );
}

describe("the log", () => {
  testListStates({
    ui: <AuditList of={{ teamId: "team1" as Id<"teams"> }} />,
    list: api.auditEvents.list,
    args: { teamId: "team1" },
    loading: "Loading what happened",
    empty: "Nothing has happened yet.",
    rows: [event("teams.create")],
    shown: "created",
  });

  test("names people and rows, and says what became of each field", async () => {
    const due = { field: "dueAt", from: null, to: 86_400_000 };
    const changes = [
      { field: "assigneeId", from: id("a"), to: id("b") },
      due,
      { field: "title" },
      { field: "teamId", to: id("x") },
    ];
    expect(await lines(event("tasks.update", changes))).toEqual([
      [
        "Ann edited “Paint the boat” Tasks",
        `Assignee: Ann → Ben · Due: none → ${momentText(due.to)} · Title changed`,
      ],
    ]);
  });

  test("leaves out what says nothing to a person", async () => {
    const details = [{ field: "title" }, { field: "sessionId", to: id("s") }];
    expect(await lines(event("tasks.create", details))).toEqual([
      ["Ann created “Paint the boat” Tasks"],
    ]);
  });

  test("names who signs in once, and the app where nobody did it", async () => {
    const signIn = event("users.signIn", [], { rowId: id("a") });
    const purge = event("tasks.remove", [{ field: "status", from: "done" }], {
      actorId: undefined,
    });
    expect(await lines(signIn, purge)).toEqual([
      ["Ann signed in Users"],
      ["The app removed “Paint the boat” Tasks", "Status: done"],
    ]);
  });
});

test("the log of the whole app is narrowed to one table", async () => {
  const convex = new FakeConvex();
  convex.answerPage(api.auditEvents.listAll, { table: "teams" }, [event("teams.create")]);
  await renderPage(<AuditList table="teams" />, { convex });
  expect((await screen.findByRole("listitem")).textContent).toContain("created");
});
