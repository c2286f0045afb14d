// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { EmailList } from "./email-list";

const email = (status: string, more: object = {}) => ({
  _id: `email-${status}`,
  _creationTime: 1000,
  to: "ann@example.com",
  kind: "verification",
  subject: `A code, ${status}`,
  status,
  ...more,
});

testListStates({
  ui: <EmailList status={undefined} onStatus={() => {}} />,
  list: api.emails.list,
  loading: "Loading e-mails",
  empty: "No e-mails here.",
  rows: [email("kept", { text: "ABCD-EFGH" })],
  shown: "ABCD-EFGH",
});

test("says in words what became of each, and why one was not sent", async () => {
  const convex = new FakeConvex();
  const rows = [email("bounced", { error: "No such mailbox." }), email("delivered")];
  convex.answerPage(api.emails.list, {}, rows);
  await renderPage(<EmailList status={undefined} onStatus={() => {}} />, { convex });
  const [bounced, delivered] = await screen.findAllByRole("listitem");
  expect(within(bounced!).getByText("Bounced")).toBeTruthy();
  expect(within(bounced!).getByText("No such mailbox.")).toBeTruthy();
  expect(within(delivered!).getByText("Delivered")).toBeTruthy();
});

test("shows one as mail programs draw it, in a frame that runs nothing", async () => {
  const convex = new FakeConvex();
  const html = "<p>Your code</p>";
  convex.answerPage(api.emails.list, {}, [email("kept", { text: "Your code", html })]);
  await renderPage(<EmailList status={undefined} onStatus={() => {}} />, { convex });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Show as HTML" }));
  const frame = screen.getByTitle<HTMLIFrameElement>("A code, kept");
  expect([frame.getAttribute("srcdoc"), frame.getAttribute("sandbox")]).toEqual([html, ""]);
  await user.click(screen.getByRole("button", { name: "Hide HTML" }));
  expect(screen.queryByTitle("A code, kept")).toBeNull();
});

test("is narrowed to one state, and back to all", async () => {
  const onStatus = vi.fn();
  await renderPage(<EmailList status="failed" onStatus={onStatus} />);
  const user = userEvent.setup();
  await user.selectOptions(screen.getByLabelText("State"), "bounced");
  await user.selectOptions(screen.getByLabelText("State"), "All states");
  expect(onStatus.mock.calls).toEqual([["bounced"], [undefined]]);
});
