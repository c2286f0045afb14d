// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { accessMatrix, operations, roles } from "@repo/validators/access";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";

import { labelOf } from "@/components/labels";
import { testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { JobList } from "./job-list";
import { RoleMatrix } from "./role-matrix";
import { words } from "./words";

afterEach(cleanup);

describe("the jobs", () => {
  testListStates({
    ui: <JobList status="failed" onStatus={() => {}} />,
    list: api.jobs.list,
    args: { status: "failed" },
    loading: "Loading",
    empty: "No jobs in this state.",
    rows: [
      {
        _id: "job1",
        _creationTime: 1000,
        kind: "reports:send",
        subject: "source1",
        status: "failed",
        attempts: 5,
        maxAttempts: 5,
        dueAt: 2000,
        error: "The model did not answer.",
      },
    ],
    shown: "The model did not answer.",
  });

  test("are shown of the state that is chosen", async () => {
    const onStatus = vi.fn();
    await renderPage(<JobList status="failed" onStatus={onStatus} />);
    await userEvent.setup().selectOptions(screen.getByLabelText("State"), "running");
    expect(onStatus).toHaveBeenCalledWith("running");
  });
});

/** What a cell of the matrix says, read from the matrix itself. */
function cellOf(role: string, table: string, operation: string): string {
  const grants = (accessMatrix as Record<string, Record<string, Record<string, unknown>>>)[table];
  const grant = grants?.[operation]?.[role];
  if (grant === undefined) return words.nobody;
  const { scope, only } =
    typeof grant === "string" ? { scope: grant } : (grant as { scope: string; only?: string[] });
  const of = words.scopes[scope as keyof typeof words.scopes];
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
