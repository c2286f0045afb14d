// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import type { Page } from "@/shell/feature";
import { renderPage, type RenderOptions } from "@/testing/render";

import { Imports } from "./import-list";
import { pageOfRows } from "./row-page";
import { SourceSheet } from "./source-sheet";
import { Sources } from "./sources";

const args = { teamId: "team1" };
const source = (title: string, status: string, more: object = {}) => ({
  _id: `source-${title}`,
  _creationTime: 1000,
  addedBy: "user1",
  title,
  status,
  chunkCount: status === "ready" ? 3 : 0,
  ...more,
});

afterEach(cleanup);

describe("the sources", () => {
  testListStates({
    ui: <Sources />,
    list: api.sources.list,
    args,
    loading: "Loading sources",
    empty: "No sources yet",
    rows: [source("Lending", "ready")],
    shown: "Lending",
    prepare: (convex) => convex.answerPage(api.imports.list, args, []),
  });

  async function page(...rows: object[]) {
    const convex = new FakeConvex();
    convex.answerPage(api.imports.list, args, []);
    convex.answerPage(api.sources.list, args, rows);
    await renderPage(<Sources />, { convex });
    return { convex, user: userEvent.setup() };
  }
  const statusOf = (title: string) =>
    within(screen.getByText(title).closest("li")!).getByRole("status").textContent;

  test("show how far each is, live", async () => {
    const { convex } = await page(source("Lending", "pending"));
    expect(statusOf("Lending")).toBe("Waiting");
    convex.answerPage(api.sources.list, args, [source("Lending", "ready")]);
    await waitFor(() => expect(statusOf("Lending")).toBe("Ready"));
    expect(screen.getByText(/^3 passages/)).toBeTruthy();
  });

  test("are removed where they follow no row", async () => {
    await page(source("Lending", "ready"), source("Ferries", "ready", { rowId: "a1" }));
    expect(screen.getByRole("button", { name: "Remove “Lending”" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove “Ferries”" })).toBeNull();
  });

  test("are tried again: waiting at once, failed again with the reason when that is refused", async () => {
    const error = "The page is empty.";
    const { convex, user } = await page(source("Rules", "failed", { error }));
    expect(screen.getByText(error)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Try “Rules” again" }));
    expect(statusOf("Rules")).toBe("Waiting");
    expect(convex.calls[0]).toMatchObject({ name: "sources:retry", args: { id: "source-Rules" } });
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The source was not tried again.")).toBeTruthy();
    expect(statusOf("Rules")).toBe("Failed");
  });

  test("are changed by members of the team alone", async () => {
    const convex = new FakeConvex();
    convex.answerPage(api.sources.list, args, [source("Rules", "failed")]);
    await renderPage(<Sources />, { convex, as: { role: "admin" }, teamIs: { myRole: null } });
    await screen.findByText("Rules");
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  test("are added as a text; what was typed stays when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(screen.getByRole("button", { name: "Add a text" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.type(dialog.getByLabelText("Title"), "Hours");
    await user.selectOptions(dialog.getByLabelText("Format"), "markdown");
    await user.type(dialog.getByLabelText("Text"), "Open at nine.");
    await user.click(dialog.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    expect(convex.calls[0]!.args).toEqual({
      teamId: "team1",
      title: "Hours",
      kind: "markdown",
      text: "Open at nine.",
    });
    convex.calls[0]!.reject(refusal("QUOTA_EXCEEDED", "The team has no room left."));
    expect(await screen.findByText("The team has no room left.")).toBeTruthy();
    expect(dialog.getByLabelText<HTMLTextAreaElement>("Text").value).toBe("Open at nine.");
  });

  test("are refused for their type before anything is sent", async () => {
    const { convex } = await page();
    const user = userEvent.setup({ applyAccept: false });
    const picture = new File(["png"], "a.png", { type: "image/png" });
    await user.upload(screen.getByTestId("knowledge-input"), picture);
    expect((await screen.findByRole("alert")).textContent).toMatch(/^A file of this type \(PNG\)/);
    expect(convex.calls).toEqual([]);
  });
});

describe("a source that is open", () => {
  const id = "source-Rules";
  async function page(more: object = {}, options: RenderOptions = {}) {
    const convex = new FakeConvex();
    convex.answer(api.sources.get, { id }, source("Rules", "ready", { kind: "note", ...more }));
    convex.answer(api.sources.text, { id }, "The harbour closes at ten.");
    const sheet = <SourceSheet id={id} passage={null} onClose={() => {}} />;
    await renderPage(sheet, { ...options, convex });
    return { convex, user: userEvent.setup() };
  }
  async function edit(more?: object) {
    const { convex, user } = await page(more);
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    return { convex, user, text: screen.getByLabelText<HTMLTextAreaElement>("Text") };
  }

  test("is not changed by somebody who only reads it", async () => {
    await page({}, { as: { role: "admin" }, teamIs: { myRole: null } });
    expect(await screen.findByText("The harbour closes at ten.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
  });

  test("is not changed where it follows a row, which is said", async () => {
    await page({ rowTable: "articles", rowId: "a1" });
    expect(await screen.findByText(/^It is the text of a row/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(screen.queryByRole("link")).toBeNull();
  });

  test("leads to the page of the row whose text it is", async () => {
    await page({ teamId: "team1", rowTable: "knowledge", rowId: "a1" });
    const link = await screen.findByRole("link", { name: "Open Knowledge" });
    expect(link.getAttribute("href")).toBe("/t/team1/knowledge");
    const items = { to: "/t/$team/order-items", title: "Order items" } as unknown as Page;
    expect(pageOfRows("orderItems", [items])).toBe(items);
    expect(pageOfRows("orders", [items])).toBeUndefined();
  });

  test("is renamed, and its text is left alone", async () => {
    const { convex, user } = await edit();
    const title = screen.getByLabelText("Title");
    await user.clear(title);
    await user.type(title, "Rules of the harbour{Enter}");
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    const args = { id, title: "Rules of the harbour" };
    expect(convex.calls[0]).toMatchObject({ name: "sources:rename", args });
    convex.calls[0]!.resolve(null);
    expect(await screen.findByRole("button", { name: "Edit" })).toBeTruthy();
    expect(convex.calls).toEqual([]);
  });

  test("gets another text, which stays in its field when it is refused", async () => {
    const { convex, user, text } = await edit();
    await user.clear(text);
    await user.type(text, "It closes at eleven.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    const args = { id, kind: "note", text: "It closes at eleven." };
    expect(convex.calls[0]).toMatchObject({ name: "sources:replaceText", args });
    convex.calls[0]!.reject(refusal("QUOTA_EXCEEDED", "The team has no room left."));
    expect(await screen.findByText("The source was not changed.")).toBeTruthy();
    expect(text.value).toBe("It closes at eleven.");
  });

  test("of a page gets a text as Markdown, and says so before", async () => {
    const { convex, user, text } = await edit({ kind: "html" });
    expect(screen.getByText(/^As it was read from the file/)).toBeTruthy();
    await user.type(text, " Always.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(convex.calls[0]?.args).toMatchObject({ kind: "markdown" }));
  });

  test("refuses a file that it cannot read, before anything is sent", async () => {
    const { convex } = await edit();
    const user = userEvent.setup({ applyAccept: false });
    const picture = new File(["png"], "a.png", { type: "image/png" });
    await user.upload(screen.getByTestId("replacement-input"), picture);
    expect((await screen.findByRole("alert")).textContent).toMatch(/^A file of this type \(PNG\)/);
    expect(convex.calls).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Dismiss a.png" }));
    await user.upload(screen.getByTestId("replacement-input"), new File(["#"], "a.md"));
    await waitFor(() => expect(convex.calls[0]?.name).toBe("files:requestUpload"));
    expect(screen.getByRole("button", { name: "Cancel a.md" })).toBeTruthy();
  });
});

describe("the imports", () => {
  const zip = (more: object) => ({
    _id: "import1",
    _creationTime: 1000,
    startedBy: "user1",
    name: "pages.zip",
    status: "reading",
    total: 10,
    handled: 6,
    refused: 1,
    waiting: 2,
    ready: 3,
    failed: 0,
    isOver: false,
    ...more,
  });
  async function page(more: object = {}) {
    const convex = new FakeConvex();
    convex.answerPage(api.imports.list, args, [zip(more)]);
    await renderPage(<Imports />, { convex });
    return { convex, user: userEvent.setup() };
  }

  test("show nothing where there are none", async () => {
    const convex = new FakeConvex();
    await renderPage(<Imports />, { convex });
    expect(screen.queryByRole("status")).toBeNull();
    convex.answerPage(api.imports.list, args, []);
    expect(screen.queryByRole("list", { name: "Imports" })).toBeNull();
  });

  test("show how far they are", async () => {
    await page();
    expect(screen.getByRole("status").textContent).toBe("3 of 10 ready · 2 being read · 1 refused");
    const progress = screen.getByRole("progressbar", { name: "Progress of pages.zip" });
    expect(progress.getAttribute("aria-valuenow")).toBe("40");
  });

  test("are cancelled at once, and go on when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(screen.getByRole("button", { name: "Cancel the import of pages.zip" }));
    expect(screen.getByRole("status").textContent).toContain("Cancelled");
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    await waitFor(() => expect(screen.getByRole("status").textContent).not.toContain("Cancelled"));
  });

  test("name what could not be read, and try it again", async () => {
    const { convex, user } = await page({ status: "read", waiting: 0, failed: 1, isOver: true });
    const problems = [{ name: "a.bin", reason: "Not a page." }];
    convex.answer(api.imports.get, { id: "import1" }, { ...zip({}), problems });
    expect(screen.queryByText("a.bin")).toBeNull();
    await user.click(screen.getByText("2 files not read"));
    expect(await screen.findByText("a.bin")).toBeTruthy();
    await user.click(
      screen.getByRole("button", { name: "Try the failed files of pages.zip again" }),
    );
    expect(convex.calls[0]).toMatchObject({ name: "imports:retry", args: { id: "import1" } });
  });
});
