// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, describe, expect, test } from "vitest";

import { FakeConvex } from "./fake-convex";
import { renderPage } from "./render";

import { CreateNoteForm } from "@/features/notes/create-note-form";
import { NoteList } from "@/features/notes/note-list";

const note = (title: string) => ({ _id: `note-${title}`, _creationTime: 1000, title, body: "" });
const titles = () =>
  screen.queryAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);

afterEach(cleanup);

describe("the list of notes", () => {
  test("says that it is loading, then shows the rows", async () => {
    const { convex } = await renderPage(<NoteList />);
    expect(screen.getByRole("status").textContent).toContain("Loading notes");
    convex.answerPage(api.notes.list, {}, [note("Buy plants")]);
    expect(await screen.findByRole("heading", { name: "Buy plants" })).toBeTruthy();
  });

  test("says that there is nothing yet", async () => {
    const convex = new FakeConvex();
    convex.answerPage(api.notes.list, {}, []);
    await renderPage(<NoteList />, { convex });
    expect(await screen.findByText("No notes yet")).toBeTruthy();
  });

  test("says in words what was refused", async () => {
    const convex = new FakeConvex();
    convex.answer(api.notes.list, {}, new ConvexError({ code: "FORBIDDEN", message: "No." }));
    await renderPage(<NoteList />, { convex });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Your role does not allow this.");
  });
});

describe("the form that creates a note", () => {
  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.notes.list, {}, [note("Old")]);
    await renderPage(
      <>
        <CreateNoteForm />
        <NoteList />
      </>,
      { convex },
    );
    return { convex, user: userEvent.setup(), title: await screen.findByLabelText("Title") };
  }

  test("shows the note at the top and clears itself before the server has answered", async () => {
    const { convex, user, title } = await page();
    await user.type(title, "New");
    await user.click(screen.getByRole("button", { name: "Add note" }));
    await waitFor(() => expect(titles()).toEqual(["New", "Old"]));
    expect((title as HTMLInputElement).value).toBe("");
    expect(convex.calls.map(({ name }) => name)).toEqual(["notes:create"]);
  });

  test("puts back what the server refuses, with the reason at its field", async () => {
    const { convex, user, title } = await page();
    await user.type(title, "New");
    await user.click(screen.getByRole("button", { name: "Add note" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    convex.calls[0]!.reject(
      new ConvexError({
        code: "INVALID",
        message: "Refused.",
        issues: [{ path: "title", message: "Already used" }],
      }),
    );
    await waitFor(() => expect((title as HTMLInputElement).value).toBe("New"));
    expect(titles()).toEqual(["Old"]);
    const form = screen.getByRole("form", { name: "New note" });
    expect(within(form).getByRole("alert").textContent).toBe("Already used");
  });

  test("sends nothing that the shared shape refuses", async () => {
    const { convex, user } = await page();
    await user.click(screen.getByRole("button", { name: "Add note" }));
    expect(await screen.findByText("This field is required.")).toBeTruthy();
    expect(convex.calls).toEqual([]);
  });
});
