// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { fileLimits } from "@repo/validators/files/files";
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { oneOf, searchParams } from "@/lib/search-params";
import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { FileList } from "./file-list";
import { FileTrash } from "./file-trash";
import { FilesPage } from "./files-page";

const file = (name: string, more: object = {}) => ({
  _id: `file-${name}`,
  _creationTime: 1000,
  name,
  purpose: "attachment",
  status: "ready",
  size: 1200,
  contentType: "text/plain",
  ...more,
});
const args = { purpose: "attachment" };

const renderFiles = (convex: FakeConvex, search = "") =>
  renderPage(<FilesPage />, {
    convex,
    page: {
      path: "files",
      address: `/files${search}`,
      search: searchParams({ show: oneOf(["trash"]) }),
    },
  });

/** The requests that are under way, as the browser would send them. */
class FakeRequest {
  static sent: FakeRequest[] = [];
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  status = 0;
  responseText = "";
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  open() {}
  setRequestHeader() {}
  send() {
    FakeRequest.sent.push(this);
  }
  abort() {
    this.onabort?.();
  }
  answer(status: number, text: string) {
    this.status = status;
    this.responseText = text;
    this.onload?.();
  }
}

beforeEach(() => {
  FakeRequest.sent = [];
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the list of files", () => {
  testListStates({
    ui: <FileList />,
    list: api.files.list,
    args,
    loading: "Loading files",
    empty: "No files yet",
    rows: [file("a.txt")],
    shown: "a.txt",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.files.list, args, [file("a.txt"), file("b.txt")]);
    convex.answerPage(api.files.listTrash, {}, []);
    await renderPage(<FileList />, { convex });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Remove a.txt" }));
    return { convex, user };
  }

  test("moves a file to the trash at once, and restores it", async () => {
    const { convex, user } = await page();
    expect(screen.queryByText("a.txt")).toBeNull();
    expect(convex.calls[0]).toMatchObject({ name: "files:trash", args: { id: "file-a.txt" } });
    convex.calls[0]!.resolve(null);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(convex.calls.map(({ name }) => name)).toContain("files:restore");
  });

  test("shows it again when the server refuses", async () => {
    const { convex } = await page();
    convex.calls[0]!.reject(refusal("CONFLICT", "It is in use."));
    expect(await screen.findByText("a.txt")).toBeTruthy();
    expect(screen.getByText("The file was not moved to the trash.")).toBeTruthy();
  });
});

describe("the trash", () => {
  testListStates({
    ui: <FileTrash />,
    list: api.files.listTrash,
    loading: "Loading files",
    empty: "The trash is empty.",
    rows: [file("a.txt")],
    shown: "a.txt",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.files.list, args, [file("b.txt")]);
    convex.answerPage(api.files.listTrash, {}, [file("a.txt")]);
    await renderFiles(convex, "?show=trash");
    return { convex, user: userEvent.setup() };
  }

  test("gives a file back at once, to the list that is shown next", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Restore a.txt" }));
    expect(await screen.findByText("The trash is empty.")).toBeTruthy();
    expect(convex.calls[0]).toMatchObject({ name: "files:restore", args: { id: "file-a.txt" } });
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("a.txt")).toBeTruthy();
  });

  test("removes a file for good after a question", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Remove a.txt for good" }));
    expect(convex.calls).toEqual([]);
    const question = screen.getByRole("alertdialog", { name: "Remove a.txt for good?" });
    await user.click(within(question).getByRole("button", { name: "Remove for good" }));
    await waitFor(() => expect(screen.queryByText("a.txt")).toBeNull());
    expect(convex.calls[0]).toMatchObject({ name: "files:remove", args: { id: "file-a.txt" } });
  });
});

describe("uploads", () => {
  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.files.list, args, []);
    await renderFiles(convex);
    const user = userEvent.setup({ applyAccept: false });
    const choose = async (...files: File[]) =>
      await user.upload(await screen.findByTestId("file-input"), files);
    return { convex, user, choose };
  }
  const text = (name: string) => new File(["hello"], name, { type: "text/plain" });
  const rows = () => within(screen.getByRole("list", { name: "Uploads" })).getAllByRole("listitem");
  async function letStart(convex: FakeConvex, count: number) {
    await waitFor(() => expect(convex.calls).toHaveLength(count));
    for (const call of [...convex.calls]) {
      call.resolve({ id: `new-${String(call.args.name)}`, url: "http://site.test/uploads/1" });
    }
    await waitFor(() => expect(FakeRequest.sent).toHaveLength(count));
  }

  test("are refused for their type and size before anything is sent", async () => {
    const { convex, choose } = await page();
    const { maxBytes } = fileLimits.purposes.attachment;
    const large = text("large.txt");
    Object.defineProperty(large, "size", { value: maxBytes + 1 });
    await choose(new File(["<svg/>"], "picture.svg", { type: "image/svg+xml" }), large);
    const alerts = await screen.findAllByRole("alert");
    expect(alerts[0]!.textContent).toContain("A file of this type (SVG) is not accepted.");
    expect(alerts[1]!.textContent).toContain("10 MB is the limit.");
    expect(convex.calls).toEqual([]);
  });

  test("run two at a time, with their progress, and the next one when one is there", async () => {
    const { convex, choose } = await page();
    await choose(text("a.txt"), text("b.txt"), text("c.txt"));
    await letStart(convex, 2);
    act(() => FakeRequest.sent[0]!.upload.onprogress?.({ loaded: 2, total: 5 }));
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      "a.txt40 %",
      "b.txt0 %",
      "c.txtWaiting",
    ]);
    FakeRequest.sent[0]!.answer(200, JSON.stringify({ storageId: "stored" }));
    await waitFor(() => expect(convex.calls[0]?.name).toBe("files:finishUpload"));
    convex.calls[0]!.resolve(null);
    await waitFor(() => expect(convex.calls[0]?.args).toMatchObject({ name: "c.txt" }));
    expect(rows()).toHaveLength(2);
    expect(await screen.findByText("a.txt was uploaded.")).toBeTruthy();
  });

  test("are cancelled with all that the server has of them", async () => {
    const { convex, user, choose } = await page();
    await choose(text("a.txt"));
    await letStart(convex, 1);
    await user.click(screen.getByRole("button", { name: "Cancel a.txt" }));
    expect(screen.queryByRole("list", { name: "Uploads" })).toBeNull();
    await waitFor(() => expect(convex.calls[0]?.name).toBe("files:remove"));
  });

  test("say why they failed, and are tried again", async () => {
    const { convex, user, choose } = await page();
    await choose(text("a.txt"));
    await letStart(convex, 1);
    FakeRequest.sent[0]!.onerror?.();
    await waitFor(() => expect(convex.calls[0]?.name).toBe("files:remove"));
    convex.calls[0]!.resolve(null);
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The connection was lost. Try again.",
    );
    await user.click(screen.getByRole("button", { name: "Try a.txt again" }));
    await waitFor(() => expect(convex.calls[0]?.name).toBe("files:requestUpload"));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("take files that are dropped", async () => {
    const { convex } = await page();
    const place = (await screen.findByText("Drop files here")).parentElement!;
    const drop = new Event("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(drop, "dataTransfer", { value: { files: [text("dropped.txt")] } });
    act(() => void place.dispatchEvent(drop));
    await waitFor(() => expect(convex.calls[0]?.args).toMatchObject({ name: "dropped.txt" }));
    expect(drop.defaultPrevented).toBe(true);
  });
});
