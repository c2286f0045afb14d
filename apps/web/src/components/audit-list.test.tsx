// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { cleanup, screen } from "@testing-library/react";
import { usePaginatedQuery } from "convex/react";
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

const first = { initialNumItems: 20 };

function WholeLog() {
  return <AuditList events={usePaginatedQuery(api.auditEvents.listAll, {}, first)} />;
}

function TeamLog() {
  const teamId = "team1" as Id<"teams">;
  const events = usePaginatedQuery(api.auditEvents.list, { teamId }, first);
  return <AuditList events={events} teamId={teamId} />;
}

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
  await renderPage(<WholeLog />, { convex });
  const rows = await screen.findAllByRole("listitem");
  return rows.map((row) =>
    [...row.children].map(({ textContent }) => textContent?.replace(/ +/g, " ")).slice(0, -1),
  );
}

describe("the log", () => {
  testListStates({
    ui: <TeamLog />,
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

test("people are asked for by one query, however many the log names", async () => {
  const convex = new FakeConvex();
  const people = [..."abcde"].map(id);
  const events = people.map((actorId) => event(`tasks.create${actorId}`, [], { actorId }));
  convex.answerPage(api.auditEvents.listAll, {}, events);
  convex.answer(api.names.list, { table: "users", ids: people }, [
    "Ann",
    "Ben",
    null,
    "Dan",
    "Eve",
  ]);
  await renderPage(<WholeLog />, { convex });
  await screen.findByText("Eve");
  expect(screen.getAllByText("Someone")).toHaveLength(1);
  expect(convex.asked(api.names.list)).toContainEqual({ table: "users", ids: people });
});
