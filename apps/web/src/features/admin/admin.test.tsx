// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import {
  accessMatrix,
  grantFor,
  operations,
  roles,
  type Operation,
  type Role,
} from "@repo/validators/access";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";

import { labelOf } from "@/components/labels";
import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { CronList } from "./cron-list";
import { JobList } from "./job-list";
import { RoleMatrix } from "./role-matrix";
import { AuditPage } from "./audit-page";
import { readAuditSearch } from "./audit-search";
import { auditTables, words } from "./words";

afterEach(cleanup);

const failedJob = {
  _id: "job1",
  _creationTime: 1000,
  kind: "reports:send",
  subject: "source1",
  status: "failed",
  attempts: 5,
  maxAttempts: 5,
  dueAt: 2000,
  error: "The model did not answer.",
};

describe("the jobs", () => {
  testListStates({
    ui: <JobList status="failed" onStatus={() => {}} />,
    list: api.jobs.list,
    args: { status: "failed" },
    loading: "Loading",
    empty: "No jobs in this state.",
    rows: [failedJob],
    shown: "The model did not answer.",
  });

  test("are shown of the state that is chosen", async () => {
    const onStatus = vi.fn();
    await renderPage(<JobList status="failed" onStatus={onStatus} />);
    await userEvent.setup().selectOptions(screen.getByLabelText("State"), "running");
    expect(onStatus).toHaveBeenCalledWith("running");
  });
});

test("a job that failed is tried again, and is back with the reason when that is refused", async () => {
  const convex = new FakeConvex();
  convex.answerPage(api.jobs.list, { status: "failed" }, [failedJob]);
  const as = { role: "admin" } as const;
  await renderPage(<JobList status="failed" onStatus={() => {}} />, { convex, as });
  await userEvent.setup().click(screen.getByRole("button", { name: "Try reports:send again" }));
  expect(screen.queryByText("The model did not answer.")).toBeNull();
  convex.calls[0]!.reject(refusal("CONFLICT", "This job is running."));
  expect(await screen.findByText("This job is running.")).toBeTruthy();
  expect(screen.getByText("The model did not answer.")).toBeTruthy();
});

describe("the crons", () => {
  const MINUTE = 60_000;
  const cron = (title: string, more: object) => ({
    title,
    target: "jobs:purge",
    schedule: { type: "daily", hourUTC: 3, minuteUTC: 7 },
    state: "done",
    ...more,
  });
  async function page(...crons: object[]) {
    const convex = new FakeConvex();
    convex.answer(api.jobs.listCrons, {}, crons);
    await renderPage(<CronList />, { convex });
    return screen.queryAllByRole("listitem").map(({ textContent }) => textContent);
  }

  test("say when each runs, and how its last run ended", async () => {
    const rows = await page(
      cron("purge", {}),
      cron("mail", { schedule: { type: "interval", hours: 1 }, state: "failed", error: "No key." }),
    );
    expect(rows[0]).toBe("purgeFineDaily at 03:07 UTC · jobs:purge");
    expect(rows[1]).toBe("mailFailedEvery hour · jobs:purgeNo key.");
    expect(screen.getByRole("status").textContent).toBe("1 of 2 crons failed or is late.");
  });

  test("are late once the next run should have started a while ago", async () => {
    const [late, soon] = await page(
      cron("late", { dueAt: Date.now() - 20 * MINUTE }),
      cron("soon", { dueAt: Date.now() - 5 * MINUTE }),
    );
    expect(late).toContain("Late");
    expect(soon).toContain("Fine");
  });

  test("are all as planned", async () => {
    await page(cron("a", {}), cron("b", { state: "never" }));
    expect(screen.getByRole("status").textContent).toBe("All 2 crons run as planned.");
  });

  test("say that they are loading", async () => {
    await renderPage(<CronList />);
    expect(screen.getByRole("status").textContent).toBe("Loading crons");
  });
});

/** What a cell of the matrix says. */
function cellOf(role: Role, table: string, operation: Operation): string {
  const grant = grantFor(role, table, operation);
  if (grant === null) return words.nobody;
  const { scope, only } = grant;
  const of = words.scopes[scope];
  return only ? `${of}, only ${only.join(", ")}` : of;
}

test.each(roles)("the matrix says of the role %s what every call is checked against", (role) => {
  render(<RoleMatrix />);
  const tables = screen.getAllByRole("table");
  const table = within(tables[roles.indexOf(role)]!);
  const rows = table.getAllByRole("row").slice(1);
  const shown = rows.map((row) => [...row.children].map(({ textContent }) => textContent));
  const expected = Object.keys(accessMatrix)
    .toSorted()
    .map((name) => [labelOf(name), ...operations.map((each) => cellOf(role, name, each))]);
  expect(shown).toEqual(expected);
});

describe("the audit log", () => {
  const event = {
    _id: "event1",
    _creationTime: 1000,
    actorId: "person1",
    action: "tasks.update",
    table: "tasks",
    rowId: "task1",
    details: [],
    requestId: "request1",
  };
  async function page(search: string, answer: (convex: FakeConvex) => void) {
    const convex = new FakeConvex();
    convex.answer(api.names.list, { table: "users", ids: ["person1"] }, ["Ann"]);
    convex.answer(api.names.list, { table: "tasks", ids: ["task1"] }, ["Paint the boat"]);
    answer(convex);
    const { router } = await renderPage(<AuditPage />, {
      convex,
      as: { role: "admin" },
      page: { path: "admin/audit", address: `/admin/audit${search}`, search: readAuditSearch },
    });
    return { convex, router, user: userEvent.setup() };
  }
  const { listAll, listByRow } = api.auditEvents;
  const ofTask = { table: "tasks", rowId: "task1" };

  test("is narrowed to a person and a table, and back, by the address", async () => {
    const { router, user } = await page("?table=tasks", (convex) => {
      convex.answerPage(listAll, { table: "tasks" }, [event]);
      convex.answerPage(listAll, { actorId: "person1" }, [event]);
      convex.answerPage(listAll, { table: "tasks", actorId: "person1" }, []);
    });
    await user.click(await screen.findByRole("link", { name: "Ann" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ person: "person1" }));
    await user.selectOptions(screen.getByRole("combobox"), auditTables.tasks);
    expect(await screen.findByText("Nothing has happened yet.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Done by Ann: show all again" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ table: "tasks" }));
    expect(await screen.findByRole("link", { name: "Ann" })).toBeTruthy();
  });

  test("is narrowed to a row, which another table ends", async () => {
    const { router, user } = await page("?table=tasks", (convex) => {
      convex.answerPage(listAll, { table: "tasks" }, [event]);
      convex.answerPage(listAll, { table: "teams" }, []);
      convex.answerPage(listByRow, ofTask, [event]);
    });
    await user.click(await screen.findByRole("link", { name: "“Paint the boat”" }));
    const back = { name: "Done to Paint the boat: show all again" };
    expect(await screen.findByRole("button", back)).toBeTruthy();
    expect(router.state.location.search).toEqual({ table: "tasks", row: "task1" });
    await user.selectOptions(screen.getByRole("combobox"), auditTables.teams);
    expect(await screen.findByText("Nothing has happened yet.")).toBeTruthy();
    expect(router.state.location.search).toEqual({ table: "teams" });
  });

  test("says why a row is refused", async () => {
    await page("?table=tasks&row=task1", (convex) =>
      convex.answer(listByRow, ofTask, refusal("NOT_FOUND")),
    );
    expect((await screen.findByRole("alert")).textContent).toContain("no longer exists");
  });
});
