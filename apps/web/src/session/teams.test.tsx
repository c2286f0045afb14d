// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useMutation, useQuery } from "convex/react";
import { afterEach, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal } from "@/testing/list-states";
import { frame, renderPage, team } from "@/testing/render";

import { MyTeams, usePartFromTeam, useTeamOfAddress } from "./teams";

const { _id: teamId } = team;

/** Pages of a team, which ask for something of it. */
function TeamPages() {
  const found = useTeamOfAddress(teamId);
  return found ? <Counts /> : <p>no page</p>;
}

function Counts() {
  const part = usePartFromTeam();
  const leave = useMutation(api.memberships.leave);
  const counts = useQuery(api.tasks.counts, { teamId });
  const open = () => void part(teamId, () => leave({ teamId })).catch(() => {});
  return <button onClick={open}>Leave {counts?.open} tasks</button>;
}

afterEach(cleanup);

async function leaving() {
  const convex = new FakeConvex();
  convex.answer(api.frame.get, {}, frame);
  convex.answer(api.tasks.counts, { teamId }, { open: 3 });
  await renderPage(
    <MyTeams>
      <TeamPages />
    </MyTeams>,
    { convex },
  );
  await userEvent.setup().click(await screen.findByRole("button", { name: "Leave 3 tasks" }));
  return convex;
}

test("the pages of a team end before it is left, and nobody asks for it any more", async () => {
  const convex = await leaving();
  expect(screen.getByText("no page")).toBeTruthy();
  convex.answer(api.frame.get, {}, { ...frame, teams: [] });
  convex.answer(api.tasks.counts, { teamId }, refusal("NOT_FOUND"));
  expect(screen.getByText("no page")).toBeTruthy();
  expect(convex.asked(api.teams.get)).toEqual([]);
  convex.calls[0]!.resolve(null);
});

test("the pages of a team are back when leaving it is refused", async () => {
  const convex = await leaving();
  convex.calls[0]!.reject(refusal("CONFLICT"));
  await waitFor(() => expect(screen.getByRole("button", { name: "Leave 3 tasks" })).toBeTruthy());
});
